package org.mobileip.scenarios.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.PingResult;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.StreamResult;

/** What the streams went through in the whole run, in figures. */
final class StreamTable {

    private final RunResult result;

    StreamTable(RunResult result) {
        this.result = result;
    }

    String html() {
        List<List<String>> rows = new ArrayList<>();
        result.datagrams()
                .forEach((name, flows) -> flows.forEach((direction, flow) -> rows.add(row(name, direction, flow))));
        result.pings().forEach((name, ping) -> rows.add(row(name, ping)));
        result.streams()
                .forEach((name, tcp) -> rows.add(List.of(
                        Html.escape(name),
                        tcp.bytes() + " octets",
                        tcp.intact() ? "intact" : "not intact",
                        tcp.connections() + " connections, " + tcp.resets() + " resets",
                        "longest stall " + Html.millis(tcp.longestStall().toNanos() / 1e6))));
        return Html.table(List.of("stream", "sent", "lost", "duplicated", "longest silence"), rows);
    }

    private static List<String> row(String name, Direction direction, StreamResult flow) {
        return List.of(
                Html.escape(name) + (direction == Direction.DOWN ? " ↓" : " ↑"),
                Long.toString(flow.sent()),
                Long.toString(flow.lost()),
                Long.toString(flow.duplicated()),
                Html.millis(flow.interruption().toNanos() / 1e6));
    }

    private static List<String> row(String name, PingResult ping) {
        String trips = ", round trip " + trip(ping.least()) + " / " + trip(ping.median()) + " / " + trip(ping.most());
        StreamResult answers = ping.answers();
        return List.of(
                Html.escape(name),
                Long.toString(answers.sent()),
                Long.toString(answers.lost()),
                Long.toString(answers.duplicated()),
                Html.millis(answers.interruption().toNanos() / 1e6) + trips);
    }

    private static String trip(Optional<Duration> trip) {
        return trip.map(it -> Html.millis(it.toNanos() / 1e6)).orElse("–");
    }
}
