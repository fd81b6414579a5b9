package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A Registration Reply (RFC 5944 §3.4): the answer to a {@link RegistrationRequest}, and never anything else.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |   type = 3   |     code     |         lifetime, s         |
 *  +--------------+--------------+-----------------------------+
 *  |                       home address                        |  4
 *  +-----------------------------------------------------------+
 *  |                        home agent                         |  8
 *  +-----------------------------------------------------------+
 *  |                                                           | 12
 *  |                      identification                       |
 *  |                                                           |
 *  +-----------------------------------------------------------+
 *  |  extensions ...                                             20
 *  +----------------
 * </pre>
 *
 * Never encode one again to check its authenticator: padding is not kept. What arrived is what was signed.
 *
 * @param code accepted, or why not
 * @param lifetime granted; means nothing in a denial, but with code 69 it is the foreign agent's maximum
 * @param homeAddress the mobile node's
 * @param homeAgent the home agent's unicast address
 * @param identification that of the request; after a replay its high-order half is the home agent's time of day
 * @param extensions in the order of the message, padding left out
 */
public record RegistrationReply(
        ReplyCode code,
        Lifetime lifetime,
        Ipv4 homeAddress,
        Ipv4 homeAgent,
        Identification identification,
        List<Extension> extensions)
        implements ControlMessage {

    /** The type of the message. */
    public static final int TYPE = 3;

    /** Where the home address is, in octets. */
    public static final int HOME_ADDRESS = 4;

    /** Where the identification is, in octets. */
    public static final int IDENTIFICATION = 12;

    /** Octets before the extensions. */
    public static final int FIXED_SIZE = 20;

    public RegistrationReply {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Registration Reply
     */
    public static RegistrationReply decode(Octets payload) throws MalformedMessageException {
        return decode(payload, ExtensionSpace.REPLIES);
    }

    /**
     * Decodes the payload of a UDP datagram to a node that uses RFC 7629.
     *
     * @throws UnrecognizedExtensionException as {@link #decode}
     * @throws MalformedMessageException as {@link #decode}
     */
    public static RegistrationReply decodeMultipath(Octets payload) throws MalformedMessageException {
        return decode(payload, ExtensionSpace.MULTIPATH_REPLIES);
    }

    private static RegistrationReply decode(Octets payload, ExtensionSpace space) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no Registration Reply");
        }
        return new RegistrationReply(
                new ReplyCode(payload.u8(1)),
                new Lifetime(payload.u16(2)),
                payload.ipv4(HOME_ADDRESS),
                payload.ipv4(8),
                new Identification(payload.i64(IDENTIFICATION)),
                space.decodeAll(payload, FIXED_SIZE));
    }

    @Override
    public Octets encode() {
        return new OctetsWriter(FIXED_SIZE + OctetsWriter.sizeOf(extensions))
                .u8(TYPE)
                .u8(code.value())
                .u16(lifetime.seconds())
                .ipv4(homeAddress)
                .ipv4(homeAgent)
                .i64(identification.bits())
                .extensions(extensions)
                .finished();
    }

    /** The authentication extensions, in the order of the message. */
    public List<AuthenticationExtension> authenticationExtensions() {
        return AuthenticationExtension.allOf(extensions);
    }
}
