package org.mobileip.scenarios.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.BadValue;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.config.Suggestion;
import org.mobileip.scenarios.language.Scenario.Loop;

/** What a script sets and loops over, and what the command line puts in its place. */
final class Settings {

    /** More runs than anybody waits for. */
    private static final int MOST_RUNS = 1000;

    private static final int MOST_LINES = 1_000_000;

    private final Problems problems;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    /**
     * A line {@code set} or {@code for}.
     *
     * @param values one of {@code set}, any number of {@code for}; none where the line was not understood
     */
    record Definition(String key, Place place, List<Token> values, boolean isLoop, boolean isOverridden) {

        Definition {
            values = List.copyOf(values);
        }

        int line() {
            return place.line();
        }
    }

    Settings(Problems problems) {
        this.problems = problems;
    }

    /** Takes in a line {@code set} or {@code for}. */
    void add(Line line, Statement statement) {
        Match match = Matcher.match(statement.form(), line, problems::error);
        boolean loop = statement == Grammar.FOR;
        Form.Slot<String> keySlot = loop ? ForStatement.KEY : SetStatement.KEY;
        if (!match.has(keySlot)) {
            return;
        }
        Match.Located<String> key = match.located(keySlot);
        List<Token> values = match.all(loop ? ForStatement.VALUE : SetStatement.VALUE).stream()
                .map(Match.Located::token)
                .toList();
        Definition definition =
                new Definition(key.value(), key.place(), match.isWhole() ? values : List.of(), loop, false);
        Definition before = definitions.putIfAbsent(key.value(), definition);
        if (before != null) {
            problems.error(
                    key.place(),
                    "\"" + key.value() + "\" is set already (line " + before.line() + ")",
                    "each setting and each loop has its own name");
        }
    }

    /** A line that was not understood may have set this: nobody is told that it is not set. */
    void doubt(Token key) {
        definitions.putIfAbsent(key.text(), new Definition(key.text(), key.place(), List.of(), false, false));
    }

    /** Puts what {@code --set} says in place of what the script says. */
    void override(Map<String, String> overrides) {
        if (overrides.isEmpty()) {
            return;
        }
        List<String> written = overrides.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
        SourceFile commandLine = new SourceFile(Path.of("--set"), written);
        problems.announce(commandLine);
        int number = 0;
        for (Map.Entry<String, String> each : overrides.entrySet()) {
            Place key = new Place(
                    commandLine,
                    ++number,
                    1,
                    Math.max(1, each.getKey().codePointCount(0, each.getKey().length())));
            override(each.getKey(), each.getValue(), key);
        }
    }

    private void override(String key, String value, Place place) {
        Definition before = definitions.get(key);
        if (before == null) {
            problems.error(place, "this script has no setting \"" + Token.shortened(key) + "\"", hint(key));
            return;
        }
        try {
            Kinds.VALUE.parser().parse(value);
        } catch (BadValue bad) {
            problems.error(place, bad);
        }
        Token token = new Token(Token.Kind.WORD, value.replace("$", "$$"), place);
        definitions.put(key, new Definition(key, before.place(), List.of(token), before.isLoop(), true));
    }

    /** What somebody who wrote the unknown {@code key} may have meant. */
    String hint(String key) {
        if (definitions.isEmpty()) {
            return "it has none at all; one is made by a line like: set LIMIT 60ms";
        }
        return Suggestion.closest(key, definitions.keySet().stream().limit(200).toList())
                .map(meant -> "did you mean \"" + meant + "\"?")
                .orElseGet(() -> "it has: "
                        + definitions.keySet().stream().limit(8).collect(java.util.stream.Collectors.joining(", ")));
    }

    Optional<Definition> definition(String key) {
        return Optional.ofNullable(definitions.get(key));
    }

    List<Definition> definitions() {
        return List.copyOf(definitions.values());
    }

    /** The loops, with the settings in their values put in place. */
    List<Loop> loops() {
        List<Loop> loops = new ArrayList<>();
        Environment outside = new Environment(this, Map.of(), problems);
        for (Definition each : definitions.values()) {
            if (each.isLoop()) {
                List<String> values = each.values().stream()
                        .flatMap(token -> outside.substitute(token).stream())
                        .map(Token::text)
                        .toList();
                loops.add(new Loop(each.line(), each.key(), values));
            }
        }
        return loops;
    }

    /**
     * The values of all loops for each run; one run without values where there are no loops, and one with the first values
     * where there would be too many, which is reported.
     *
     * @param lines how long the script is
     */
    List<Map<String, String>> runs(List<Loop> loops, int lines) {
        List<Loop> understood =
                loops.stream().filter(loop -> !loop.values().isEmpty()).toList();
        boolean tooMany = false;
        long runs = 1;
        for (Loop loop : understood) {
            runs *= loop.values().size();
            if (!tooMany && (runs > MOST_RUNS || runs * lines > MOST_LINES)) {
                tooMany = true;
                definition(loop.variable())
                        .ifPresent(each -> problems.error(
                                each.place(),
                                "too many runs: with this loop, there are more than can be done",
                                "at most " + MOST_RUNS + ", and " + MOST_LINES + " lines in all of them together"));
            }
        }
        List<Map<String, String>> all = List.of(Map.of());
        for (Loop loop : understood) {
            all = longer(all, loop.variable(), tooMany ? loop.values().subList(0, 1) : loop.values());
        }
        return all;
    }

    private static List<Map<String, String>> longer(List<Map<String, String>> all, String key, List<String> values) {
        List<Map<String, String>> longer = new ArrayList<>();
        for (Map<String, String> each : all) {
            for (String value : values) {
                Map<String, String> more = new LinkedHashMap<>(each);
                more.put(key, value);
                longer.add(more);
            }
        }
        return longer;
    }
}
