package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.NatLab.DECLINED;
import static org.mobileip.mobilenode.NatLab.WILL_TUNNEL;
import static org.mobileip.mobilenode.NatLab.keepalives;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** When a node that was behind a NAT keeps no mapping alive any more: RFC 3519 §4.9 and §4.10. */
class KeepalivesEndTest {

    private final NatLab nat = new NatLab(NatTraversal.AUTO);
    private final Lab lab = nat.lab;

    @BeforeEach
    void registerBehindANat() {
        nat.agree(WILL_TUNNEL);
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
    void sendsNoneOnceTheHomeAgentSeesNoNatAnyMore() {
        NatLab shortLived = new NatLab(NatTraversal.AUTO);
        shortLived.agreeFor(40, WILL_TUNNEL);
        assertThat(shortLived.lab.requests(shortLived.lab.passSlowly(Duration.ofSeconds(30))))
                .isNotEmpty();
        shortLived.agree(DECLINED);
        assertThat(keepalives(shortLived.lab.passSlowly(Duration.ofSeconds(200))))
                .isEmpty();
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
        nat.agree(DECLINED);
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }
}
