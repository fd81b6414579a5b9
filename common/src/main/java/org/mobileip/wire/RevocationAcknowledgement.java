package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A Registration Revocation Acknowledgment (RFC 3543 §3.4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Type 15    |   Reserved    |I|          Reserved           |
 * |                         Home Address                          |
 * |                     Revocation Identifier                     |
 * |  Extensions ...
 * +-+-+-+-+-+-+-+-
 * </pre>
 *
 * @param inform I: a foreign agent has told the mobile node, or the home agent wants it told
 * @param homeAddress that of the revocation
 * @param identifier that of the revocation
 * @param extensions in the order of the message
 */
public record RevocationAcknowledgement(boolean inform, Ipv4 homeAddress, int identifier, List<Extension> extensions) {

    /** The type of the message. */
    public static final int TYPE = 15;

    private static final int FIXED_SIZE = 12;
    private static final int INFORM = 0x8000;

    public RevocationAcknowledgement {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Registration Revocation Acknowledgment
     */
    public static RevocationAcknowledgement decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no revocation acknowledgment");
        }
        return new RevocationAcknowledgement(
                (payload.u16(2) & INFORM) != 0,
                payload.ipv4(4),
                payload.i32(8),
                Extension.decodeAll(payload, FIXED_SIZE));
    }

    /** The message as it is sent, before its authenticator. */
    public Octets encode() {
        return new OctetsWriter(FIXED_SIZE + OctetsWriter.sizeOf(extensions))
                .u8(TYPE)
                .u8(0)
                .u16(inform ? INFORM : 0)
                .ipv4(homeAddress)
                .i32(identifier)
                .extensions(extensions)
                .finished();
    }
}
