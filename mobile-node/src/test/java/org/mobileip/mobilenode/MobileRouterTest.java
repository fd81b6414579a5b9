package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** A mobile node with a network behind it (RFC 5177 §5, §7, §10); extensions are octets by hand. */
class MobileRouterTest {

    private static final Ipv4Prefix ONE = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4Prefix TWO = Ipv4Prefix.parse("192.168.16.0/20");
    private static final String ASKS_ONE = Octets.ofHex("00 18 0a140300").toString();
    private static final String ASKS_TWO = Octets.ofHex("00 14 c0a81000").toString();
    private static final String ACK_ONE = "9408 01 00 18 00 0a140300";
    private static final String ACK_TWO = "9408 01 00 14 00 c0a81000";
    private static final int LAN = 5;
    private static final OptionalInt NONE = OptionalInt.empty();

    private Lab lab(Ipv4Prefix... prefixes) {
        Lab lab = new Lab(Lab.settings(true).with(new Settings.Network("lan0", List.of(prefixes))));
        lab.start();
        lab.change(
                new NetworkChange.LinkChanged(Lab.link(LAN, "lan0", true)),
                new NetworkChange.RouteAdded(
                        new Route(ONE, Optional.empty(), LAN, Optional.empty(), Route.TABLE_MAIN, 2, 0)));
        return lab;
    }

    private static List<Effect> replied(Lab lab, int code, int lifetime, String extensions) {
        return lab.reply(lab.agent.replyWith(lab.lastRequest(), code, lifetime, extensions));
    }

    private static HomeTunnel tunnel(List<Effect> effects) {
        List<Effect.UseTunnel> wanted = only(Effect.UseTunnel.class, effects);
        return wanted.get(wanted.size() - 1).tunnel();
    }

    @Test
    void asksForEachNetworkBeforeItsAuthenticatorAndAlwaysForAReverseTunnel() {
        Lab lab = lab(ONE, TWO);
        lab.arriveAtCafe();
        assertThat(lab.request().isAuthentic()).isTrue();
        assertThat(lab.request().networks()).isEqualTo(ASKS_ONE + " " + ASKS_TWO);
        assertThat(lab.request().flags() & 0x02).as("T").isEqualTo(0x02);
        replied(lab, 0, 600, ACK_ONE + ACK_TWO);
        lab.untilDeadline();
        assertThat(lab.lastRequest().networks()).as("a renewal").isEqualTo(ASKS_ONE + " " + ASKS_TWO);
    }

    @Test
    void namesNoNetworkWhereTheHomeAgentKnowsThem() {
        Lab lab = lab();
        lab.arriveAtCafe();
        assertThat(lab.request().networks()).isEmpty();
        assertThat(lab.request().flags() & 0x02).as("T").isEqualTo(0x02);
        List<Effect> effects = replied(lab, 0, 600, "9408 02 00 18 00 0a140300 9408 02 02 14 00 c0a81000");
        assertThat(tunnel(effects).networks()).containsExactly(ONE);
    }

    @Test
    void tunnelsForWhatIsAcknowledgedAndForNothingElse() {
        Lab lab = lab(ONE, TWO);
        lab.arriveAtCafe();
        List<Effect> effects =
                replied(lab, 0, 600, ACK_ONE + "9408 01 02 14 00 c0a81000" + "9408 01 00 08 00 08000000");
        assertThat(tunnel(effects))
                .isEqualTo(new HomeTunnel(
                        CAFE, AGENT, HOME.address(), List.of(), HomeTunnel.Terms.PLAIN.with(List.of(ONE))));
        assertThat(lab.node.status().networks())
                .extracting(each -> each.network() + " " + each.answer().words())
                .containsExactly("10.20.3.0/24 forwarded", "192.168.16.0/20 not authorized for this network");
        lab.untilDeadline();
        assertThat(lab.lastRequest().networks()).as("what was refused").isEqualTo(ASKS_ONE);
    }

    @Test
    void goesOnTunnellingForItsNetworksWhileItMoves() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        replied(lab, 0, 600, ACK_ONE);
        lab.linkDown(CAFE_LINK);
        List<Effect> moved = lab.arriveAtOffice();
        assertThat(moved.indexOf(only(Effect.SendRequest.class, moved).get(0)))
                .as("the request leaves before the machine is changed")
                .isLessThan(moved.indexOf(only(Effect.UseTunnel.class, moved).get(0)))
                .isLessThan(moved.indexOf(only(Effect.Declare.class, moved).get(0)));
        assertThat(tunnel(moved).careOf()).isEqualTo(OFFICE);
        assertThat(tunnel(moved).networks()).containsExactly(ONE);
        replied(lab, 0, 600, ACK_ONE);
        assertThat(lab.node.status().tunnel().orElseThrow().networks()).containsExactly(ONE);
    }

    @Test
    void believesNoAcknowledgementBehindTheAuthenticator() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        Octets reply = lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex(ACK_ONE));
        List<Effect> effects = lab.reply(reply);
        assertThat(only(Effect.UseTunnel.class, effects)).isEmpty();
        assertThat(lab.node.status().tunnel().orElseThrow().networks()).isEmpty();
    }

    @Test
    void saysSoWhenTheHomeAgentKnowsNothingOfMobileNetworks() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.node.status().networks())
                .extracting(each -> each.answer().words())
                .containsExactly("the home agent does not know of mobile networks");
    }

    @Test
    void after147AsksAtOnceWithoutTheRefusedNetworksAndNeverAgainForThem() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        replied(lab, 147, 0, "9408 01 02 18 00 0a140300");
        assertThat(lab.request().networks()).isEmpty();
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.lastRequest().networks()).isEmpty();
    }

    @Test
    void after148AsksForNoNetworkOfThatHomeAgentAnyMore() {
        Lab lab = lab(ONE, TWO);
        lab.arriveAtCafe();
        replied(lab, 148, 0, "");
        assertThat(lab.request().networks()).isEmpty();
        lab.accept(600);
        assertThat(lab.node.status().networks())
                .extracting(each -> each.answer().words())
                .containsOnly("this node may not have networks behind it");
        lab.untilDeadline();
        assertThat(lab.lastRequest().networks()).isEmpty();
    }

    @Test
    void aDenialOfARequestWithoutNetworksIsADenial() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        replied(lab, 148, 0, "");
        replied(lab, 148, 0, "");
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void deregistersWithoutNamingNetworks() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        replied(lab, 0, 600, ACK_ONE);
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().networks()).isEmpty();
        assertThat(lab.request().flags()).as("T, §5").isEqualTo(0x02);
    }

    @Test
    void routesAllThatComesFromItsNetworkIntoTheTunnelWhereverItGoes() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        HostState away = lab.declared();
        assertThat(away.rules())
                .contains(
                        new Rule(5199, Optional.empty(), NONE, 5212, NONE, 78, Optional.of("lan0")),
                        new Rule(5201, Optional.of(ONE), NONE, 5212, NONE, 78));
        assertThat(away.routes())
                .contains(
                        new Route(Ipv4Prefix.ALL, Optional.empty(), TUN, Optional.empty(), 5212, 78, 0),
                        new Route(ONE, Optional.empty(), LAN, Optional.empty(), 5212, 78, 0));
        assertThat(away.forwardingLinks()).containsExactlyInAnyOrder("lan0", "mip0");
    }

    @Test
    void isARouterLikeOthersAtHome() {
        Lab lab = lab(ONE);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        lab.accept(0);
        assertThat(lab.declared().forwardingLinks()).containsExactlyInAnyOrder("lan0", "home0");
        assertThat(lab.priorities()).isEqualTo(Lab.PRIORITIES_AT_HOME);
    }

    @Test
    void neverTakesTheLinkOfItsOwnNetworkForAWayOut() {
        Lab lab = new Lab(new Settings(
                        Settings.Home.at(HOME),
                        List.of(new AgentSource.Address(AGENT)),
                        Lab.settings(true).security(),
                        ReplayProtection.TIMESTAMPS,
                        Lab.settings(true).lifetime(),
                        Lab.settings(true).tunnel(),
                        List.of(name -> true))
                .with(new Settings.Network("cafe0", List.of(ONE))));
        lab.start();
        lab.arriveAtCafe();
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    /** §7: the foreign agent unwraps one header, and finds the node's own address in the next. */
    @Test
    void wrapsForItsNetworkFromItsHomeAddressWhereAForeignAgentReceives() {
        Lab lab = lab(ONE);
        PlainForeignAgent foreign = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, foreign);
        assertThat(lab.requests(lab.lastEffects).get(0).flags() & 0x02).isEqualTo(0x02);
        List<Effect> effects = replied(lab, 0, 600, ACK_ONE);
        assertThat(tunnel(effects))
                .isEqualTo(new HomeTunnel(
                        HOME.address(), AGENT, HOME.address(), List.of(), HomeTunnel.Terms.PLAIN.with(List.of(ONE))));
        Ipv4Prefix home = Ipv4Prefix.host(HOME.address());
        assertThat(lab.declared().rules())
                .contains(new Rule(5199, Optional.of(home), OptionalInt.of(0x4d49), 5210, NONE, 78));
        assertThat(lab.declared().routes())
                .contains(new Route(Ipv4Prefix.ALL, Optional.empty(), TUN, Optional.empty(), 5212, 78, 0));
    }

    @Test
    void tellsOfItsNetworksOnlyWhenSomethingHasChanged() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        assertThat(Lab.notices(replied(lab, 0, 600, ACK_ONE))).anyMatch(Notice.Networks.class::isInstance);
        lab.untilDeadline();
        assertThat(Lab.notices(replied(lab, 0, 600, ACK_ONE))).noneMatch(Notice.Networks.class::isInstance);
    }

    @Test
    void saysOfANetworkThatItWasNotAskedForBeforeTheReplyAndAfterTheFarewell() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        assertThat(words(lab)).containsExactly("not asked for yet");
        replied(lab, 0, 600, ACK_ONE);
        assertThat(words(lab)).containsExactly("forwarded");
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        lab.accept(0);
        assertThat(words(lab)).containsExactly("not asked for yet");
    }

    private static List<String> words(Lab lab) {
        return lab.node.status().networks().stream()
                .map(each -> each.answer().words())
                .toList();
    }

    /** §5.1 forbids to ask again for what a denial names; the code 3 of a reply that accepts may be another next time. */
    @Test
    void asksAgainForANetworkWhoseForwardingCouldNotBeSetUpUnlessThatWasADenial() {
        Lab lab = lab(ONE, TWO);
        lab.arriveAtCafe();
        replied(lab, 0, 600, ACK_ONE + "9408 01 03 14 00 c0a81000");
        lab.untilDeadline();
        assertThat(lab.lastRequest().networks()).isEqualTo(ASKS_ONE + " " + ASKS_TWO);
        replied(lab, 147, 0, "9408 01 03 14 00 c0a81000");
        assertThat(lab.request().networks()).isEqualTo(ASKS_ONE);
    }

    @Test
    void tellsOfNoNetworksWhereItHasNone() {
        Lab lab = new Lab();
        lab.start();
        lab.arriveAtCafe();
        assertThat(Lab.notices(lab.accept(600))).noneMatch(Notice.Networks.class::isInstance);
    }

    @Test
    void takesOfTheMainTableOnlyWhatLeadsToItsNetwork() {
        Lab lab = lab(ONE);
        Optional<Ipv4> router = Optional.of(Ipv4.parse("10.20.3.254"));
        lab.change(
                new NetworkChange.RouteAdded(
                        new Route(Ipv4Prefix.ALL, router, LAN, Optional.empty(), Route.TABLE_MAIN, 3, 700)),
                new NetworkChange.RouteAdded(
                        new Route(Ipv4Prefix.parse("10.30.0.0/16"), router, LAN, Optional.empty(), 100, 3, 0)));
        lab.arriveAtCafe();
        assertThat(lab.declared().routes())
                .filteredOn(route -> route.table() == 5212)
                .containsExactlyInAnyOrder(
                        new Route(Ipv4Prefix.ALL, Optional.empty(), TUN, Optional.empty(), 5212, 78, 0),
                        new Route(ONE, Optional.empty(), LAN, Optional.empty(), 5212, 78, 0));
    }

    @Test
    void forwardsByEitherWayUntilTheHomeAgentHasSaidThatItIsHome() {
        Lab lab = lab(ONE);
        lab.arriveAtCafe();
        replied(lab, 0, 600, ACK_ONE);
        lab.passSlowly(Duration.ofSeconds(20));
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.declared().forwardingLinks()).containsExactlyInAnyOrder("lan0", "mip0", "home0");
    }
}
