package org.mobileip.homeagent.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.mobileip.cli.Human;

/** {@code mobileip.home-agent/1} for a person. */
final class StatusScreen {

    private static final int MOST_EXCEPTIONS = 5;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private StatusScreen() {}

    static String of(Map<String, Object> answer) {
        Document status = Document.of(answer);
        String where = status.has("interface") ? " on " + status.text("interface") : "";
        StringBuilder screen = new StringBuilder()
                .append("home agent ")
                .append(status.text("address"))
                .append(where)
                .append(", home network ")
                .append(status.text("network"))
                .append(", up ")
                .append(Human.duration(Duration.ofSeconds(status.number("up_s"))))
                .append("\n\n");
        line(screen, "bindings", status.number("bindings") + " of " + status.number("nodes") + " nodes");
        line(screen, "registrations", registrations(status.object("registrations")));
        line(screen, "tunnel", tunnel(status));
        line(screen, "dataplane", status.text("dataplane") + ": " + status.text("dataplane_reason"));
        line(screen, "configuration", configuration(status));
        if (status.has("metrics")) {
            line(screen, "metrics", status.text("metrics"));
        }
        security(screen, status.list("security"));
        screen.append("\nHealth").append(status.words("health").isEmpty() ? ": ok\n" : "\n");
        status.words("health")
                .forEach(problem -> screen.append("  !  ").append(problem).append('\n'));
        if (!status.list("events").isEmpty()) {
            screen.append('\n');
        }
        for (Document event : status.list("events")) {
            screen.append(clock(event.text("at"))).append(' ').append(event.text("text"));
            screen.append('\n');
        }
        return screen.toString();
    }

    private static String configuration(Document status) {
        List<String> waiting = status.words("waits_for_restart");
        return status.text("configuration")
                + (status.has("configuration_loaded") ? ", loaded " + clock(status.text("configuration_loaded")) : "")
                + (waiting.isEmpty() ? "" : "; waits for a restart: " + String.join(", ", waiting));
    }

    /** The last few who failed to prove who they are; all of them are in the JSON. */
    private static void security(StringBuilder screen, List<Document> exceptions) {
        for (Document each : exceptions.subList(0, Math.min(MOST_EXCEPTIONS, exceptions.size()))) {
            String who = each.has("node") ? " as " + each.text("node") : "";
            String spi = each.has("spi") ? ", SPI " + each.text("spi") : "";
            line(
                    screen,
                    "security",
                    each.text("reason").replace('_', ' ') + " from " + each.text("peer") + who + spi + " ×"
                            + each.number("count") + ", last at " + clock(each.text("last")));
        }
    }

    private static void line(StringBuilder screen, String name, String value) {
        screen.append(String.format("  %-15s %s%n", name, value));
    }

    private static String registrations(Document registrations) {
        return registrations.number("accepted") + " accepted, "
                + withCounts(registrations.object("denied"), " denied") + ", "
                + withCounts(registrations.object("discarded"), " discarded");
    }

    private static String tunnel(Document status) {
        Document tunnel = status.object("tunnel");
        return Human.bytes(tunnel.object("to_nodes").number("bytes")) + " to nodes, "
                + Human.bytes(tunnel.object("from_nodes").number("bytes")) + " from nodes, "
                + withCounts(tunnel.object("dropped"), " dropped");
    }

    private static String withCounts(Document counts, String what) {
        return counts.sum() + what + (counts.counts().isEmpty() ? "" : " (" + counts.counts() + ")");
    }

    private static String clock(String instant) {
        return CLOCK.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }
}
