package org.mobileip.wire;

/** Octets from the network are not the message they claim to be. The message says what is wrong and at which octet. */
public class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param message like {@code truncated at octet 17}; never holds octets of a key */
    public MalformedMessageException(String message) {
        super(message);
    }

    /** Hostile input is an everyday outcome: no stack is walked for it, nobody will read it. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The structure ends where {@code octet} (counted from 0) was still to come. */
    static MalformedMessageException truncatedAt(int octet) {
        return new MalformedMessageException("truncated at octet " + octet);
    }
}
