package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream.Kind;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(120)
final class WireGuardWorldNetnsTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory = Path.of("");

    private final WireGuardWorldProvider provider = new WireGuardWorldProvider();
    private Leftovers before = new Leftovers(Set.of());

    @BeforeEach
    void look() {
        NetnsSupport.assumeAvailable();
        assumeTrue(provider.obstacle().isEmpty(), () -> provider.obstacle().toString());
        before = Leftovers.now();
    }

    @AfterEach
    void nothingIsLeft() {
        before.assertNothingNew();
    }

    @Test
    void aStreamReachesTheNodeInANetworkBothWays() throws Exception {
        Scenario scenario = new Scripts()
                        .network("core", "10.30.0.0/24")
                        .network("cafe", "192.0.2.0/24")
                        .agent("ha", "core", "10.30.0.1")
                        .mobile("mn", "10.99.0.57")
                        .host("cn", "core", "10.30.0.200")
                        .stream("voice", Kind.UDP, "cn", "mn", true)
                        .move(100, "mn", "cafe")
                        .end(7500);
        try (World world = provider.open(new WorldProvider.Options(1, false))) {
            Observations seen = world.run(scenario, new RunDirectory(directory), new HeardProgress());
            assertThat(seen.dataplane()).isEqualTo("wireguard-go");
            assertThat(seen.world()).isEqualTo("wireguard");
            assertThat(seen.flows()).hasSize(2);
            for (DatagramFlow flow : seen.flows()) {
                assertThat(flow.arrivals())
                        .as("after the handshake, which is tried again when there is a network")
                        .anyMatch(arrival -> arrival.nanos() > seen.startNanos() + 7 * SECOND);
            }
        }
    }

    @Test
    void aNodeWithAHomeLinkIsRefusedWithWhatWouldHelp() throws Exception {
        Scenario scenario = Scripts.village().end(100);
        try (World world = provider.open(new WorldProvider.Options(1, false))) {
            assertThatThrownBy(() -> world.run(scenario, new RunDirectory(directory), new HeardProgress()))
                    .isInstanceOf(WorldException.class)
                    .hasMessage("with WireGuard nobody is at home on a link: give mn a home address that is in none of"
                            + " the networks");
        }
    }
}
