package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.NetnsSupport;

/** A program joins a multicast group while the node is away (RFC 5944 §4.4): which IGMP source the kernel takes. */
@Tag("netns")
class GroupsNetnsTest {

    private static final InetSocketAddress GROUP = new InetSocketAddress("239.1.2.3", 5000);

    @TempDir
    private static Path directory = Path.of("");

    private static Optional<Roaming> prepared = Optional.empty();

    /** For both tests: a node in a café. */
    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        Roaming made = new Roaming(directory);
        prepared = Optional.of(made);
        made.start();
        made.cafeUp();
        made.awaitState("away");
    }

    @AfterAll
    static void end() {
        prepared.ifPresent(Roaming::close);
    }

    private MulticastSocket join(String interfaceName) {
        return prepared.orElseThrow().machine.call(() -> {
            MulticastSocket program = new MulticastSocket(GROUP.getPort());
            program.joinGroup(GROUP, NetworkInterface.getByName(interfaceName));
            return program;
        });
    }

    @Test
    void saysOnAVisitedLinkThatItsCareOfAddressListens() {
        Roaming lab = prepared.orElseThrow();
        try (Tcpdump link = new Tcpdump(lab.world, "cafe1", "igmp");
                MulticastSocket program = join("cafe0")) {
            assertThat(program.isBound()).isTrue();
            link.await("a report of the group", 0, line -> line.contains("192.0.2.44 > ") && line.contains("igmp"));
            assertThat(link.lines()).noneMatch(line -> line.contains("10.10.0.57"));
        }
    }

    @Test
    void saysIntoTheTunnelThatItsHomeAddressListens() {
        Roaming lab = prepared.orElseThrow();
        try (Tcpdump tunnel = new Tcpdump(lab.machine, "mip0", "igmp");
                MulticastSocket program = join("mip0")) {
            assertThat(program.isBound()).isTrue();
            tunnel.await("a report of the group", 0, line -> line.contains("10.10.0.57 > "));
        }
    }
}
