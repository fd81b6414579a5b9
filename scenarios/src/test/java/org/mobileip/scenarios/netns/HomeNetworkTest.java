package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.HomeNetwork;

final class HomeNetworkTest {

    private static HomeNetwork of(Scripts scripts) throws WorldException {
        Scenario scenario = scripts.end(0);
        return HomeNetwork.of(scenario, scenario.homeAgents().get(0));
    }

    private static Scripts campus() {
        return new Scripts().network("campus", "10.10.0.0/24").agent("ha", "campus", "10.10.0.1");
    }

    @Test
    void isThatOfTheAgentsLink() throws WorldException {
        assertThat(of(campus().mobile("mn", "10.10.0.57")))
                .isEqualTo(new HomeNetwork(Ipv4Prefix.parse("10.10.0.0/24"), false));
        assertThat(of(campus()))
                .as("nobody is served yet")
                .isEqualTo(new HomeNetwork(Ipv4Prefix.parse("10.10.0.0/24"), false));
    }

    @Test
    void isVirtualForAddressesThatLieInNoNetwork() throws WorldException {
        assertThat(of(campus().mobile("mn", "10.99.0.57").mobile("second", "10.99.0.58")))
                .isEqualTo(new HomeNetwork(Ipv4Prefix.parse("10.99.0.0/24"), true));
        assertThat(of(campus().mobile("mn", "10.99.0.57").mobile("second", "10.99.2.58")))
                .as("large enough for both")
                .isEqualTo(new HomeNetwork(Ipv4Prefix.parse("10.99.0.0/22"), true));
        assertThat(of(campus().network("lab", "10.99.0.0/27").mobile("mn", "10.99.0.57")))
                .as("apart from the declared one")
                .isEqualTo(new HomeNetwork(Ipv4Prefix.parse("10.99.0.32/27"), true));
    }

    @Test
    void cannotBeBothOrOverlap() {
        assertThatThrownBy(() -> of(campus().mobile("mn", "10.10.0.57").mobile("second", "10.99.0.58")))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("ha cannot serve nodes of its own network and of a virtual one at once");
        assertThatThrownBy(() -> of(campus().mobile("mn", "10.9.0.57").mobile("second", "10.11.0.58")))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("lie in no network that is apart from the declared ones");
    }
}
