package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.Uplinks;

/** Several links at once, each for its own flows (RFC 7629 §5.1). Extensions are octets by hand from the diagrams of §4. */
// One piece: every promise begins with the same node on the same two links, and is read beside the others about them.
class SeveralUplinksTest {

    private static final FlowSelector UDP = FlowSelector.ANY.ofProtocol(17);
    private static final FlowSelector ICMP = FlowSelector.ANY.ofProtocol(1);
    private static final Predicate<String> BY_OFFICE = "office0"::equals;

    /** The numbers are those of the configured order: home0 would be 1, cafe0 is 2, office0 3. */
    private static final String CAFE_ALONE = "01 03 02 02 40";

    private static final String OFFICE_ALONE = "01 03 03 03 40";
    private static final String OFFICE_TOO = "01 03 03 03 00";

    private Lab lab = new Lab(Lab.settings(true).with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));

    @BeforeEach
    void start() {
        lab.start();
    }

    private static Octets octets(String hex) {
        return Octets.ofHex(hex);
    }

    private Octets multipath() {
        return lab.request().other(154);
    }

    private void bothAreRegistered() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
    }

    private static List<HomeTunnel> tunnels(List<Effect> effects) {
        return Lab.only(Effect.UseTunnel.class, effects).stream()
                .map(Effect.UseTunnel::tunnel)
                .toList();
    }

    private static HomeTunnel lastTunnel(List<Effect> effects) {
        List<HomeTunnel> all = tunnels(effects);
        return all.get(all.size() - 1);
    }

    private static Uplinks bothWays(int usual) {
        return new Uplinks(
                List.of(new Uplinks.Uplink(CAFE, CAFE_LINK, false), new Uplinks.Uplink(OFFICE, OFFICE_LINK, false)),
                new Steering(List.of(new Steering.Rule(UDP, OptionalInt.of(1))), usual));
    }

    @Test
    void theFirstLinkIsRegisteredInPlaceOfWhateverTheHomeAgentStillHas() {
        lab.arriveAtCafe();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(multipath())
                .isEqualTo(octets(CAFE_ALONE + "02 01 01 02 01 00080000 11" + "02 01 01 02 01 00000000"));
    }

    @Test
    void anotherLinkIsRegisteredBesideItAndTheHomeAgentIsToldWhichFlowIsWhose() {
        lab.arriveAtCafe();
        lab.accept(600);
        List<Effect> effects = lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(Lab.only(Effect.SendRequest.class, effects).get(0).linkIndex())
                .isEqualTo(OFFICE_LINK);
        assertThat(multipath())
                .isEqualTo(octets(OFFICE_TOO + "02 01 02 0302 01 00080000 11" + "02 01 02 0203 01 00000000"));
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void noTwoRequestsAreUnderWayAtOnce() {
        lab.arriveAtCafe();
        assertThat(Lab.only(Effect.SendRequest.class, lab.arriveAtOffice())).isEmpty();
        lab.accept(600);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void nobodyElseAsksWhileTheFirstLinkIsRenewed() {
        lab.arriveAtCafe();
        lab.accept(600);
        assertThat(Lab.only(Effect.SendRequest.class, lab.untilDeadline())).hasSize(1);
        assertThat(Lab.only(Effect.SendRequest.class, lab.arriveAtOffice())).isEmpty();
        lab.accept(600);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void flowsTakeTheirLinkWhenTheHomeAgentHasAnswered() {
        lab.arriveAtCafe();
        lab.accept(600);
        assertThat(tunnels(lab.arriveAtOffice()))
                .allMatch(tunnel -> tunnel.uplinks().isEmpty());
        HomeTunnel both = lastTunnel(lab.accept(600));
        assertThat(both.careOf()).isEqualTo(CAFE);
        assertThat(both.uplinks()).contains(bothWays(0));
        assertThat(both.receivesAt()).containsExactlyInAnyOrder(CAFE, OFFICE);
    }

    /** RFC 6098 §4.5.1: a home agent says it by the binding it likes; the answer goes back by the same link. */
    @Test
    void whatIsToldByTheBindingOfAnotherLinkIsHeardAndAnsweredThere() {
        bothAreRegistered();
        Moment moment = lab.moment();
        int seconds = (int) (moment.timeOfDay().getEpochSecond() + 2_208_988_800L);
        Octets told = lab.agent.signed(
                octets("16 00 8000 0a0a0039 0a0a0001 c6336417 %08x 00000010 91 03 01 4869".formatted(seconds)));
        Datagram datagram = new Datagram(
                new Endpoint(AGENT, 434), new Endpoint(OFFICE, 40434), OFFICE_LINK, moment.timeOfDay(), told);
        List<Effect> effects = lab.handle(new Event.DatagramArrived(moment, datagram));
        assertThat(Lab.notices(effects)).anyMatch(Notice.Notification.class::isInstance);
        assertThat(Lab.only(Effect.AnswerNotification.class, effects))
                .extracting(Effect.AnswerNotification::linkIndex, Effect.AnswerNotification::from)
                .containsExactly(tuple(OFFICE_LINK, OFFICE));
    }

    @Test
    void theFlowsOfALinkThatIsLostTakeTheOtherAtOnceHereAndAtTheHomeAgent() {
        bothAreRegistered();
        List<Effect> effects = lab.linkDown(OFFICE_LINK);
        assertThat(lastTunnel(effects).uplinks()).isEmpty();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(Lab.only(Effect.SendRequest.class, effects).get(0).from()).isEqualTo(CAFE);
        assertThat(multipath()).isEqualTo(octets(OFFICE_TOO));
        assertThat(Lab.notices(effects)).contains(new Notice.UplinkLost("office0", OFFICE));
        lab.accept(0);
        assertThat(lab.passSlowly(Duration.ofMinutes(1))).noneMatch(Effect.SendRequest.class::isInstance);
    }

    @Test
    void whenTheLinkOfAllElseIsLostTheOtherHasEverythingWithOneRequest() {
        bothAreRegistered();
        List<Effect> effects = lab.linkDown(CAFE_LINK);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(multipath())
                .isEqualTo(octets(OFFICE_ALONE + "02 01 01 03 01 00080000 11" + "02 01 01 03 01 00000000"));
        assertThat(lastTunnel(effects).careOf()).isEqualTo(OFFICE);
        assertThat(lastTunnel(effects).uplinks()).isEmpty();
    }

    @Test
    void aLinkThatComesBackIsRegisteredAgainAndHasItsFlowsBack() {
        bothAreRegistered();
        lab.linkDown(OFFICE_LINK);
        lab.accept(0);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.request().lifetime()).isEqualTo(600);
        assertThat(lastTunnel(lab.accept(600)).uplinks()).contains(bothWays(0));
    }

    @Test
    void aMoveBetweenTwoLinksThatWorkLeavesFlowsWhereTheyAre() {
        bothAreRegistered();
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(multipath())
                .isEqualTo(octets(OFFICE_TOO + "02 01 02 0302 01 00080000 11" + "02 01 02 0302 01 00000000"));
        assertThat(lastTunnel(lab.accept(600)).uplinks()).contains(bothWays(1));
    }

    @Test
    void everyBindingIsRenewedInItsTime() {
        bothAreRegistered();
        List<Effect> done = lab.passSlowly(Duration.ofSeconds(1));
        assertThat(done).noneMatch(Effect.SendRequest.class::isInstance);
        int renewed = 0;
        for (int i = 0; i < 20 && renewed < 2; i++) {
            if (Lab.only(Effect.SendRequest.class, lab.untilDeadline()).size() == 1) {
                renewed++;
                lab.accept(600);
            }
        }
        assertThat(renewed).isEqualTo(2);
        assertThat(lab.now().nanos()).isLessThan(Duration.ofMinutes(10).toNanos());
        assertThat(lab.node.status().uplinks())
                .extracting(UplinkStanding::endsAt)
                .allMatch(Optional::isPresent);
    }

    @Test
    void aBindingThatCannotBeRenewedIsTakenBackAndItsFlowsMove() {
        bothAreRegistered();
        boolean isTakenBack = false;
        for (int i = 0; i < 60 && !isTakenBack; i++) {
            List<Effect> effects = lab.untilDeadline();
            for (Effect.SendRequest sent : Lab.only(Effect.SendRequest.class, effects)) {
                if (sent.linkIndex() == CAFE_LINK) {
                    isTakenBack = lab.request().lifetime() == 0;
                    if (!isTakenBack) {
                        lab.accept(600);
                    }
                }
            }
        }
        assertThat(isTakenBack).isTrue();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.node.status().tunnel().flatMap(HomeTunnel::uplinks)).isEmpty();
    }

    @Test
    void aHomeAgentThatDoesNotAllowItIsAskedForOneBindingAsUsual() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.lastRequest(), 152));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(multipath()).isEqualTo(Octets.EMPTY);
        lab.accept(600);
        assertThat(Lab.only(Effect.SendRequest.class, lab.arriveAtOffice())).isEmpty();
        assertThat(lab.node.status().uplinks()).isEmpty();
    }

    @Test
    void whereTheHomeAgentKnowsOtherBindingsAllAreMadeAnew() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        lab.reply(lab.agent.deny(lab.lastRequest(), 153));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(multipath().slice(0, 5)).isEqualTo(octets(CAFE_ALONE));
        lab.accept(600);
        List<Effect> again = lab.passSlowly(Duration.ofSeconds(3));
        assertThat(Lab.only(Effect.SendRequest.class, again)).isNotEmpty();
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
    }

    /** §5.1: at once, not when they would have been renewed. */
    @Test
    void whereTheHomeAgentHasLostBindingsThatWorkedAllAreMadeAnewAtOnce() {
        bothAreRegistered();
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(440)))).hasSize(1);
        assertThat(lab.lastRequest().careOf()).isEqualTo(CAFE);
        lab.reply(lab.agent.deny(lab.lastRequest(), 153));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(multipath().slice(0, 5)).isEqualTo(octets(CAFE_ALONE));
        assertThat(Lab.only(Effect.SendRequest.class, lab.accept(600))).hasSize(1);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lastTunnel(lab.accept(600)).uplinks()).contains(bothWays(0));
    }

    private void isRefused() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.deny(lab.lastRequest(), 152));
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
    }

    /** Requests until that time, each of which is accepted. */
    private List<PlainHomeAgent.Request> acceptedUntil(Duration time) {
        List<PlainHomeAgent.Request> all = new ArrayList<>();
        while (lab.node.nextDeadline().nanos() <= time.toNanos()) {
            List<PlainHomeAgent.Request> sent = lab.requests(lab.untilDeadline());
            all.addAll(sent);
            sent.forEach(request -> lab.accept(500));
        }
        return all;
    }

    @Test
    void aHomeAgentThatDidNotAllowItIsAskedAgainAnHourLater() {
        isRefused();
        assertThat(acceptedUntil(Duration.ofMinutes(59))).isNotEmpty().allMatch(request -> request.other(154)
                .isEmpty());
        lab.passSlowly(Duration.ofHours(1).minusNanos(lab.now().nanos()));
        assertThat(multipath().slice(0, 5)).isEqualTo(octets(CAFE_ALONE));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        lab.accept(600);
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lastTunnel(lab.accept(600)).uplinks()).contains(bothWays(0));
    }

    @Test
    void whoRefusesItAgainIsAskedForOneBindingAtOnceAndLeftAloneForAnotherHour() {
        isRefused();
        acceptedUntil(Duration.ofHours(1).minusNanos(1));
        lab.untilDeadline();
        assertThat(multipath()).isNotEqualTo(Octets.EMPTY);
        lab.reply(lab.agent.deny(lab.lastRequest(), 152));
        assertThat(multipath()).isEqualTo(Octets.EMPTY);
        assertThat(lab.node.status().registered()).as("all the time").isTrue();
        lab.accept(600);
        assertThat(acceptedUntil(Duration.ofHours(2).minusSeconds(10)))
                .allMatch(request -> request.other(154).isEmpty());
    }

    @Test
    void anotherHomeAgentIsAskedWhetherItAllowsIt() {
        Ipv4 second = Ipv4.parse("10.10.0.2");
        Settings two = Lab.settings(
                Settings.Home.at(Lab.HOME),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT),
                new AgentSource.Address(second));
        lab = new Lab(two.with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));
        lab.start();
        isRefused();
        while (!Lab.only(Effect.SendRequest.class, lab.lastEffects).stream()
                        .allMatch(sent -> sent.to().address().equals(second))
                || Lab.only(Effect.SendRequest.class, lab.lastEffects).isEmpty()) {
            lab.untilDeadline(); // The first does not answer any more.
        }
        assertThat(multipath())
                .as("it has refused, and this is not the other's word yet")
                .isEqualTo(Octets.EMPTY);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(second);
        assertThat(lab.lastRequest().other(154).slice(0, 5)).isEqualTo(octets(CAFE_ALONE));
    }

    private static final String AGREES = "8906 0000 00000064";

    private void bothAreRevocable() {
        lab = new Lab(Lab.settings(true).revocable(true).with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));
        lab.start();
        lab.arriveAtCafe();
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, AGREES));
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, AGREES));
        lab.pass(Duration.ofSeconds(5));
    }

    private List<Effect> revokes(Ipv4 careOf, int link, int identifier) {
        Octets message =
                lab.agent.signed(octets("07 00 c000 0a0a0039 0a0a0001 %08x %08x".formatted(careOf.bits(), identifier)));
        Moment moment = lab.moment();
        return lab.handle(new Event.DatagramArrived(
                moment,
                new Datagram(new Endpoint(AGENT, 434), new Endpoint(careOf, 434), link, moment.timeOfDay(), message)));
    }

    /** RFC 3543 §4.2.2.3: of each binding that was agreed on. */
    @Test
    void aHomeAgentThatDropsTheNodeIsAnsweredByEachLinkAndAllAreMadeAnew() {
        bothAreRevocable();
        List<Effect> first = revokes(CAFE, CAFE_LINK, 0x70);
        List<Effect> second = revokes(OFFICE, OFFICE_LINK, 0x70);
        Octets answer = lab.agent.signed(octets("0f 00 0000 0a0a0039 00000070"));
        Endpoint from = new Endpoint(AGENT, 434);
        assertThat(Lab.only(Effect.Acknowledge.class, first))
                .containsExactly(new Effect.Acknowledge(CAFE_LINK, CAFE, from, answer));
        assertThat(Lab.only(Effect.Acknowledge.class, second))
                .containsExactly(new Effect.Acknowledge(OFFICE_LINK, OFFICE, from, answer));
        assertThat(Lab.notices(second)).contains(new Notice.Revoked(OFFICE, AGENT));
        assertThat(lab.node.status().uplinks())
                .extracting(UplinkStanding::endsAt)
                .allMatch(Optional::isEmpty);
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(1)))).hasSize(1);
        assertThat(lab.lastRequest().careOf()).isEqualTo(CAFE);
        assertThat(lab.lastRequest().other(154).slice(0, 5)).isEqualTo(octets(CAFE_ALONE));
        lab.accept(600);
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
    }

    /** RFC 3543 §3.3: no two messages about one binding within a second. */
    @Test
    void aBindingThatIsRevokedBesideOneThatStaysIsAskedForASecondLater() {
        bothAreRevocable();
        List<Effect> effects = revokes(OFFICE, OFFICE_LINK, 0x70);
        assertThat(lastTunnel(effects).uplinks()).isEmpty();
        assertThat(lab.requests(effects)).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(999)))).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(1)))).hasSize(1);
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
    }

    /** RFC 5446 §4.1: whoever refuses the service has deleted every binding, and says it of the one that was asked for. */
    @Test
    void aServiceThatIsRefusedByOneLinkIsRefusedByAll() {
        bothAreRegistered();
        lab.passSlowly(Duration.ofSeconds(440));
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(6));
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
        List<Effect> effects = lab.reply(lab.agent.deny(lab.lastRequest(), 151));
        assertThat(lastTunnel(effects).uplinks()).as("nothing goes by it").isEmpty();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        lab.reply(lab.agent.deny(lab.lastRequest(), 151));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    /** A renewal of one says nothing of the others. */
    @Test
    void whatWasAgreedOnABindingStaysWhenAnotherIsRenewed() {
        bothAreRevocable();
        lab.passSlowly(Duration.ofSeconds(440));
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, AGREES));
        assertThat(lab.lastRequest().careOf()).isEqualTo(CAFE);
        assertThat(Lab.only(Effect.Acknowledge.class, revokes(OFFICE, OFFICE_LINK, 0x70)))
                .hasSize(1);
    }

    @Test
    void aFlowThatIsToBeDroppedIsDroppedWithOneLinkToo() {
        lab = new Lab(Lab.settings(true).with(List.of(new Settings.Flow(ICMP, List.of()))));
        lab.start();
        lab.arriveAtCafe();
        assertThat(multipath())
                .isEqualTo(octets(CAFE_ALONE + "02 00 01 ff 01 00080000 01" + "02 01 01 02 01 00000000"));
        lab.accept(600);
        Uplinks one = lab.node.status().tunnel().flatMap(HomeTunnel::uplinks).orElseThrow();
        assertThat(one.steering()).isEqualTo(new Steering(List.of(new Steering.Rule(ICMP, OptionalInt.empty())), 0));
    }

    /** RFC 3519: of each link the home agent has said it already, so that nothing waits when one is lost. */
    @Test
    void behindNatsEachLinkIsWithinUdpByItselfAndTheNextHasNothingToWaitFor() {
        Settings behind = Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL)));
        lab = new Lab(behind.with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));
        lab.start();
        Octets assent = octets("2c06 00 00 00 00 006e");
        lab.arriveAtCafe();
        lab.reply(lab.agent.acceptWith(assent, lab.lastRequest(), 600));
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        HomeTunnel both = lastTunnel(lab.reply(lab.agent.acceptWith(assent, lab.lastRequest(), 600)));
        assertThat(both.uplinks().orElseThrow().all()).allMatch(Uplinks.Uplink::isInUdp);
        lab.pass(Duration.ofSeconds(5));
        assertThat(lastTunnel(lab.linkDown(CAFE_LINK)).way()).isEqualTo(HomeTunnel.Way.UDP);
    }

    /** A request by a link behind a NAT keeps the mapping: none is older than the home agent wants keepalives. */
    @Test
    void aBindingBehindANatIsRenewedBeforeTheNatForgetsIt() {
        Settings behind = Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL)));
        lab = new Lab(behind.with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        lab.reply(lab.agent.acceptWith(octets("2c06 00 00 00 00 001e"), lab.lastRequest(), 600));
        assertThat(lab.passSlowly(Duration.ofSeconds(29))).noneMatch(Effect.SendRequest.class::isInstance);
        assertThat(lab.passSlowly(Duration.ofSeconds(1))).anyMatch(Effect.SendRequest.class::isInstance);
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
    }

    /** Else there would be a copy of each by every link. */
    @Test
    void broadcastsAreAskedForByOneLink() {
        Settings usual =
                Lab.tunnelling(new Settings.Tunnel("mip0", true, Encapsulation.IPIP, true, List.of(Ipv4Prefix.ALL)));
        lab = new Lab(usual.with(List.of(new Settings.Flow(UDP, List.of(BY_OFFICE)))));
        lab.start();
        lab.arriveAtCafe();
        assertThat(lab.request().flags() & 0x40).isNotZero();
        lab.accept(600);
        lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.request().flags() & 0x40).isZero();
    }

    @Test
    void saysByWhichLinkEachFlowGoes() {
        bothAreRegistered();
        assertThat(lab.node.status().uplinks())
                .extracting(
                        UplinkStanding::interfaceName,
                        UplinkStanding::id,
                        UplinkStanding::isUsual,
                        UplinkStanding::flows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("cafe0", 2, true, List.of()),
                        org.assertj.core.groups.Tuple.tuple("office0", 3, false, List.of("udp")));
    }

    @Test
    void withoutFlowsNothingOfThisIsSaid() {
        Lab plain = new Lab();
        plain.start();
        plain.arriveAtCafe();
        assertThat(plain.request().other(154)).isEqualTo(Octets.EMPTY);
        plain.accept(600);
        assertThat(Lab.only(Effect.SendRequest.class, plain.arriveAtOffice())).isEmpty();
        assertThat(plain.node.status().uplinks()).isEmpty();
        assertThat(plain.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void kindsOfLinksAreToldByTheirNames() {
        assertThat(AccessTechnology.of("wlan0").number()).isEqualTo(4);
        assertThat(AccessTechnology.of("wlp3s0").number()).isEqualTo(4);
        assertThat(AccessTechnology.of("wwan0").number()).isEqualTo(2);
        assertThat(AccessTechnology.of("eth0").number()).isEqualTo(3);
    }
}
