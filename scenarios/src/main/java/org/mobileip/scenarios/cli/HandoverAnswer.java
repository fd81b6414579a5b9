package org.mobileip.scenarios.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mobileip.cli.Table;
import org.mobileip.control.Json;
import org.mobileip.scenarios.bench.HandoverFigures;

/**
 * What {@code bench handover} answers.
 *
 * @param loadBefore how many programs wanted a processor before it began
 * @param missing why there is nothing to compare with; empty: there is
 */
record HandoverAnswer(Surroundings here, double loadBefore, Optional<String> missing, List<HandoverFigures> figures) {

    private static final double MIDDLE = 0.5;
    private static final double P95 = 0.95;

    /** For people: by kind of move, with a line for each world. */
    String table() {
        StringBuilder text = new StringBuilder()
                .append(here.kernel())
                .append(", Java ")
                .append(here.java())
                .append(", ")
                .append(Words.counted(here.cpus(), "processor"))
                .append(String.format(Locale.ROOT, " for everything, load before %.2f", loadBefore))
                .append("; interruption of what is sent to the node, in milliseconds; for the time"
                        + " without an address (median) no protocol can do anything\n");
        String kind = "";
        Table table = table("");
        for (HandoverFigures each : figures) {
            if (!each.kind().title().equals(kind)) {
                text.append(kind.isEmpty() ? "" : "\n" + table);
                kind = each.kind().title();
                table = table(kind);
            }
            table.row(
                    "  " + name(each.world()),
                    String.valueOf(each.moves().size()),
                    millis(each.interruptionMillis(MIDDLE)),
                    millis(each.interruptionMillis(P95)),
                    millis(each.interruptionMillis(1)),
                    ofBroken(each, each.withoutAddressMillis()),
                    ofBroken(each, each.interruptionWithAddressMillis(P95)),
                    String.valueOf(each.lost()),
                    String.valueOf(each.duplicated()));
        }
        text.append('\n').append(table);
        missing.ifPresent(
                why -> text.append("\nnot measured: WireGuard (").append(why).append(")\n"));
        return text.toString();
    }

    private static Table table(String kind) {
        return new Table(kind, "MOVES", "MEDIAN", "P95", "WORST", "NO ADDRESS", "P95 WITHOUT THAT", "LOST", "TWICE");
    }

    private static String name(String world) {
        return world.equals("netns") ? "Mobile IP" : "WireGuard";
    }

    /** Where one link comes before the other goes, there is always one. */
    private static String ofBroken(HandoverFigures figures, OptionalDouble figure) {
        return figure.isPresent() && figures.kind().overlap().isZero() ? millis(figure.getAsDouble()) : "-";
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    /** For programs. */
    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.bench-handover/1");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("version", here.version());
        environment.put("java", here.java());
        environment.put("kernel", here.kernel());
        environment.put("cpus", here.cpus());
        environment.put("load_before", loadBefore);
        document.put("environment", environment);
        document.put("figures", figures.stream().map(HandoverFigures::document).toList());
        missing.ifPresent(why -> document.put("wireguard_missing", why));
        return Json.writeIndented(document);
    }
}
