package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/** Maps of the kernel that hold two home addresses, and three that come. */
@Tag("netns")
class FullMapsNetnsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4[] HOMES = {Ipv4.parse("10.9.0.1"), Ipv4.parse("10.9.0.2"), Ipv4.parse("10.9.0.3")};
    private static final Ipv4[] CAFES = {Ipv4.parse("192.0.2.1"), Ipv4.parse("192.0.2.2"), Ipv4.parse("192.0.2.3")};
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.1");

    private TunnelMaps maps;
    private KernelTunnels tunnels;

    @BeforeEach
    void threeComeToTwoPlaces() {
        Assumptions.assumeTrue(BpfTrial.tried().isEmpty(), "no BPF here");
        maps = TunnelMaps.create(ObjectFile.decode(TunnelPrograms.compiled()).maps(), 2);
        tunnels = new KernelTunnels(maps, (home, exit) -> Optional.empty());
        for (int i = 0; i < HOMES.length; i++) {
            forward(HOMES[i], CAFES[i]);
        }
    }

    @AfterEach
    void close() {
        if (maps != null) {
            maps.close();
        }
    }

    private void forward(Ipv4 home, Ipv4 careOf) {
        tunnels.forward(home, AGENT, List.of(TunnelPath.to(careOf)), false);
    }

    private boolean isBound(Ipv4 home) {
        return maps.map("bindings").get(BpfMap.key(home)).isPresent();
    }

    /** What the programs read there: 1 where nobody but the one home address that is bound may send from. */
    private int exit(Ipv4 careOf) {
        return maps.map("exits").get(BpfMap.key(careOf)).orElseThrow().getInt(0);
    }

    @Test
    void theOneThatThereIsNoRoomForIsPassedOnAndNotTakenForAStranger() {
        assertThat(isBound(HOMES[0])).isTrue();
        assertThat(isBound(HOMES[2])).isFalse();
        assertThat(exit(CAFES[0])).isEqualTo(1);
        assertThat(exit(CAFES[2])).isZero();
        assertThat(tunnels.shortage()).hasValueSatisfying(why -> assertThat(why).contains(" 1 ", "of_home", "full"));
    }

    @Test
    void whoIsInMovesAlthoughThereIsNoRoom() {
        forward(HOMES[0], TRAIN);
        assertThat(tunnels.homeAt(TRAIN)).contains(HOMES[0]);
        assertThat(isBound(HOMES[0])).isTrue();
        assertThat(exit(TRAIN)).isEqualTo(1);
    }

    @Test
    void whoWasLeftOutAndMovesIsStillPassedOn() {
        forward(HOMES[2], TRAIN);
        assertThat(isBound(HOMES[2])).isFalse();
        assertThat(exit(TRAIN)).isZero();
    }

    @Test
    void whenOneGoesTheOneThatWaitedComesIn() {
        assertThat(tunnels.retry()).isTrue();
        assertThat(isBound(HOMES[2])).isFalse();
        tunnels.stop(HOMES[1]);
        assertThat(tunnels.retry()).isFalse();
        assertThat(isBound(HOMES[2])).isTrue();
        assertThat(exit(CAFES[2])).isEqualTo(1);
        assertThat(tunnels.shortage()).isEmpty();
    }

    @Test
    void whoWasLeftOutAndGoesIsForgotten() {
        tunnels.stop(HOMES[2]);
        assertThat(tunnels.shortage()).isEmpty();
        assertThat(maps.map("exits").get(BpfMap.key(CAFES[2]))).isEmpty();
        assertThat(tunnels.retry()).isFalse();
    }
}
