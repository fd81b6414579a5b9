package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.MalformedMessageException;

/** Coming home and leaving again: RFC 5944 §2.4.3, §4.6. */
class HomeLinkTest {

    private static final LinkAddress ON_TUN = new LinkAddress(TUN, new InterfaceAddress(HOME.address(), 32));
    private static final LinkAddress ON_HOME_LINK = new LinkAddress(HOME_LINK, HOME);

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    /** ICMP type 9, one router, lifetime 3 s; extension 16, registration lifetime 600 s, flag H. */
    private List<Effect> hear(String source, String router, String checksum) {
        try {
            AgentAdvertisement advertisement = AgentAdvertisement.decode(
                    Octets.ofHex("0900" + checksum + "0102 0003" + router + "00000000" + "1006 0001 0258 2000"));
            return lab.handle(new Event.AdvertisementHeard(lab.moment(), HOME_LINK, Ipv4.parse(source), advertisement));
        } catch (MalformedMessageException wrongByHand) {
            throw new AssertionError(wrongByHand);
        }
    }

    private List<Effect> hearHomeAgent() {
        return hear("10.10.0.1", "0a0a0001", "b990");
    }

    @Test
    void solicitsTheMomentALinkComesUp() {
        assertThat(lab.linkUp(HOME_LINK)).contains(new Effect.Solicit(HOME_LINK));
    }

    @Test
    void solicitsThreeTimesAtASecondsDistanceAndThenEverMoreRarely() {
        lab.linkUp(HOME_LINK);
        for (int seconds : List.of(1, 1, 1, 2, 4, 8, 16, 32, 60, 60)) {
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(lab.untilDeadline()).contains(new Effect.Solicit(HOME_LINK));
        }
    }

    @Test
    void stopsSolicitingOnceTheHomeAgentIsHeard() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.accept(0);
        for (int i = 0; i < 10 && lab.node.nextDeadline().isBefore(org.mobileip.time.Tick.NEVER); i++) {
            assertThat(lab.untilDeadline()).doesNotContain(new Effect.Solicit(HOME_LINK));
        }
    }

    @Test
    void comesHomeInTheOrderOfTheRfc() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(CAFE_LINK);
        lab.linkUp(HOME_LINK);
        List<Effect> effects = hearHomeAgent();
        int routes = indexOf(effects, Effect.Declare.class);
        int announced = indexOf(effects, Effect.GratuitousArp.class);
        int asked = indexOf(effects, Effect.SendRequest.class);
        assertThat(routes).isNotNegative().isLessThan(announced);
        assertThat(announced).isLessThan(asked);
        assertThat(effects).contains(new Effect.GratuitousArp(HOME_LINK, HOME.address()));
        Effect.SendRequest sent = only(Effect.SendRequest.class, effects).get(0);
        assertThat(sent.from()).isEqualTo(HOME.address());
        assertThat(sent.linkIndex()).isEqualTo(HOME_LINK);
        assertThat(lab.request().careOf()).isEqualTo(HOME.address());
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().flags()).isZero();
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
    }

    private static int indexOf(List<Effect> effects, Class<? extends Effect> kind) {
        for (int i = 0; i < effects.size(); i++) {
            if (kind.isInstance(effects.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void putsItsAddressOnTheHomeLinkWithADefaultRouteByItsAgent() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        HostState state = lab.declared();
        assertThat(state.addresses()).containsExactlyInAnyOrder(ON_TUN, ON_HOME_LINK);
        assertThat(state.routes()).contains(byAgent(Route.TABLE_MAIN, 1));
        assertThat(state.silentLinks()).containsExactlyInAnyOrder("cafe0", "office0");
    }

    private static Route byAgent(int table, int metric) {
        return new Route(Ipv4Prefix.ALL, Optional.of(AGENT), HOME_LINK, Optional.of(HOME.address()), table, 78, metric);
    }

    /** Where the home link is pulled and another has the default route, the kernel would send it there before anybody knows. */
    @Test
    void whatIsSentFromTheHomeAddressAtHomeLeavesByTheHomeLinkOrNotAtAll() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        Optional<Ipv4Prefix> fromHome = Optional.of(Ipv4Prefix.host(HOME.address()));
        OptionalInt none = OptionalInt.empty();
        assertThat(lab.declared().rules())
                .containsExactlyInAnyOrder(
                        new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, none, 78),
                        new Rule(5200, fromHome, none, 254, OptionalInt.of(0), 78),
                        new Rule(5201, fromHome, none, 5210, none, 78));
        Route intoNothing = new Route(Ipv4Prefix.ALL, Optional.empty(), TUN, Optional.of(HOME.address()), 5210, 78, 1);
        assertThat(lab.declared().routes())
                .containsExactlyInAnyOrder(byAgent(Route.TABLE_MAIN, 1), byAgent(5210, 0), intoNothing);
        Ipv4 router = Ipv4.parse("10.10.0.254");
        lab.change(new NetworkChange.RouteAdded(
                new Route(Ipv4Prefix.ALL, Optional.of(router), HOME_LINK, Optional.empty(), 254, 3, 0)));
        assertThat(lab.declared().routes())
                .as("as everything else, once somebody has made a default route")
                .containsExactlyInAnyOrder(
                        new Route(
                                Ipv4Prefix.ALL,
                                Optional.of(router),
                                HOME_LINK,
                                Optional.of(HOME.address()),
                                5210,
                                78,
                                0),
                        intoNothing);
    }

    @Test
    void stopsAnsweringForTheHomeAddressBeforeItRegistersFromElsewhere() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.accept(0);
        lab.change(new NetworkChange.AddressAdded(ON_HOME_LINK));
        lab.pass(Duration.ofSeconds(5));
        List<Effect> effects = new ArrayList<>(lab.linkDown(HOME_LINK));
        effects.addAll(lab.arriveAtCafe());
        assertThat(statesBeforeTheRequest(effects)).last().satisfies(HomeLinkTest::isSilent);
        assertThat(lab.declared()).satisfies(HomeLinkTest::isSilent);
    }

    @Test
    void stopsAnsweringForTheHomeAddressBeforeItRegistersFromElsewhereWhileTheHomeLinkStaysUp() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.accept(0);
        lab.change(new NetworkChange.AddressAdded(ON_HOME_LINK));
        lab.arriveAtCafe();
        List<Effect> effects = lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(statesBeforeTheRequest(effects)).last().satisfies(HomeLinkTest::isSilent);
        assertThat(lab.declared()).satisfies(HomeLinkTest::isSilent);
    }

    @Test
    void sendsTheRequestFromTheNextNetworkBeforeItTouchesRoutesAndRules() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.linkDown(CAFE_LINK);
        List<Effect> effects = lab.arriveAtOffice();
        assertThat(indexOf(effects, Effect.SendRequest.class)).isLessThan(indexOf(effects, Effect.Declare.class));
    }

    private static void isSilent(HostState state) {
        assertThat(state.addresses()).containsExactly(ON_TUN);
        assertThat(state.silentLinks()).contains("home0", "cafe0");
    }

    private static List<HostState> statesBeforeTheRequest(List<Effect> effects) {
        return Lab.only(Effect.Declare.class, effects.subList(0, indexOf(effects, Effect.SendRequest.class))).stream()
                .map(Effect.Declare::wanted)
                .toList();
    }

    @Test
    void repeatsTheGratuitousArpSoonAfter() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.pass(Duration.ofMillis(200));
        assertThat(lab.deadline()).contains(new Effect.GratuitousArp(HOME_LINK, HOME.address()));
    }

    @Test
    void neverSendsArpWhileAway() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.linkDown(HOME_LINK);
        lab.arriveAtCafe();
        lab.accept(600);
        for (int i = 0; i < 20; i++) {
            assertThat(only(Effect.GratuitousArp.class, lab.untilDeadline())).isEmpty();
        }
    }

    @Test
    void isHomeWhereSomebodyElseHasPutTheHomeAddress() {
        lab.linkUp(HOME_LINK);
        lab.change(new NetworkChange.AddressAdded(ON_HOME_LINK));
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.declared().addresses()).containsExactly(ON_TUN);
        assertThat(lab.request().lifetime()).isZero();
    }

    @Test
    void doesNotTakeTheAddressThatItHasPutItselfForASignOfHome() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.change(new NetworkChange.AddressAdded(ON_HOME_LINK));
        lab.pass(Duration.ofSeconds(4));
        lab.deadline();
        lab.arriveAtCafe();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
        // The kernel has not yet said that the address is gone.
        lab.arriveAtOffice();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void isNotHomeWhereAnotherHomeAgentIsHeard() {
        lab.linkUp(HOME_LINK);
        hear("10.10.0.9", "0a0a0009", "b988");
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void staysHomeWithoutAdvertisementsUntilAnotherLinkIsUsable() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.accept(0);
        lab.pass(Duration.ofSeconds(4));
        lab.deadline();
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        lab.arriveAtCafe();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void hasNoHomeWithoutItsLink() {
        lab.linkUp(HOME_LINK);
        hearHomeAgent();
        lab.linkDown(HOME_LINK);
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }
}
