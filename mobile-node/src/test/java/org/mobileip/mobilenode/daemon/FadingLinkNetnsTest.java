package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.testing.NetnsSupport;

/** Two links that are up, and one of them carries nothing any more: no event of the kernel says so. */
@Tag("netns")
@Timeout(60)
class FadingLinkNetnsTest {

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void goesToTheLinkByWhichTheHomeAgentAnswersAndKnowsTheRoundTripOfEach() throws Exception {
        try (Roaming lab = new Roaming(directory, """
                [handover]
                probe = "200ms"
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                [security]
                spi = 0x101
                key = "laptop.key"
                """)) {
            lab.start();
            join(lab, "office0", "198.51.100.23/24", "198.51.100.1", 200);
            join(lab, "cafe0", "192.0.2.44/24", "192.0.2.1", 100);
            Roaming.await("a registration at the café", () -> isUsed(lab, "cafe0"));
            Roaming.await("answers by both links", () -> roundTrip(lab, "cafe0") && roundTrip(lab, "office0"));

            ip(lab.world, "route add blackhole 192.0.2.44/32");
            Roaming.await("the office to be used", () -> isUsed(lab, "office0"));
            Roaming.await("a line that says so", () -> lab.log().stream().anyMatch(line -> line.contains("faded")));
            assertThat(roundTrip(lab, "cafe0")).isFalse();
            assertThat(ip(lab.machine, "-o link show dev cafe0")).contains("LOWER_UP");
            assertThat(latestCareOf(lab)).isEqualTo(Ipv4.parse("198.51.100.23"));
        }
    }

    private static void join(Roaming lab, String link, String address, String router, int metric) {
        ip(lab.machine, "link set " + link + " up");
        ip(lab.machine, "address add " + address + " dev " + link);
        ip(lab.machine, "route add default via " + router + " dev " + link + " metric " + metric);
    }

    private static Ipv4 latestCareOf(Roaming lab) {
        return Ipv4.parse(
                lab.status().get("care_of") instanceof Map<?, ?> careOf ? careOf.get("address") + "" : "0.0.0.0");
    }

    private static boolean isUsed(Roaming lab, String link) {
        return "away".equals(lab.status().get("state"))
                && Boolean.TRUE.equals(row(lab, link).get("used"));
    }

    private static boolean roundTrip(Roaming lab, String link) {
        return row(lab, link).get("rtt_ms") instanceof Number;
    }

    private static Map<?, ?> row(Roaming lab, String link) {
        return ((List<?>) lab.status().getOrDefault("links", List.of()))
                .stream()
                        .<Map<?, ?>>map(each -> (Map<?, ?>) each)
                        .filter(each -> link.equals(each.get("interface")))
                        .findFirst()
                        .orElse(Map.of());
    }
}
