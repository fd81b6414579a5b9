package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A Registration Revocation (RFC 3543 §3.3): a binding has ended before its time.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    Type 7     |   Reserved    |A|I|          Reserved         |
 * |                         Home Address                          |
 * |                      Home Domain Address                      |
 * |                    Foreign Domain Address                     |
 * |                     Revocation Identifier                     |
 * |  Extensions ...
 * +-+-+-+-+-+-+-+-
 * </pre>
 *
 * @param fromHomeAgent A: the home agent revokes; else a foreign agent does
 * @param inform I: the mobile node is to be told, or may be asked about
 * @param homeAddress the mobile node's
 * @param homeDomain the home agent's address
 * @param foreignDomain the care-of address
 * @param identifier a timestamp of the clock that the revocation support extensions of the sender have
 * @param extensions in the order of the message
 */
public record RegistrationRevocation(
        boolean fromHomeAgent,
        boolean inform,
        Ipv4 homeAddress,
        Ipv4 homeDomain,
        Ipv4 foreignDomain,
        int identifier,
        List<Extension> extensions) {

    /** The type of the message. */
    public static final int TYPE = 7;

    private static final int FIXED_SIZE = 20;
    private static final int FROM_HOME_AGENT = 0x8000;
    private static final int INFORM = 0x4000;

    public RegistrationRevocation {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Registration Revocation
     */
    public static RegistrationRevocation decode(Octets payload) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no Registration Revocation");
        }
        int flags = payload.u16(2);
        return new RegistrationRevocation(
                (flags & FROM_HOME_AGENT) != 0,
                (flags & INFORM) != 0,
                payload.ipv4(4),
                payload.ipv4(8),
                payload.ipv4(12),
                payload.i32(16),
                Extension.decodeAll(payload, FIXED_SIZE));
    }

    /** The message as it is sent, before its authenticator. */
    public Octets encode() {
        return new OctetsWriter(FIXED_SIZE + OctetsWriter.sizeOf(extensions))
                .u8(TYPE)
                .u8(0)
                .u16((fromHomeAgent ? FROM_HOME_AGENT : 0) | (inform ? INFORM : 0))
                .ipv4(homeAddress)
                .ipv4(homeDomain)
                .ipv4(foreignDomain)
                .i32(identifier)
                .extensions(extensions)
                .finished();
    }
}
