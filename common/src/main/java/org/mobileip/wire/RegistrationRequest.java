package org.mobileip.wire;

import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A Registration Request (RFC 5944 §3.3): a mobile node asks its home agent to forward to a care-of address.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |   type = 1   | S B D M G r T x |       lifetime, s        |
 *  +--------------+--------------+-----------------------------+
 *  |                       home address                        |  4
 *  +-----------------------------------------------------------+
 *  |                        home agent                         |  8
 *  +-----------------------------------------------------------+
 *  |                      care-of address                      | 12
 *  +-----------------------------------------------------------+
 *  |                                                           | 16
 *  |                      identification                       |
 *  |                                                           |
 *  +-----------------------------------------------------------+
 *  |  extensions ...                                             24
 *  +----------------
 * </pre>
 *
 * Never encode one again to check its authenticator: padding is not kept. What arrived is what was signed.
 *
 * @param flags what is asked for
 * @param lifetime how long; zero deregisters
 * @param homeAddress the mobile node's
 * @param homeAgent the home agent's, or a broadcast address to discover one
 * @param careOfAddress the end of the tunnel
 * @param identification matches the reply, protects against replays
 * @param extensions in the order of the message, padding left out
 */
public record RegistrationRequest(
        RequestFlags flags,
        Lifetime lifetime,
        Ipv4 homeAddress,
        Ipv4 homeAgent,
        Ipv4 careOfAddress,
        Identification identification,
        List<Extension> extensions)
        implements ControlMessage {

    /** The type of the message. */
    public static final int TYPE = 1;

    /** Where the home address is, in octets. */
    public static final int HOME_ADDRESS = 4;

    /** Where the care-of address is, in octets. */
    public static final int CARE_OF_ADDRESS = 12;

    /** Where the identification is, in octets. */
    public static final int IDENTIFICATION = 16;

    /** Octets before the extensions. */
    public static final int FIXED_SIZE = 24;

    public RegistrationRequest {
        extensions = List.copyOf(extensions);
    }

    /**
     * Decodes the payload of a UDP datagram.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Registration Request
     */
    public static RegistrationRequest decode(Octets payload) throws MalformedMessageException {
        return decode(payload, ExtensionSpace.CONTROL_MESSAGES);
    }

    /**
     * Decodes the payload of a UDP datagram from a node that may use RFC 7629, whose extensions are laid out as no others of their
     * numbers are.
     *
     * @throws UnrecognizedExtensionException as {@link #decode}
     * @throws MalformedMessageException as {@link #decode}
     */
    public static RegistrationRequest decodeMultipath(Octets payload) throws MalformedMessageException {
        return decode(payload, ExtensionSpace.MULTIPATH_REQUESTS);
    }

    private static RegistrationRequest decode(Octets payload, ExtensionSpace space) throws MalformedMessageException {
        Fields.atLeast(payload, FIXED_SIZE);
        if (payload.u8(0) != TYPE) {
            throw new MalformedMessageException("message type " + payload.u8(0) + " is no Registration Request");
        }
        return new RegistrationRequest(
                new RequestFlags(payload.u8(1)),
                new Lifetime(payload.u16(2)),
                payload.ipv4(HOME_ADDRESS),
                payload.ipv4(8),
                payload.ipv4(CARE_OF_ADDRESS),
                new Identification(payload.i64(IDENTIFICATION)),
                space.decodeAll(payload, FIXED_SIZE));
    }

    @Override
    public Octets encode() {
        return new OctetsWriter(FIXED_SIZE + OctetsWriter.sizeOf(extensions))
                .u8(TYPE)
                .u8(flags.bits())
                .u16(lifetime.seconds())
                .ipv4(homeAddress)
                .ipv4(homeAgent)
                .ipv4(careOfAddress)
                .i64(identification.bits())
                .extensions(extensions)
                .finished();
    }

    /** The authentication extensions, in the order of the message. */
    public List<AuthenticationExtension> authenticationExtensions() {
        return AuthenticationExtension.allOf(extensions);
    }
}
