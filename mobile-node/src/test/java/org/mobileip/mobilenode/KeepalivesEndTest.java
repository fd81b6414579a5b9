package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** When a node that was behind a NAT keeps no mapping alive any more: RFC 3519 §4.9 and §4.10. */
class KeepalivesEndTest {

    /** Type, length, sub-type, code, reserved, every 40 s. */
    private static final Octets WILL_TUNNEL = Octets.ofHex("2c06 00 00 0000 0028");

    private static final Octets DECLINED = Octets.ofHex("2c06 00 40 0000 0000");

    private final Lab lab = new Lab(Lab.tunnelling(
            new Settings.Tunnel("mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL))));

    @BeforeEach
    void registerBehindANat() {
        lab.start();
        lab.arriveAtCafe();
        agree(WILL_TUNNEL);
    }

    private void agree(Octets extension) {
        lab.reply(lab.agent.acceptWith(extension, lab.lastRequest(), 600));
    }

    private static List<Effect.SendKeepalive> keepalives(List<Effect> effects) {
        return only(Effect.SendKeepalive.class, effects);
    }

    private List<Effect> untilKeepalive() {
        List<Effect> effects = List.of();
        for (int i = 0; i < 20 && keepalives(effects).isEmpty(); i++) {
            effects = lab.untilDeadline();
        }
        return effects;
    }

    @Test
    void tellsOnceThatTheMappingIsLostAndSendsNothingButRequestsFromThenOn() {
        untilKeepalive();
        untilKeepalive();
        untilKeepalive();
        List<Effect> after = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            after.addAll(lab.untilDeadline());
        }
        assertThat(Lab.notices(after))
                .filteredOn(Notice.MappingLost.class::isInstance)
                .containsExactly(new Notice.MappingLost(CAFE, Duration.ofSeconds(40)));
        assertThat(keepalives(after)).isEmpty();
        assertThat(lab.requests(after)).hasSizeGreaterThan(3);
    }

    @Test
    void isNotContentWithAnAnswerToWhatItHasNeverSent() {
        Octets first = keepalives(untilKeepalive()).get(0).payload();
        int unsent = first.u16(first.size() - 2) + 3;
        lab.use = new TunnelUse(0, 1, OptionalInt.of(unsent));
        untilKeepalive();
        untilKeepalive();
        assertThat(Lab.notices(lab.untilDeadline())).anyMatch(Notice.MappingLost.class::isInstance);
    }

    @Test
    void sendsNoneOnceItIsToldToStayOff() {
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        lab.accept(0);
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }

    @Test
    void sendsNoneWhereItHasMovedToAndTheHomeAgentSeesNoNat() {
        lab.arriveAtOffice();
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Move(lab.moment(), "office0"));
        agree(DECLINED);
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }
}
