package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.address;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Which address of a link is registered, and which never is: RFC 5944 §2.4.2, §3.6.1.1, RFC 2003 §3.2. */
class CareOfAddressChoiceTest {

    private static final Ipv4 SECOND = Ipv4.parse("192.0.2.45");
    private static final Ipv4 ROUTER = Ipv4.parse("192.0.2.1");

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private static NetworkChange route(String destination, Optional<Ipv4> source, long metric) {
        return new NetworkChange.RouteAdded(new Route(
                Ipv4Prefix.parse(destination), Optional.of(ROUTER), CAFE_LINK, source, Route.TABLE_MAIN, 3, metric));
    }

    @Test
    void registersTheAddressThatTheRouteToTheHomeAgentSpeaksFrom() {
        lab.linkUp(CAFE_LINK);
        lab.change(address(CAFE_LINK, CAFE), address(CAFE_LINK, SECOND), route("0.0.0.0/0", Optional.of(SECOND), 9));
        assertThat(lab.request().careOf()).isEqualTo(SECOND);
    }

    @Test
    void registersAnAddressOfTheLinkWhereTheRouteSpeaksFromNoneOfIt() {
        lab.linkUp(CAFE_LINK);
        lab.change(address(CAFE_LINK, CAFE), route("0.0.0.0/0", Optional.of(SECOND), 9));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void keepsTheAddressThatItHasRegisteredWhereTheLinkGetsABetterOne() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.change(address(CAFE_LINK, SECOND), route("0.0.0.0/0", Optional.of(SECOND), 9));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void registersByALinkWhoseOnlyRouteLeadsToTheHomeAgentsNetwork() {
        lab.linkUp(CAFE_LINK);
        lab.change(address(CAFE_LINK, CAFE), route("10.11.0.0/24", Optional.empty(), 0));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        lab.change(route("10.10.0.0/24", Optional.empty(), 0));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void neverRegistersTheHomeAddressFromALinkThatIsNotHome() {
        lab.linkUp(CAFE_LINK);
        // With another prefix length than at home: somebody's mistake, and no sign of home.
        NetworkChange mistaken =
                new NetworkChange.AddressAdded(new LinkAddress(CAFE_LINK, new InterfaceAddress(HOME.address(), 16)));
        assertThat(lab.requests(lab.change(mistaken, route("0.0.0.0/0", Optional.empty(), 9))))
                .isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void neverRegistersWithACareOfAddressOfAForeignAgentThatWouldMakeALoop() {
        lab.linkUp(CAFE_LINK);
        PlainForeignAgent mad = new PlainForeignAgent(
                "192.0.2.1", "02:fa:00:00:00:01", "10.10.0.57", "10.10.0.1", "0.0.0.0", "224.0.0.11", "203.0.113.9");
        lab.hear(CAFE_LINK, mad);
        assertThat(lab.request().careOf()).isEqualTo(Ipv4.parse("203.0.113.9"));
    }

    @Test
    void neverRenewsWithOneEither() {
        lab.linkUp(CAFE_LINK);
        PlainForeignAgent first = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
        lab.hear(CAFE_LINK, first.prefixLengths(24).lifetime(1800));
        lab.accept(600);
        lab.passSlowly(Duration.ofMinutes(1));
        PlainForeignAgent mad =
                new PlainForeignAgent("203.0.113.1", "02:fa:00:00:00:02", "10.10.0.57", "10.10.0.1", "203.0.113.9");
        lab.hear(CAFE_LINK, mad.prefixLengths(24).lifetime(1800));
        lab.passSlowly(Duration.ofSeconds(400));
        assertThat(lab.lastRequest().careOf()).isEqualTo(Ipv4.parse("203.0.113.9"));
    }
}
