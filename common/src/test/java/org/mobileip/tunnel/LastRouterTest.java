package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** A home network that is nowhere a link ends at the home agent, which says so (RFC 1812 §5.2.7.1). */
class LastRouterTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4Prefix HOMES = Ipv4Prefix.parse("10.10.0.0/24");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 NOBODY = Ipv4.parse("10.10.0.99");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final int AT_ONCE = 100;

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final PureDataplane plane = new PureDataplane(agent);

    private static Octets toNobody(int octets) {
        return Datagrams.udp(7, 0, CORRESPONDENT, NOBODY, octets);
    }

    private static Octets octets(String result) {
        return Octets.ofHex(result.replaceAll("[^0-9a-f]", ""));
    }

    @Test
    void whoSendsToAnAddressWithoutABindingIsToldThatTheHostIsUnreachable() {
        agent.beLastRouter(AGENT, HOMES);
        Octets datagram = toNobody(20);
        List<String> results = plane.into(datagram);
        assertThat(results).hasSize(2).contains("no_binding");
        Octets error = octets(results.get(0));
        assertThat(error.u8(9)).isEqualTo(1);
        assertThat(error.ipv4(12)).isEqualTo(AGENT);
        assertThat(error.ipv4(16)).isEqualTo(CORRESPONDENT);
        assertThat(error.slice(20, 22)).as("type 3, code 1").isEqualTo(Octets.ofHex("0301"));
        assertThat(error.slice(28)).as("what it is about").isEqualTo(datagram);
    }

    @Test
    void whereTheHomeNetworkIsALinkNobodyIsToldSinceTheNodeMayBeThere() {
        assertThat(plane.into(toNobody(20))).containsExactly("no_binding");
    }

    /** RFC 1812 §4.3.2.7. */
    @Test
    void anErrorIsNotAnsweredWithAnother() {
        agent.beLastRouter(AGENT, HOMES);
        Octets unreachable = Octets.ofHex("0301 fcfe 00000000");
        Octets datagram = Datagrams.ipv4(7, 0, 1, CORRESPONDENT, NOBODY, unreachable);
        assertThat(plane.into(datagram)).containsExactly("no_binding");
    }

    /** RFC 1812 §4.3.2.8; and a host whose tunnel is too narrow for its packets must hear of it meanwhile. */
    @Test
    void whoTriesAllAddressesIsToldALimitedNumberOfTimesAndUsesUpNobodysErrors() {
        agent.beLastRouter(AGENT, HOMES);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        int told = 0;
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            told += plane.into(toNobody(20)).size() - 1;
        }
        assertThat(told).isEqualTo(AT_ONCE);
        plane.linkMtu = 1500;
        Objects.requireNonNull(agent.exit(AGENT.bits(), CAFE.bits())).linkTakes(1500, ticker.now());
        List<String> results = plane.into(Datagrams.udp(7, 0x4000, CORRESPONDENT, HOME, 1481));
        assertThat(results).hasSize(2).contains("exceeds_path_mtu");
    }

    /** RFC 1122 §3.2.2: a broadcast is answered with no error; and what is said of one's own network is not said of others. */
    @Test
    void ofBroadcastsAndOfOtherNetworksNobodyIsTold() {
        agent.beLastRouter(AGENT, HOMES);
        for (String destination : List.of("10.10.0.255", "10.10.0.0", "10.10.1.99")) {
            assertThat(plane.into(Datagrams.udp(7, 0, CORRESPONDENT, Ipv4.parse(destination), 20)))
                    .containsExactly("no_binding");
        }
    }
}
