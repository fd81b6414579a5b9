package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lines made from the grammar: of each kind, enough of them that every word and every place for a value stands in one. */
final class Sentences {

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("DUR", "20ms"),
            Map.entry("TIME", "5s"),
            Map.entry("PCT", "2.5%"),
            Map.entry("BPS", "1500kbit/s"),
            Map.entry("N", "1400"),
            Map.entry("N|PCT", "0.5%"),
            Map.entry("CODE", "131"),
            Map.entry("CMP", "<="),
            Map.entry("SPI", "0x1f4"),
            Map.entry("DUR|infinite", "90s"),
            Map.entry("DUR|auto", "2s"),
            Map.entry("N|auto", "1400"),
            Map.entry("ipip,gre,…", "gre,ipip"),
            Map.entry("PROTOCOL:NET,…", "udp:lte,tcp:cafe"),
            Map.entry("NET", "lte"),
            Map.entry("NODE", "mn"),
            Map.entry("STREAM", "voice"),
            Map.entry("KEY", "LIMIT"),
            Map.entry("VALUE", "60ms"),
            Map.entry("STRING", "\"Two words\""));

    private static final Map<String, Map<String, String>> VALUES_OF_LINES = Map.of(
            "network", Map.of("NAME", "train", "PREFIX", "10.9.0.0/24"),
            "home-agent", Map.of("NAME", "agent", "IP", "198.51.100.9", "DUR", "20s"),
            "mobile", Map.of("NAME", "van", "IP", "10.10.0.58", "PREFIX", "10.20.0.0/24"),
            "host", Map.of("NAME", "server", "IP", "198.51.100.8"),
            "stream", Map.of("NAME", "more", "N", "200"),
            "for", Map.of("NAME", "SOME"),
            "repeat", Map.of("N", "30"),
            "expect", Map.of("DUR", "60ms"),
            "warn", Map.of("DUR", "60ms"));

    private final String keyword;

    private Sentences(String keyword) {
        this.keyword = keyword;
    }

    /** Lines of one kind. */
    static List<String> of(Statement statement) {
        return new Sentences(statement.keyword())
                .of(statement.form()).stream()
                        .map(Sentences::sensible)
                        .distinct()
                        .toList();
    }

    /** What can stand in a part of lines that begin with {@code keyword}. */
    static List<String> of(String keyword, Form form) {
        return new Sentences(keyword)
                .of(form).stream().map(Sentences::sensible).distinct().toList();
    }

    /** Lines of all kinds. */
    static List<String> all() {
        return Grammar.statements().stream()
                .flatMap(statement -> of(statement).stream())
                .toList();
    }

    /** A whole script in which {@code line} makes sense. */
    static String script(String line) {
        if (line.equals("at 5s stop")) {
            return Scripts.BASE + line + "\n";
        }
        String before = line.startsWith("at 5s start") ? "at 4s kill mn\n" : "";
        return Scripts.BASE + before + line + "\nat 1h move mn to cafe\nat 2h stop\n";
    }

    /** What is measured on one kind of stream names one of it. */
    private static String sensible(String line) {
        return line.replace("rtt of voice", "rtt of probe")
                .replace("stall of voice", "stall of file")
                .replace("voice intact", "file intact")
                .replace("nat lte rebind", "nat cafe rebind")
                .replace("after move at 5s", "after move at 1h")
                .replace("reply 131 from mn", "reply 131 from ha")
                .replace("more udp mn", "more udp cn")
                .replace("more tcp mn", "more tcp cn")
                .replace("more ping mn", "more ping cn")
                .strip()
                .replaceAll(" +", " ");
    }

    private List<String> of(Form form) {
        if (form instanceof Form.Word word) {
            return List.of(word.text());
        } else if (form instanceof Form.Slot<?> slot) {
            return List.of(value(slot.kind()));
        } else if (form instanceof Form.Sequence sequence) {
            return of(sequence);
        } else if (form instanceof Form.OneOf choice) {
            return choice.choices().stream().flatMap(each -> of(each).stream()).toList();
        } else if (form instanceof Form.Maybe maybe) {
            return orNothing(of(maybe.form()));
        } else if (form instanceof Form.AnyOf any) {
            return orNothing(
                    any.choices().stream().flatMap(each -> of(each).stream()).toList());
        } else if (form instanceof Form.Many many) {
            return List.of(value(many.slot().kind()) + " \"a b\"");
        }
        throw new AssertionError(form);
    }

    private static List<String> orNothing(List<String> some) {
        return Stream.concat(Stream.of(""), some.stream()).toList();
    }

    /** Each part in all its ways, the others in their first. */
    private List<String> of(Form.Sequence sequence) {
        List<List<String>> parts = sequence.parts().stream().map(this::of).toList();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (String way : parts.get(i)) {
                List<String> line = new ArrayList<>();
                for (int j = 0; j < parts.size(); j++) {
                    line.add(j == i ? way : parts.get(j).get(0));
                }
                all.add(String.join(" ", line));
            }
        }
        return all;
    }

    private String value(Kind<?> kind) {
        String symbol = kind.symbol();
        String own = VALUES_OF_LINES.getOrDefault(keyword, Map.of()).get(symbol);
        if (own != null) {
            return own;
        }
        if (symbol.matches("[a-z0-9-]+(\\|[a-z0-9-]+)+")) {
            return symbol.split("\\|", -1)[1];
        }
        String value = VALUES.get(symbol);
        if (value == null) {
            throw new AssertionError("no example of " + symbol);
        }
        return value;
    }
}
