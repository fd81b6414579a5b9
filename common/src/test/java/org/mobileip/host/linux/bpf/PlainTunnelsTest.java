package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

class PlainTunnelsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 ANN = Ipv4.parse("10.10.0.57");
    private static final Ipv4 BOB = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.44");

    private final PlainTunnels tunnels = new PlainTunnels();

    @Test
    void oneTunnelToAPlaceOfItsOwnIsPlain() {
        PlainTunnels.Touched touched = forward(ANN, CAFE);

        assertThat(tunnels.plain(ANN)).contains(new PlainTunnels.Plain(CAFE, AGENT));
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.PLAIN);
        assertThat(tunnels.plainHomeAt(CAFE)).contains(ANN);
        assertThat(tunnels.isLocalEnd(AGENT)).isTrue();
        assertThat(touched.homes()).containsExactly(ANN);
        assertThat(touched.exits()).containsExactly(CAFE);
        assertThat(touched.localEnds()).containsExactly(AGENT);
    }

    @Test
    void whereANodeJustWasIsGuardedAndNotForgotten() {
        forward(ANN, CAFE);
        PlainTunnels.Touched touched = forward(ANN, TRAIN);

        assertThat(touched.exits()).containsExactlyInAnyOrder(CAFE, TRAIN);
        assertThat(tunnels.exit(TRAIN)).isEqualTo(PlainTunnels.Exit.PLAIN);
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.GUARDED);
        forward(BOB, CAFE);
        assertThat(tunnels.plain(BOB)).as("another may be there since").isPresent();
        assertThat(tunnels.exit(CAFE))
                .as("but is not the only one who is heard")
                .isEqualTo(PlainTunnels.Exit.GUARDED);
    }

    @Test
    void twoBehindOneCareOfAddressAreNeitherUntilOneLeaves() {
        forward(ANN, CAFE);
        PlainTunnels.Touched touched = forward(BOB, CAFE);

        assertThat(touched.homes()).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(tunnels.plain(ANN)).isEmpty();
        assertThat(tunnels.plain(BOB)).isEmpty();
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.GUARDED);
        assertThat(stop(BOB).homes()).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(tunnels.plain(ANN)).isPresent();
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.PLAIN);
    }

    @Test
    void severalPathsOtherWrappingAndForeignAgentsAreNotPlain() {
        for (List<TunnelPath> paths : List.of(
                List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)),
                List.of(new TunnelPath(CAFE, Encapsulation.GRE, true, false)),
                List.of(new TunnelPath(CAFE, Encapsulation.MINIMAL, true, false)),
                List.of(new TunnelPath(CAFE, Encapsulation.IPIP, false, false)),
                List.of(TunnelPath.to(CAFE).within(UdpEnd.at(41_023))),
                List.of(TunnelPath.to(ANN)),
                List.of(TunnelPath.to(AGENT)))) {
            tunnels.forward(ANN, AGENT, paths, false);
            assertThat(tunnels.plain(ANN)).as("%s", paths).isEmpty();
            assertThat(tunnels.exit(paths.get(0).careOf())).isEqualTo(PlainTunnels.Exit.GUARDED);
        }
    }

    @Test
    void aNodeWithNetworksBehindItIsNotPlainSinceTheyMaySendToo() {
        tunnels.forward(ANN, AGENT, List.of(TunnelPath.to(CAFE)), true);
        assertThat(tunnels.plain(ANN)).isEmpty();
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.GUARDED);
        forward(ANN, CAFE);
        assertThat(tunnels.exit(CAFE)).as("without them it is").isEqualTo(PlainTunnels.Exit.PLAIN);
    }

    @Test
    void afterTheLastTunnelNobodyIsKnown() {
        forward(ANN, CAFE);
        forward(ANN, TRAIN);
        PlainTunnels.Touched touched = stop(ANN);

        assertThat(touched.exits()).containsExactlyInAnyOrder(CAFE, TRAIN);
        assertThat(tunnels.exit(CAFE)).isEqualTo(PlainTunnels.Exit.UNKNOWN);
        assertThat(tunnels.exit(TRAIN)).isEqualTo(PlainTunnels.Exit.UNKNOWN);
        assertThat(tunnels.plain(ANN)).isEqualTo(Optional.empty());
        assertThat(tunnels.isLocalEnd(AGENT)).isFalse();
    }

    private PlainTunnels.Touched forward(Ipv4 home, Ipv4 careOf) {
        return tunnels.forward(home, AGENT, List.of(TunnelPath.to(careOf)), false);
    }

    private PlainTunnels.Touched stop(Ipv4 home) {
        return tunnels.forward(home, AGENT, List.of(), false);
    }
}
