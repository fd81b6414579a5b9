package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

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
        threeCome(ObjectFile.decode(TunnelPrograms.compiled()).maps(), 2);
    }

    private void threeCome(Map<String, BpfMap.Shape> shapes, int mostCounted) {
        maps = TunnelMaps.create(shapes, mostCounted);
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

    /** The same with a map that holds no more than two. */
    private void threeComeToTwoOf(String name) {
        maps.close();
        Map<String, BpfMap.Shape> shapes =
                new HashMap<>(ObjectFile.decode(TunnelPrograms.compiled()).maps());
        shapes.computeIfPresent(name, (same, shape) -> shape.withAtMost(2));
        threeCome(shapes, 10);
    }

    /** In "settings", behind the tunnel's interface, the clamp and the mark. */
    private boolean isAnybodyAStranger() {
        return maps.map("settings").get(0).orElseThrow().getInt(12) == 0;
    }

    @Test
    void whereThePlacesAreFullTheKernelTakesNobodyForAStrangerUntilThereIsRoom() {
        assertThat(isAnybodyAStranger()).isTrue();
        threeComeToTwoOf("exits");
        assertThat(maps.map("exits").get(BpfMap.key(CAFES[2]))).isEmpty();
        assertThat(isAnybodyAStranger()).isFalse();
        assertThat(isBound(HOMES[2]))
                .as("its own packets are known by the binding")
                .isTrue();
        assertThat(tunnels.shortage()).hasValueSatisfying(why -> assertThat(why).contains(" 1 ", "exits", "full"));
        assertThat(tunnels.retry()).isTrue();
        tunnels.stop(HOMES[0]);
        assertThat(tunnels.retry()).isFalse();
        assertThat(exit(CAFES[2])).isEqualTo(1);
        assertThat(isAnybodyAStranger()).isTrue();
        assertThat(tunnels.shortage()).isEmpty();
    }

    @Test
    void whereOurOwnAddressesAreFullTheTunnelsFromAFurtherOneAreLeftOutUntilThereIsRoom() {
        threeComeToTwoOf("local_ends");
        tunnels.forward(HOMES[1], CAFES[1], List.of(TunnelPath.to(TRAIN)), false);
        tunnels.forward(HOMES[2], CAFES[2], List.of(TunnelPath.to(CAFES[1])), false);
        assertThat(isBound(HOMES[1])).isTrue();
        assertThat(isBound(HOMES[2])).isFalse();
        assertThat(exit(CAFES[1])).as("passed on").isZero();
        assertThat(tunnels.shortage()).hasValueSatisfying(why -> assertThat(why).contains(" 1 ", "local_ends", "full"));
        assertThat(tunnels.retry()).isTrue();
        tunnels.forward(HOMES[1], AGENT, List.of(TunnelPath.to(TRAIN)), false);
        assertThat(tunnels.retry()).isFalse();
        assertThat(isBound(HOMES[2])).isTrue();
        assertThat(exit(CAFES[1])).isEqualTo(1);
    }

    @Test
    void aKernelThatHasForgottenEverythingIsToldEverythingAndWhatChangedMeanwhile() {
        tunnels.pause();
        forward(HOMES[0], TRAIN);
        tunnels.stop(HOMES[1]);
        maps.renew();
        assertThat(isBound(HOMES[0])).isFalse();
        tunnels.startAgain();
        assertThat(isBound(HOMES[0])).isTrue();
        assertThat(isBound(HOMES[2])).as("there is room for it now").isTrue();
        assertThat(isBound(HOMES[1])).isFalse();
        assertThat(exit(TRAIN)).isEqualTo(1);
        assertThat(exit(CAFES[0])).as("heard for a while").isZero();
        assertThat(maps.map("exits").get(BpfMap.key(CAFES[1]))).isEmpty();
        assertThat(maps.map("local_ends").get(BpfMap.key(AGENT))).isPresent();
    }

    @Test
    void saysOfHowManyTunnelsItDoesLessThanIsWanted() {
        assertThat(tunnels.leftToTun()).as("only left out").isEmpty();
        TunnelPath inUdp = TunnelPath.to(CAFES[1]).within(UdpEnd.at(434));
        tunnels.forward(HOMES[1], AGENT, List.of(inUdp), false);
        assertThat(tunnels.leftToTun()).contains("tun carries 1 of 3 tunnels, which are more than plain IP in IP");
        tunnels.stop(HOMES[1]);
        assertThat(tunnels.leftToTun()).isEmpty();
    }

    @Test
    void whoIsInNoFullMapIsPassedOnByTheProgramsAndNotDropped() {
        // From 192.0.2.5 to 192.0.2.1, IP in IP, with an echo request inside: made by another program
        Octets stranger = Octets.ofHex("000000000000 000000000000 0800 45000030 00024000 4004b6c1 c0000205 c0000201"
                + "4500001c 00014000 4001b6d8 c0000203 c0000204 0800f7fd 00010001");
        try (TunnelPrograms programs = TunnelPrograms.open(TunnelPrograms.End.HOME_AGENT);
                BpfProgram outOf = programs.load(TunnelPrograms.End.HOME_AGENT.outOf())) {
            programs.maps().putLocalEnd(CAFES[0]);
            assertThat(outOf.test(stranger, 1).verdict()).as("dropped").isEqualTo(2);
            programs.maps().configure(true);
            assertThat(outOf.test(stranger, 1).verdict()).as("passed on").isEqualTo(-1);
            programs.maps().configure(false);
            assertThat(outOf.test(stranger, 1).verdict()).isEqualTo(2);
        }
    }
}
