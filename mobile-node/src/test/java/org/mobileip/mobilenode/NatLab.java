package org.mobileip.mobilenode;

import java.util.List;
import java.util.OptionalInt;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * A mobile node at the café, behind a NAT or not, as its home agent says (RFC 3519). Its extensions as hand octets: the
 * request's 90 06, sub-type, reserved, F|R, encapsulation, reserved; the reply's 2c 06, sub-type, code, F, interval.
 */
final class NatLab {

    static final Octets ABLE = Octets.ofHex("9006 00 00 00 00 0000");
    static final Octets FORCED = Octets.ofHex("9006 00 00 80 00 0000");
    static final Octets WILL_TUNNEL = Octets.ofHex("2c06 00 00 0000 0028"); // every 40 s
    static final Octets DECLINED = Octets.ofHex("2c06 00 40 0000 0000");

    final Lab lab;

    NatLab(NatTraversal nat) {
        lab = new Lab(Lab.tunnelling(
                new Settings.Tunnel("mip0", true, Encapsulation.IPIP, nat, false, List.of(Ipv4Prefix.ALL))));
        lab.start();
        lab.arriveAtCafe();
    }

    void agree(Octets extension) {
        agreeFor(600, extension);
    }

    /** {@code lifetime} in seconds. */
    void agreeFor(int lifetime, Octets extension) {
        lab.reply(lab.agent.acceptWith(extension, lab.lastRequest(), lifetime));
    }

    HomeTunnel tunnel() {
        return lab.node.status().tunnel().orElseThrow();
    }

    static List<Effect.SendKeepalive> keepalives(List<Effect> effects) {
        return Lab.only(Effect.SendKeepalive.class, effects);
    }

    /** Lets time pass to the next deadlines until something is sent. */
    List<Effect> untilSent() {
        for (int i = 0; i < 100; i++) {
            List<Effect> effects = lab.untilDeadline();
            if (!keepalives(effects).isEmpty() || !lab.requests(effects).isEmpty()) {
                return effects;
            }
        }
        throw new AssertionError("nothing was sent");
    }

    /** The sequence number of a keepalive: the last two octets of its echo request. */
    static int sequence(List<Effect> effects) {
        Octets payload = keepalives(effects).get(0).payload();
        return payload.u16(payload.size() - 2);
    }

    /** The home agent has answered that keepalive, through the tunnel. */
    void answered(int sequence) {
        lab.use = new TunnelUse(lab.use.sent(), lab.use.received() + 1, OptionalInt.of(sequence));
    }
}
