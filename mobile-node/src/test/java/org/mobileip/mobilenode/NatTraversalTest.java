package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/**
 * RFC 3519 from the mobile node's side. The extensions as hand octets: the request's 90 06, sub-type, reserved, F|R,
 * encapsulation, reserved; the reply's 2c 06, sub-type, code, F, interval.
 */
class NatTraversalTest {

    private static final Octets ABLE = Octets.ofHex("9006 00 00 00 00 0000");
    private static final Octets FORCED = Octets.ofHex("9006 00 00 80 00 0000");
    private static final Octets WILL_TUNNEL = Octets.ofHex("2c06 00 00 0000 0028"); // every 40 s
    private static final Octets DECLINED = Octets.ofHex("2c06 00 40 0000 0000");

    private final Lab lab = lab(NatTraversal.AUTO);

    private static Lab lab(NatTraversal nat) {
        Lab lab = new Lab(Lab.tunnelling(
                new Settings.Tunnel("mip0", true, Encapsulation.IPIP, nat, false, List.of(Ipv4Prefix.ALL))));
        lab.start();
        lab.arriveAtCafe();
        return lab;
    }

    private void agree(Octets extension) {
        lab.reply(lab.agent.acceptWith(extension, lab.lastRequest(), 600));
    }

    private HomeTunnel tunnel() {
        return lab.node.status().tunnel().orElseThrow();
    }

    private static List<Effect.SendKeepalive> keepalives(List<Effect> effects) {
        return Lab.only(Effect.SendKeepalive.class, effects);
    }

    /** Lets time pass to the next deadlines until something is sent. */
    private List<Effect> untilSent() {
        for (int i = 0; i < 100; i++) {
            List<Effect> effects = lab.untilDeadline();
            if (!keepalives(effects).isEmpty() || !lab.requests(effects).isEmpty()) {
                return effects;
            }
        }
        throw new AssertionError("nothing was sent");
    }

    /** The sequence number of a keepalive: the last two octets of its echo request. */
    private static int sequence(List<Effect> effects) {
        Octets payload = keepalives(effects).get(0).payload();
        return payload.u16(payload.size() - 2);
    }

    private void answered(int sequence) {
        lab.use = new TunnelUse(lab.use.sent(), lab.use.received() + 1, OptionalInt.of(sequence));
    }

    @Test
    void tellsInARequestThatItCanTunnelWithinUdp() {
        // fixed part, UDP Tunnel Request, authenticator
        assertThat(lab.lastSent().slice(24, 32)).isEqualTo(ABLE);
        assertThat(lab.lastSent().size()).isEqualTo(24 + 8 + 22);
        assertThat(lab.request().flags()).as("D and T").isEqualTo(0x22);
        assertThat(lab.request().isAuthentic()).isTrue();
    }

    @Test
    void saysNothingOfItWhereAnEncapsulationIsConfigured() {
        Lab plain = lab(NatTraversal.OFF);
        assertThat(plain.lastSent().size()).isEqualTo(24 + 22);
    }

    @Test
    void forcesItWhereUdpIsConfigured() {
        assertThat(lab(NatTraversal.FORCED).lastSent().slice(24, 32)).isEqualTo(FORCED);
    }

    @Test
    void saysNothingOfItWhenItDeregisters() {
        agree(WILL_TUNNEL);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.lastSent().size()).isEqualTo(24 + 22);
    }

    @Test
    void tunnelsWithinUdpOnceTheHomeAgentHasSaidSo() {
        assertThat(tunnel().way()).as("before the reply").isEqualTo(HomeTunnel.Way.IP);
        assertThat(tunnel().alsoReceivesAt()).as("either way").containsExactly(Lab.CAFE);
        agree(WILL_TUNNEL);
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.UDP);
        assertThat(tunnel().alsoReceivesAt()).isEmpty();
    }

    @Test
    void sendsNothingBeforeTheReplyWhereItsPrivateAddressShowsThatSomethingTranslates() {
        Settings usual = Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL)));
        Lab behind = new Lab(new Settings(
                usual.home(),
                List.of(new AgentSource.Address(Ipv4.parse("203.0.113.10"))),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces()));
        behind.start();
        Ipv4 careOf = Ipv4.parse("192.168.7.44");
        behind.linkUp(Lab.CAFE_LINK);
        behind.change(Lab.address(Lab.CAFE_LINK, careOf), Lab.defaultRoute(Lab.CAFE_LINK, 100));
        HomeTunnel before = behind.node.status().tunnel().orElseThrow();
        assertThat(before.way()).isEqualTo(HomeTunnel.Way.NOT_YET);
        assertThat(before.alsoReceivesAt()).as("either way").containsExactly(careOf);
        behind.reply(behind.agent.acceptWith(WILL_TUNNEL, behind.lastRequest(), 600));
        assertThat(behind.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.UDP);
    }

    @Test
    void sendsNothingBeforeTheReplyWhereTheHomeAgentHasSeenANatBeforeOrUdpIsConfigured() {
        agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        agree(DECLINED);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(Lab.OFFICE_LINK);
        lab.arriveAtCafe();
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.NOT_YET);
        agree(DECLINED);
        assertThat(tunnel().way()).as("it has gone").isEqualTo(HomeTunnel.Way.IP);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        Lab forced = lab(NatTraversal.FORCED);
        assertThat(forced.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.NOT_YET);
    }

    @Test
    void tunnelsPlainlyWhereTheHomeAgentDeclinesOrDoesNotKnowOfIt() {
        agree(DECLINED);
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(tunnel().alsoReceivesAt()).isEmpty();
        Lab old = lab(NatTraversal.AUTO);
        old.accept(600);
        assertThat(old.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void tunnelsPlainlyWhereItHasNotAskedWhateverTheReplySays() {
        Lab plain = lab(NatTraversal.OFF);
        plain.reply(plain.agent.acceptWith(WILL_TUNNEL, plain.lastRequest(), 600));
        assertThat(plain.node.status().tunnel().orElseThrow().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void doesNotBelieveWhatStandsBehindTheAuthenticator() {
        lab.reply(lab.agent.accept(lab.lastRequest(), 600).plus(WILL_TUNNEL));
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
    }

    @Test
    void leavesNatAndUdpBehindWhenItMoves() {
        agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(tunnel().way()).as("until the home agent has answered").isEqualTo(HomeTunnel.Way.IP);
        lab.accept(600);
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(tunnel().careOf()).isEqualTo(Lab.OFFICE);
        lab.untilAllQuiet();
    }

    @Test
    void takesWhatIsOnItsWayByTheOldPathInWhicheverWay() {
        agree(WILL_TUNNEL);
        lab.arriveAtOffice();
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(tunnel().way()).as("the old way still works").isEqualTo(HomeTunnel.Way.UDP);
        assertThat(tunnel().alsoReceivesAt()).containsExactly(Lab.OFFICE);
        lab.reply(lab.agent.acceptWith(DECLINED, lab.lastRequest(), 600));
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.IP);
        assertThat(tunnel().alsoReceivesAt()).containsExactly(Lab.CAFE);
    }

    @Test
    void sendsAKeepaliveWhenNothingWasSentForTheInterval() {
        agree(WILL_TUNNEL);
        Tick agreed = lab.now();
        List<Effect> effects = untilSent();
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
        agree(WILL_TUNNEL);
        List<Effect> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lab.use = new TunnelUse(i + 1, i + 1, OptionalInt.empty());
            all.addAll(lab.untilDeadline());
        }
        assertThat(keepalives(all)).isEmpty();
    }

    @Test
    void sendsOneWithinTheIntervalAfterTheLastPacket() {
        agree(WILL_TUNNEL);
        Tick last = lab.now();
        for (int i = 0; i < 20; i++) {
            lab.use = new TunnelUse(i + 1, i + 1, OptionalInt.empty());
            last = lab.now();
            lab.untilDeadline();
        }
        untilSent();
        assertThat(lab.now().since(last)).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(40));
    }

    @Test
    void repeatsAnUnansweredKeepaliveTwiceWithinASecondAndThenRegisters() {
        agree(WILL_TUNNEL);
        untilSent();
        Tick first = lab.now();
        assertThat(keepalives(untilSent())).hasSize(1);
        assertThat(keepalives(untilSent())).hasSize(1);
        assertThat(lab.now().since(first)).isLessThan(Duration.ofSeconds(1));
        List<Effect> effects = untilSent();
        assertThat(lab.now().since(first)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lab.requests(effects)).hasSize(1);
        assertThat(lab.lastSent().slice(24, 32)).isEqualTo(ABLE);
        assertThat(tunnel().way()).as("what has been promised is still used").isEqualTo(HomeTunnel.Way.UDP);
    }

    @Test
    void isContentWithAnAnswerToAnyOfThem() {
        agree(WILL_TUNNEL);
        int first = sequence(untilSent());
        untilSent();
        answered(first);
        Tick before = lab.now();
        List<Effect> effects = untilSent();
        assertThat(keepalives(effects)).hasSize(1);
        assertThat(lab.now().since(before)).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void isNotContentWithAnOldAnswer() {
        agree(WILL_TUNNEL);
        answered(sequence(untilSent()));
        untilSent();
        untilSent();
        untilSent();
        assertThat(lab.requests(untilSent())).hasSize(1);
    }

    @Test
    void noticesWithinSecondsThatNothingComesBackWhileItSends() {
        agree(WILL_TUNNEL);
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
        agree(WILL_TUNNEL);
        int asked = 0;
        Tick begin = lab.now();
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(5)) < 0) {
            lab.use = new TunnelUse(lab.use.sent() + 100, lab.use.received(), lab.use.answered());
            List<Effect> effects = lab.untilDeadline();
            if (!keepalives(effects).isEmpty()) {
                asked++;
                answered(sequence(effects));
            }
        }
        assertThat(asked).isBetween(20, 40);
    }

    @Test
    void halvesTheIntervalWithEachLossDownToTenSecondsAndTakesTheAssignedOneAfterAMove() {
        agree(WILL_TUNNEL);
        answered(sequence(untilSent()));
        lab.untilDeadline();
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(40));
        agree(WILL_TUNNEL);
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
        agree(WILL_TUNNEL);
        for (int i = 0; i < 5; i++) {
            assertThat(intervalUntilLost()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(10));
            agree(WILL_TUNNEL);
        }
        lab.linkDown(Lab.CAFE_LINK);
        lab.arriveAtOffice();
        agree(WILL_TUNNEL);
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    }

    @Test
    void learnsNothingOfTheNatWhereNoKeepaliveIsEverAnsweredAndRegistersEverMoreRarely() {
        agree(WILL_TUNNEL);
        Tick begin = lab.now();
        int registered = 0;
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(6)) < 0) {
            lab.use = new TunnelUse(lab.use.sent() + 100, 0, OptionalInt.empty()); // it sends, and nothing comes
            if (!lab.requests(lab.untilDeadline()).isEmpty()) {
                registered++;
                agree(WILL_TUNNEL);
            }
        }
        assertThat(registered).isBetween(8, 14);
    }

    /** The idle time before a keepalive; that and its repetitions are then not answered. */
    private Duration intervalUntilLost() {
        Tick agreed = lab.now();
        untilSent();
        Duration interval = lab.now().since(agreed);
        untilSent();
        untilSent();
        assertThat(lab.requests(untilSent())).hasSize(1);
        return interval;
    }

    @Test
    void keepsNoShorterIntervalThanTenSecondsWhoeverSaysSo() {
        agree(Octets.ofHex("2c06 00 00 0000 0001"));
        assertThat(intervalUntilLost()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(10));
    }

    @Test
    void keeps110SecondsWhereTheHomeAgentLeavesItOpen() {
        agree(Octets.ofHex("2c06 00 00 0000 0000"));
        assertThat(intervalUntilLost()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(110));
    }

    @Test
    void sendsNoKeepalivesWithoutANat() {
        agree(DECLINED);
        lab.untilAllQuiet();
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(400)))).isEmpty();
    }

    @Test
    void sendsNoneWhenItHasLeft() {
        agree(WILL_TUNNEL);
        lab.linkDown(Lab.CAFE_LINK);
        assertThat(keepalives(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }

    private static final int U = 0x0080;

    private static PlainForeignAgent foreignAgent(int flags) {
        return new PlainForeignAgent("192.0.2.1", "02:00:00:00:00:fa", "192.0.2.1").flags(flags);
    }

    @Test
    void saysNothingOfItToAForeignAgentThatIsNotBehindANatItself() {
        lab.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.R | PlainForeignAgent.F | PlainForeignAgent.T));
        assertThat(lab.sentThroughAgent().payload().size()).isEqualTo(24 + 22);
        assertThat(lab.lastRequest().careOf()).isEqualTo(Lab.CAFE);
    }

    @Test
    void saysThatAForeignAgentHasAskedForItAndTellsItsPortByAKeepaliveAtOnce() {
        lab.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.R | PlainForeignAgent.F | PlainForeignAgent.T | U));
        assertThat(lab.sentThroughAgent().payload().slice(24, 32)).isEqualTo(Octets.ofHex("9006 00 00 40 00 0000"));
        List<Effect> effects = lab.reply(lab.agent.acceptWith(WILL_TUNNEL, lab.lastRequest(), 600));
        assertThat(tunnel().way()).isEqualTo(HomeTunnel.Way.UDP_AS_THROUGH_AGENT);
        assertThat(keepalives(effects)).hasSize(1);
        assertThat(keepalives(effects).get(0).isThroughAgent()).isTrue();
        assertThat(keepalives(effects).get(0).to()).isEqualTo(new Endpoint(Lab.AGENT, 434));
    }

    @Test
    void saysNothingOfItWithAForeignAgentsCareOfAddress() {
        Lab visiting = new Lab(Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.FORCED, false, List.of(Ipv4Prefix.ALL))));
        visiting.start();
        visiting.linkUp(Lab.CAFE_LINK);
        visiting.hear(Lab.CAFE_LINK, foreignAgent(PlainForeignAgent.F | PlainForeignAgent.T | U));
        assertThat(visiting.lastRequest().careOf().toString()).isEqualTo("192.0.2.1");
        assertThat(visiting.sentThroughAgent().payload().size()).isEqualTo(24 + 22);
    }
}
