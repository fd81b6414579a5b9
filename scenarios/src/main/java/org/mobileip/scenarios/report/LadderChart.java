package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveResult;

/** What was said on the wire around one move: a column a node, an arrow a message, with its frame number in the capture. */
final class LadderChart {

    private static final double WIDTH = 1000;
    private static final double FIRST_COLUMN = 150;
    private static final double LAST_COLUMN = 620;
    private static final double ROW = 24;
    private static final double BEFORE = 40;
    private static final double AFTER = 1500;
    private static final int MOST_ROWS = 24;

    private final Scenario scenario;
    private final Packets packets;

    LadderChart(Scenario scenario, Packets packets) {
        this.scenario = scenario;
        this.packets = packets;
    }

    /**
     * The picture of one move; empty where nothing was captured.
     *
     * @param until the script's time of the next move in ms, or the end
     */
    String svg(MoveResult move, int index, double until) {
        double begin = move.at().toNanos() / 1e6;
        List<Packets.Message> near = packets.messages().stream()
                .filter(message ->
                        message.sent().at() >= begin - BEFORE && message.sent().at() < Math.min(until, begin + AFTER))
                .filter(message -> isBetween(message, move.node()))
                .limit(MOST_ROWS)
                .toList();
        if (near.isEmpty()) {
            return "";
        }
        List<String> columns = columns(move.node(), near);
        Svg svg = new Svg(WIDTH);
        double bottom = 40 + ROW * near.size();
        for (int i = 0; i < columns.size(); i++) {
            double x = x(columns, columns.get(i));
            svg.label(x, 16, columns.get(i), Svg.Anchor.MIDDLE, Ink.TEXT, 13);
            svg.line(x, 24, x, bottom, Ink.GRID, 2);
        }
        for (int i = 0; i < near.size(); i++) {
            row(svg, columns, near.get(i), begin, 44 + ROW * i);
        }
        return Html.picture(svg.finish(
                "Messages of move " + (index + 1),
                "Times in milliseconds from the move; numbers with # are frames of packets.pcapng"));
    }

    private boolean isBetween(Packets.Message message, String mobile) {
        boolean concerned = message.from().equals(mobile)
                || message.to().map(mobile::equals).orElse(false);
        boolean agent =
                scenario.homeAgent(message.from()).isPresent() && message.to().isEmpty();
        return concerned || agent;
    }

    private List<String> columns(String mobile, List<Packets.Message> near) {
        List<String> columns = new ArrayList<>(List.of(mobile));
        for (Packets.Message message : near) {
            message.to().filter(to -> !columns.contains(to)).ifPresent(columns::add);
            if (!columns.contains(message.from())) {
                columns.add(message.from());
            }
        }
        return columns;
    }

    private static double x(List<String> columns, String node) {
        int place = Math.max(0, columns.indexOf(node));
        return columns.size() < 2
                ? FIRST_COLUMN
                : FIRST_COLUMN + (LAST_COLUMN - FIRST_COLUMN) * place / (columns.size() - 1);
    }

    private void row(Svg svg, List<String> columns, Packets.Message message, double begin, double y) {
        Ink ink =
                switch (message.kind()) {
                    case REQUEST -> Ink.BLUE;
                    case REPLY -> Ink.GREEN;
                    case DENIAL -> Ink.RED;
                    case ANNOUNCEMENT, SOLICITATION -> Ink.PURPLE;
                    case TUNNELLED -> Ink.ORANGE;
                };
        double from = x(columns, message.from());
        svg.label(FIRST_COLUMN - 60, y + 4, relative(message.sent().at() - begin), Svg.Anchor.END, Ink.FAINT, 11);
        if (message.to().isPresent()) {
            double to = x(columns, message.to().get());
            svg.line(from, y, to, y, ink, message.kind() == Packets.Kind.TUNNELLED ? 3 : 1.6);
            svg.head(to, y, to > from, ink);
        } else {
            svg.dot(from, y, 3.5, ink);
            svg.line(from, y, from + 26, y, ink, 1.6);
            if (message.kind() == Packets.Kind.REQUEST || message.kind() == Packets.Kind.REPLY) {
                svg.label(from + 32, y + 4, "✕ lost", Svg.Anchor.START, Ink.RED, 11);
            }
        }
        svg.label(LAST_COLUMN + 30, y + 4, told(message, begin), Svg.Anchor.START, Ink.TEXT, 11);
    }

    private static String told(Packets.Message message, double begin) {
        String frame = "#" + message.sent().frame();
        String arrival = message.received()
                .map(seen -> (seen.frame() == message.sent().frame() ? "" : " → #" + seen.frame()) + " at "
                        + relative(seen.at() - begin))
                .orElse("");
        return switch (message.kind()) {
            case REQUEST -> "request  " + message.text() + "  " + frame + arrival;
            case REPLY -> "reply  " + message.text() + "  " + frame + arrival;
            case DENIAL -> "denied  " + message.text() + "  " + frame + arrival;
            case ANNOUNCEMENT, SOLICITATION, TUNNELLED -> message.text() + "  " + frame + arrival;
        };
    }

    private static String relative(double millis) {
        return String.format(Locale.ROOT, "%+.1f", millis);
    }
}
