package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.NatLab.ABLE;
import static org.mobileip.mobilenode.NatLab.DECLINED;
import static org.mobileip.mobilenode.NatLab.WILL_TUNNEL;
import static org.mobileip.mobilenode.NatLab.keepalives;
import static org.mobileip.mobilenode.NatLab.sequence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/** How the mapping of a NAT is kept, and its loss found: RFC 3519 §4.9, §4.10. */
class NatKeepalivesTest {

    private final NatLab nat = new NatLab(NatTraversal.AUTO);
    private final Lab lab = nat.lab;

    @Test
    void sendsAKeepaliveWhenNothingWasSentForTheInterval() {
        nat.agree(WILL_TUNNEL);
        Tick agreed = lab.now();
        List<Effect> effects = nat.untilSent();
        assertThat(lab.now().since(agreed)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        Effect.SendKeepalive sent = keepalives(effects).get(0);
        assertThat(sent.from()).isEqualTo(Lab.CAFE);
        assertThat(sent.to()).isEqualTo(new Endpoint(Lab.AGENT, 434));
        assertThat(sent.linkIndex()).isEqualTo(Lab.CAFE_LINK);
        // Tunnel Data; IP, 28 octets, TTL 64, ICMP, from the home address to the home agent; echo request, "MN", 1
        assertThat(sent.payload())
                .isEqualTo(Octets.ofHex("04040000 4500001c 00004000 40012694 0a0a0039 0a0a0001 0800aab0 4d4e0001"));
    }

    @Test
    void sendsNoneWhileDataIsSentAndComesBack() {
        nat.agree(WILL_TUNNEL);
        List<Effect> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lab.use = new TunnelUse(i + 1, i + 1, OptionalInt.empty());
            all.addAll(lab.untilDeadline());
        }
        assertThat(keepalives(all)).isEmpty();
    }

    @Test
    void sendsOneWithinTheIntervalAfterTheLastPacket() {
        nat.agree(WILL_TUNNEL);
        Tick last = lab.now();
        for (int i = 0; i < 20; i++) {
            lab.use = new TunnelUse(i + 1, i + 1, OptionalInt.empty());
            last = lab.now();
            lab.untilDeadline();
        }
        nat.untilSent();
        assertThat(lab.now().since(last)).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(40));
    }

    @Test
    void repeatsAnUnansweredKeepaliveTwiceWithinASecondAndThenRegisters() {
        nat.agree(WILL_TUNNEL);
        nat.untilSent();
        Tick first = lab.now();
        assertThat(keepalives(nat.untilSent())).hasSize(1);
        assertThat(keepalives(nat.untilSent())).hasSize(1);
        assertThat(lab.now().since(first)).isLessThan(Duration.ofSeconds(1));
        List<Effect> effects = nat.untilSent();
        assertThat(lab.now().since(first)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lab.requests(effects)).hasSize(1);
        assertThat(lab.lastSent().slice(24, 32)).isEqualTo(ABLE);
        assertThat(nat.tunnel().way())
                .as("what has been promised is still used")
                .isEqualTo(HomeTunnel.Way.UDP);
    }

    @Test
    void isContentWithAnAnswerToAnyOfThem() {
        nat.agree(WILL_TUNNEL);
        int first = sequence(nat.untilSent());
        nat.untilSent();
        nat.answered(first);
        Tick before = lab.now();
        List<Effect> effects = nat.untilSent();
        assertThat(keepalives(effects)).hasSize(1);
        assertThat(lab.now().since(before)).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void isNotContentWithAnOldAnswer() {
        nat.agree(WILL_TUNNEL);
        nat.answered(sequence(nat.untilSent()));
        nat.untilSent();
        nat.untilSent();
        nat.untilSent();
        assertThat(lab.requests(nat.untilSent())).hasSize(1);
    }

    @Test
    void noticesWithinSecondsThatNothingComesBackWhileItSends() {
        nat.agree(WILL_TUNNEL);
        lab.use = new TunnelUse(100, 100, OptionalInt.empty());
        lab.untilDeadline();
        Tick lost = lab.now();
        List<Effect> effects = List.of();
        for (int i = 0; i < 20 && lab.requests(effects).isEmpty(); i++) {
            lab.use = new TunnelUse(lab.use.sent() + 100, 100, OptionalInt.empty());
            effects = lab.untilDeadline();
        }
        assertThat(lab.requests(effects)).hasSize(1);
        assertThat(lab.now().since(lost)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void asksEverMoreRarelyWhereOnlyOneDirectionIsUsed() {
        nat.agree(WILL_TUNNEL);
        int asked = 0;
        Tick begin = lab.now();
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(5)) < 0) {
            lab.use = new TunnelUse(lab.use.sent() + 100, lab.use.received(), lab.use.answered());
            List<Effect> effects = lab.untilDeadline();
            if (!keepalives(effects).isEmpty()) {
                asked++;
                nat.answered(sequence(effects));
            }
        }
        assertThat(asked).isBetween(20, 40);
    }

    @Test
    void halvesTheIntervalWithEachLossDownToTenSecondsAndTakesTheAssignedOneAfterAMove() {
        nat.agree(WILL_TUNNEL);
        nat.answered(sequence(nat.untilSent()));
        lab.untilDeadline();
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(40));
        nat.agree(WILL_TUNNEL);
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
        nat.agree(WILL_TUNNEL);
        for (int i = 0; i < 5; i++) {
            assertThat(intervalUntilLost()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(10));
            nat.agree(WILL_TUNNEL);
        }
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        nat.agree(WILL_TUNNEL);
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    }

    @Test
    void learnsNothingOfTheNatWhereNoKeepaliveIsEverAnsweredAndRegistersEverMoreRarely() {
        nat.agree(WILL_TUNNEL);
        Tick begin = lab.now();
        int registered = 0;
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(6)) < 0) {
            lab.use = new TunnelUse(lab.use.sent() + 100, 0, OptionalInt.empty()); // it sends, and nothing comes
            if (!lab.requests(lab.untilDeadline()).isEmpty()) {
                registered++;
                nat.agree(WILL_TUNNEL);
            }
        }
        assertThat(registered).isBetween(8, 14);
    }

    /** The idle time before a keepalive; that and its repetitions are then not answered. */
    private Duration intervalUntilLost() {
        Tick agreed = lab.now();
        nat.untilSent();
        Duration interval = lab.now().since(agreed);
        nat.untilSent();
        nat.untilSent();
        assertThat(lab.requests(nat.untilSent())).hasSize(1);
        return interval;
    }

    @Test
    void keepsNoShorterIntervalThanTenSecondsWhoeverSaysSo() {
        nat.agree(Octets.ofHex("2c06 00 00 0000 0001"));
        assertThat(intervalUntilLost()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(10));
    }

    @Test
    void keeps110SecondsWhereTheHomeAgentLeavesItOpen() {
        nat.agree(Octets.ofHex("2c06 00 00 0000 0000"));
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(110));
    }

    @Test
    void sendsNoKeepalivesWithoutANat() {
        nat.agree(DECLINED);
        lab.untilAllQuiet();
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(400)))).isEmpty();
    }

    @Test
    void sendsNoneWhenItHasLeft() {
        nat.agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }
}
