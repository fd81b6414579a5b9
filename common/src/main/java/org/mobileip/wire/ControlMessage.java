package org.mobileip.wire;

import org.mobileip.net.Octets;

/** A Mobile IP control message: the payload of a UDP datagram to or from port 434 (RFC 5944 §1.8). */
public sealed interface ControlMessage permits RegistrationRequest, RegistrationReply {

    /** The well-known UDP port of Mobile IP. */
    int PORT = 434;

    /** The message as it is sent: fixed part, then extensions in their order. */
    Octets encode();

    /**
     * Decodes whatever control message this payload is.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for everything else that is no message, types not known here included
     */
    static ControlMessage decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, 1);
        return switch (payload.u8(0)) {
            case RegistrationRequest.TYPE -> RegistrationRequest.decode(payload);
            case RegistrationReply.TYPE -> RegistrationReply.decode(payload);
            default -> throw new MalformedMessageException("message type " + payload.u8(0) + " is not known here");
        };
    }
}
