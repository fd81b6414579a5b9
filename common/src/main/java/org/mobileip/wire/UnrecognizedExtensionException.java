package org.mobileip.wire;

/**
 * The message holds an extension of a type from 0 to 127 that is not known here, so all of it must be silently
 * discarded (RFC 5944 §1.8). It may be well formed: that cannot be known, since neither can its format.
 */
public final class UnrecognizedExtensionException extends MalformedMessageException {

    private static final long serialVersionUID = 1;

    private final int type;

    UnrecognizedExtensionException(int type, int offset) {
        super("unrecognized extension type " + type + " at octet " + offset);
        this.type = type;
    }

    /** The type that is not known here, 1 to 127. */
    public int type() {
        return type;
    }
}
