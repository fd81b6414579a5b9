package org.mobileip.mobilenode;

import org.mobileip.host.Dataplane;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.TunnelData;

/** A keepalive: a properly encapsulated ICMP echo request to the home agent (RFC 3519 §4.9), as it goes into a UDP datagram. */
final class KeepaliveMessage {

    private KeepaliveMessage() {}

    static Octets of(Ipv4 home, Ipv4 homeAgent, int sequence) {
        Octets body = Octets.ofHex(String.format("%04x%04x", Dataplane.KEEPALIVE, sequence));
        Octets echo = new IcmpMessage(IcmpMessage.ECHO_REQUEST, 0, body).encode();
        Octets header =
                Ipv4Header.of(Ipv4Header.ICMP, home, homeAgent, echo.size()).encode();
        return new TunnelData(TunnelData.IP, header.plus(echo)).encode();
    }
}
