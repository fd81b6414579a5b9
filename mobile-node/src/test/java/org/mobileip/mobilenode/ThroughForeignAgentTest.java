package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** Registering with a foreign agent's care-of address: RFC 5944 §3.1, §3.6.1, §3.6.2, §4.2.1; RFC 3024. */
class ThroughForeignAgentTest {

    private static final Ipv4 CARE_OF = Ipv4.parse("198.51.100.77");

    private Lab lab = new Lab();
    private final PlainForeignAgent cafe = PlainForeignAgent.apartFromItsCareOfAddress();

    @BeforeEach
    void start() {
        lab.start();
    }

    private Effect.SendThroughAgent arrive() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe);
        return lab.sentThroughAgent();
    }

    private void use(Settings settings) {
        lab = new Lab(settings);
        lab.start();
    }

    @Test
    void sendsToTheSourceOfTheAdvertisementAtItsLinkLayerAddressFromTheHomeAddress() {
        Effect.SendThroughAgent sent = arrive();
        assertThat(sent.agent()).isEqualTo(cafe.mac);
        assertThat(sent.to()).isEqualTo(new Endpoint(Ipv4.parse("192.0.2.1"), 434));
        assertThat(sent.from()).isEqualTo(HOME.address());
        assertThat(sent.linkIndex()).isEqualTo(CAFE_LINK);
        assertThat(sent.timeToLive()).isEqualTo(255);
        assertThat(only(Effect.SendRequest.class, lab.lastEffects)).isEmpty();
    }

    @Test
    void asksForTheForeignAgentsCareOfAddressWithoutTheDBit() {
        arrive();
        PlainHomeAgent.Request request = lab.request();
        assertThat(request.careOf()).isEqualTo(CARE_OF);
        assertThat(request.homeAgent()).isEqualTo(AGENT);
        assertThat(request.homeAddress()).isEqualTo(HOME.address());
        // T alone.
        assertThat(request.flags()).isEqualTo(0x02);
        assertThat(request.isAuthentic()).isTrue();
    }

    @Test
    void asksForNoReverseTunnelOfAForeignAgentThatHasNone() {
        cafe.flags(PlainForeignAgent.F);
        arrive();
        assertThat(lab.request().flags()).isZero();
    }

    @Test
    void asksForNoLongerThanTheForeignAgentGrants() {
        cafe.registrationLifetime(120);
        arrive();
        assertThat(lab.request().lifetime()).isEqualTo(120);
        lab.accept(120);
        // Renewed at three quarters, or a tenth of that sooner.
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(91))))
                .isNotEmpty()
                .allSatisfy(renewal -> assertThat(renewal.lifetime()).isEqualTo(120));
    }

    @Test
    void asksForGreOrMinimalEncapsulationOnlyOfAForeignAgentThatUnwrapsIt() {
        Settings.Tunnel gre = new Settings.Tunnel("mip0", true, Encapsulation.GRE, true, List.of(Ipv4Prefix.ALL));
        use(Lab.tunnelling(gre));
        arrive();
        // B and T, not G.
        assertThat(lab.request().flags()).isEqualTo(0x42);
        use(Lab.tunnelling(gre));
        cafe.flags(PlainForeignAgent.F | PlainForeignAgent.T | PlainForeignAgent.G);
        arrive();
        assertThat(lab.request().flags()).isEqualTo(0x4a);
    }

    @Test
    void comesFromNowhereWhileItHasNoHomeAddress() {
        use(Lab.settings(
                new Settings.Home(
                        Optional.empty(),
                        Optional.of(org.mobileip.wire.NetworkAccessIdentifier.of("mn@example.org")),
                        Optional.empty()),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT)));
        Effect.SendThroughAgent sent = arrive();
        assertThat(sent.from()).isEqualTo(Ipv4.UNSPECIFIED);
        assertThat(lab.request().careOf()).isEqualTo(CARE_OF);
        assertThat(lab.request().homeAddress()).isEqualTo(Ipv4.UNSPECIFIED);
        lab.reply(lab.agent.acceptAs(lab.request(), 600, Ipv4.parse("10.10.0.99")));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.declared().neighbours()).isNotEmpty();
    }

    @Test
    void namesTheBroadcastAddressOfTheHomeNetworkOnlyInsideTheRequest() {
        use(Lab.settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Discovery()));
        Effect.SendThroughAgent sent = arrive();
        assertThat(sent.to().address()).isEqualTo(Ipv4.parse("192.0.2.1"));
        assertThat(lab.request().homeAgent()).isEqualTo(Ipv4.parse("10.10.0.255"));
    }

    @Test
    void makesTheForeignAgentItsRouterByItsLinkLayerAddress() {
        arrive();
        lab.accept(600);
        HostState state = lab.declared();
        assertThat(state.neighbours()).containsExactly(new Neighbour(CAFE_LINK, Ipv4.parse("192.0.2.1"), cafe.mac, 78));
        assertThat(state.routes())
                .contains(new Route(
                        Ipv4Prefix.ALL,
                        Optional.of(Ipv4.parse("192.0.2.1")),
                        CAFE_LINK,
                        Optional.of(HOME.address()),
                        5210,
                        78,
                        0));
        assertThat(state.addresses()).containsExactly(new LinkAddress(TUN, new InterfaceAddress(HOME.address(), 32)));
        assertThat(state.rules().stream().map(Rule::priority)).containsExactlyInAnyOrder(5200, 5201, 5203, 5204);
        assertThat(state.silentLinks()).contains("cafe0");
        assertThat(state.ignoresRedirects()).isTrue();
        assertThat(lab.node.status().tunnel()).isEmpty();
    }

    @Test
    void tunnelsToTheForeignAgentInTheEncapsulatingDeliveryStyle() {
        use(PlainForeignAgent.sharing(DeliveryStyle.ENCAPSULATING));
        Effect.SendThroughAgent sent = arrive();
        // RFC 3024 §3.3: extension 130 without data, behind 32 and before 33.
        assertThat(PlainForeignAgent.extensionTypes(sent.payload())).containsExactly(32, 130, 33);
        assertThat(PlainForeignAgent.extension(sent.payload(), 130)).isEqualTo(Octets.EMPTY);
        lab.reply(PlainForeignAgent.signed(
                lab.agent.accept(lab.request(), 600), PlainForeignAgent.KEY, PlainForeignAgent.SPI));
        assertThat(lab.node.status().tunnel()).hasValueSatisfying(tunnel -> {
            assertThat(tunnel.careOf()).isEqualTo(HOME.address());
            assertThat(tunnel.homeAgent()).isEqualTo(Ipv4.parse("192.0.2.1"));
        });
        assertThat(lab.declared().routes().stream().filter(route -> route.table() == 5210))
                .allSatisfy(route -> assertThat(route.linkIndex()).isEqualTo(TUN));
        assertThat(lab.declared().neighbours()).isNotEmpty();
    }

    @Test
    void asksForNoDeliveryStyleWithoutAReverseTunnel() {
        use(PlainForeignAgent.sharing(DeliveryStyle.ENCAPSULATING));
        cafe.flags(PlainForeignAgent.F);
        assertThat(PlainForeignAgent.extensionTypes(arrive().payload())).containsExactly(32, 33);
    }

    @Test
    void signsForAForeignAgentThatItSharesAKeyWith() {
        use(PlainForeignAgent.sharing(DeliveryStyle.DIRECT));
        Octets sent = arrive().payload();
        assertThat(PlainForeignAgent.extensionTypes(sent)).containsExactly(32, 33);
        assertThat(PlainForeignAgent.isSignedForForeignAgent(sent, PlainForeignAgent.KEY, PlainForeignAgent.SPI))
                .isTrue();
    }

    @Test
    void receivesByTheTunnelBeforeUntilTheHomeAgentHasAcceptedTheForeignAgent() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        arrive();
        assertThat(lab.declared().neighbours()).isEmpty();
        assertThat(lab.node.status().tunnel())
                .hasValueSatisfying(tunnel -> assertThat(tunnel.careOf()).isEqualTo(Lab.OFFICE));
        lab.accept(600);
        assertThat(lab.declared().neighbours()).isNotEmpty();
        // What is in flight to the office still arrives, for two seconds.
        assertThat(lab.node.status().tunnel())
                .hasValueSatisfying(tunnel -> assertThat(tunnel.careOf()).isEqualTo(Lab.OFFICE));
        assertThat(lab.passSlowly(Duration.ofSeconds(3))).contains(new Effect.StopTunnel());
        assertThat(lab.node.status().tunnel()).isEmpty();
    }

    @Test
    void deregistersDirectlyAtHome() {
        arrive();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        Effect.SendRequest sent =
                only(Effect.SendRequest.class, lab.lastEffects).get(0);
        assertThat(sent.to().address()).isEqualTo(AGENT);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.declared().neighbours()).isNotEmpty();
        lab.accept(0);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.declared().neighbours()).isEmpty();
        assertThat(lab.priorities()).isEqualTo(Lab.PRIORITIES_AT_HOME);
    }

    @Test
    void deregistersThroughTheForeignAgentWhenToldToStayOff() {
        arrive();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.sentThroughAgent().agent()).isEqualTo(cafe.mac);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().careOf()).isEqualTo(HOME.address());
        assertThat(lab.declared().neighbours()).isEmpty();
    }

    @Test
    void neverSendsArpWhileAForeignAgentServesIt() {
        arrive();
        lab.accept(600);
        assertThat(only(Effect.GratuitousArp.class, lab.passSlowly(Duration.ofSeconds(1000))))
                .isEmpty();
    }

    @Test
    void keepsWhatItMustOfEachPendingRequest() {
        Pending asked = new Pending(
                AGENT,
                new Target(
                        CAFE_LINK,
                        HOME.address(),
                        CARE_OF,
                        new org.mobileip.wire.Lifetime(600),
                        Optional.of(new ForeignAgent(CAFE_LINK, cafe.address, cafe.mac))),
                Encapsulation.IPIP,
                false,
                new org.mobileip.wire.Lifetime(300),
                new org.mobileip.wire.Identification(7),
                new org.mobileip.time.Tick(0),
                false,
                Octets.EMPTY);
        assertThat(asked.linkLayer()).contains(cafe.mac);
        assertThat(asked.destination()).isEqualTo(cafe.address);
        assertThat(asked.remaining(new org.mobileip.time.Tick(0).plus(Duration.ofSeconds(100))))
                .isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void findsTheKeyOfAForeignAgentByItsCareOfAddressToo() {
        SecurityAssociation shared = new SecurityAssociation(
                PlainForeignAgent.SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(PlainForeignAgent.KEY));
        use(Lab.roaming(new Settings.Roaming(
                true, Map.of(CARE_OF, shared), Optional.empty(), DeliveryStyle.DIRECT, Duration.ofSeconds(10))));
        Octets sent = arrive().payload();
        assertThat(PlainForeignAgent.isSignedForForeignAgent(sent, PlainForeignAgent.KEY, PlainForeignAgent.SPI))
                .isTrue();
    }
}
