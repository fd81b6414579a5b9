package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.AddressPlan;

final class AddressPlanTest {

    private static Ipv4 ip(String text) {
        return Ipv4.parse(text);
    }

    @Test
    void givesGatewaysTheLastAddressAndVisitorsOneLikeADhcpServerWould() throws WorldException {
        AddressPlan plan = AddressPlan.of(Scripts.village().end(0));

        assertThat(plan.gateway("home")).isEqualTo(ip("10.10.0.254"));
        assertThat(plan.gateway("cafe")).isEqualTo(ip("192.0.2.254"));
        assertThat(plan.careOf("mn", "cafe")).contains(ip("192.0.2.100"));
        assertThat(plan.careOf("mn", "office")).contains(ip("198.51.100.100"));
        assertThat(plan.careOf("mn", "home"))
                .as("at home there is the home address")
                .isEmpty();
    }

    /** A network with a foreign agent gives no addresses: the agent offers its own, outside where a NAT would hide it. */
    @Test
    void givesNoAddressWhereAForeignAgentOffersItsOwn() throws WorldException {
        Scenario scenario = Scripts.village()
                .visited("train", "172.20.0.0/24", false)
                .visited("bus", "172.21.0.0/24", true)
                .end(0);
        AddressPlan plan = AddressPlan.of(scenario);
        assertThat(plan.careOf("mn", "train")).isEmpty();
        assertThat(plan.careOf("mn", "cafe")).isPresent();
        assertThat(plan.foreignAgentCareOf(scenario.networks().get(3))).isEqualTo(Ipv4.parse("172.20.0.254"));
        assertThat(plan.foreignAgentCareOf(scenario.networks().get(4))).isEqualTo(plan.routerEnd("bus"));
    }

    @Test
    void passesOverAddressesThatTheScriptGivesToNodes() throws WorldException {
        Scenario scenario = Scripts.village()
                .host("printer", "cafe", "192.0.2.254")
                .host("till", "cafe", "192.0.2.100")
                .mobile("second", "10.10.0.58")
                .end(0);
        AddressPlan plan = AddressPlan.of(scenario);

        assertThat(plan.gateway("cafe")).isEqualTo(ip("192.0.2.253"));
        assertThat(plan.careOf("mn", "cafe")).contains(ip("192.0.2.101"));
        assertThat(plan.careOf("second", "cafe")).contains(ip("192.0.2.102"));
    }

    @Test
    void findsRoomInASmallNetworkAndSaysWhereThereIsNone() throws WorldException {
        Scripts small = Scripts.village().network("link", "203.0.113.8/30");
        AddressPlan plan = AddressPlan.of(small.end(0));

        assertThat(plan.gateway("link")).isEqualTo(ip("203.0.113.10"));
        assertThat(plan.careOf("mn", "link")).contains(ip("203.0.113.9"));
        assertThatThrownBy(() ->
                        AddressPlan.of(small.mobile("second", "10.10.0.58").end(0)))
                .isInstanceOf(WorldException.class)
                .hasMessage("network link 203.0.113.8/30 has too few addresses for its gateway and every mobile node");
    }

    @Test
    void keepsTheCoreApartFromEveryNetworkOfTheScript() throws WorldException {
        AddressPlan usual = AddressPlan.of(Scripts.village().end(0));
        assertThat(usual.coreEnd("cafe")).isEqualTo(ip("203.0.113.2"));
        assertThat(usual.routerEnd("cafe")).isEqualTo(ip("203.0.113.3"));

        AddressPlan other = AddressPlan.of(
                Scripts.village().network("lte", "203.0.113.128/25").end(0));
        assertThat(Ipv4Prefix.parse("203.0.113.0/24").contains(other.coreEnd("home")))
                .isFalse();
    }
}
