package org.mobileip.wire;

import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * An Agent Solicitation (RFC 5944 §2.2): an ICMP Router Solicitation (RFC 1256 §3), always sent with a TTL of 1. It says
 * nothing but that it is one.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |  type = 10   |   code = 0   |          checksum           |
 *  +--------------+--------------+-----------------------------+
 *  |                         reserved                          |  4
 *  +-----------------------------------------------------------+
 * </pre>
 */
public record AgentSolicitation() {

    /** Where routers listen: 224.0.0.2 (RFC 1256 §3). */
    public static final Ipv4 ALL_ROUTERS = new Ipv4(0xe000_0002);

    /** Where mobility agents listen too: 224.0.0.11 (RFC 5944 §2.3). */
    public static final Ipv4 MOBILE_AGENTS = new Ipv4(0xe000_000b);

    /**
     * Decodes an ICMP message; what is reserved, and what follows, is not looked at.
     *
     * @throws MalformedMessageException for anything but a solicitation
     */
    public static AgentSolicitation decode(Octets message) throws MalformedMessageException {
        IcmpMessage icmp = IcmpMessage.decode(message);
        if (icmp.type() != IcmpMessage.ROUTER_SOLICITATION || icmp.code() != 0) {
            throw new MalformedMessageException(
                    "ICMP type " + icmp.type() + " code " + icmp.code() + " is no Router Solicitation");
        }
        return new AgentSolicitation();
    }

    /** The ICMP message with its checksum. */
    public Octets encode() {
        Octets reserved = new OctetsWriter(4).i32(0).finished();
        return new IcmpMessage(IcmpMessage.ROUTER_SOLICITATION, 0, reserved).encode();
    }
}
