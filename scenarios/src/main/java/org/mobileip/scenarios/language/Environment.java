package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.scenarios.language.Settings.Definition;

/**
 * What {@code $KEY} stands for in one run. A key reaches as far as it can: of {@code $LIMIT-x}, {@code LIMIT-x} where that
 * is set, else {@code LIMIT}; {@code ${LIMIT}} says it plainly, and {@code $$} is a dollar.
 */
final class Environment {

    /** Settings that are made of settings that are made of settings: nobody can follow more. */
    private static final int DEEPEST = 20;

    private static final int LONGEST = 1000;

    private final Settings settings;
    private final Map<String, String> loopValues;
    private final Problems problems;
    private final Map<String, Optional<String>> known = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Environment(Settings settings, Map<String, String> loopValues, Problems problems) {
        this.settings = settings;
        this.loopValues = loopValues;
        this.problems = problems;
    }

    /** {@code token} with all settings in place; empty where that cannot be, which was reported. */
    Optional<Token> substitute(Token token) {
        if (token.text().indexOf('$') < 0 || token.kind() == Token.Kind.SIGN) {
            return Optional.of(token);
        }
        List<Definition> used = new ArrayList<>();
        return expand(token.text(), token.place(), used)
                .map(text -> new Token(token.kind(), text, token.place(), origin(used)));
    }

    private static Optional<String> origin(List<Definition> used) {
        return used.stream()
                .findFirst()
                .map(first -> "$" + first.key() + " is set "
                        + (first.isOverridden() ? "by --set" : "on line " + first.line()));
    }

    private Optional<String> expand(String text, Place place, List<Definition> used) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char each = text.charAt(at);
            int end = each == '$' ? endOfKey(text, at + 1) : at;
            if (each == '$' && text.startsWith("$", at + 1)) {
                expanded.append('$');
                at += 2;
            } else if (end <= at + 1) {
                expanded.append(each);
                at++;
            } else {
                Optional<Definition> definition = definition(text, at + 1, end, place);
                Optional<String> value = definition.flatMap(this::value);
                if (value.isEmpty() || expanded.length() + value.get().length() > LONGEST) {
                    value.ifPresent(tooMuch -> problems.error(
                            place, "this has more than " + LONGEST + " characters with its settings in place"));
                    return Optional.empty();
                }
                used.add(definition.get());
                expanded.append(value.get());
                at = endOf(definition.get().key(), text, at + 1);
            }
        }
        return Optional.of(expanded.toString());
    }

    /** Behind the longest key that can begin at {@code from}; {@code from} where none can. */
    private static int endOfKey(String text, int from) {
        if (text.startsWith("{", from)) {
            int close = text.indexOf('}', from);
            return close > from + 1 ? close + 1 : from;
        }
        int end = from;
        while (end < text.length() && Kinds.isInName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int endOf(String key, String text, int from) {
        return from + key.length() + (text.startsWith("{", from) ? 2 : 0);
    }

    private Optional<Definition> definition(String text, int from, int end, Place place) {
        boolean braces = text.startsWith("{", from);
        String longest = braces ? text.substring(from + 1, end - 1) : text.substring(from, end);
        int most = Math.min(longest.length(), Kinds.LONGEST_NAME);
        for (int length = most; length > 0 && (length == longest.length() || !braces); length--) {
            Optional<Definition> found = settings.definition(longest.substring(0, length));
            if (found.isPresent()) {
                return found;
            }
        }
        problems.error(place, "unknown setting \"" + Token.shortened(longest) + "\"", settings.hint(longest));
        return Optional.empty();
    }

    /** All settings and the values of all loops, in the order of the script. */
    List<Scenario.Setting> all() {
        List<Scenario.Setting> all = new ArrayList<>();
        for (Definition each : settings.definitions()) {
            if (!each.isLoop() || loopValues.containsKey(each.key())) {
                value(each).ifPresent(value -> all.add(new Scenario.Setting(each.line(), each.key(), value)));
            }
        }
        return all;
    }

    /** The value of a setting, worked out once. */
    private Optional<String> value(Definition definition) {
        String key = definition.key();
        if (loopValues.containsKey(key)) {
            return Optional.ofNullable(loopValues.get(key));
        }
        if (known.containsKey(key)) {
            return known.get(key);
        }
        Optional<String> value = open.contains(key) ? circle(definition) : workOut(definition);
        known.put(key, value);
        return value;
    }

    private Optional<String> circle(Definition definition) {
        List<String> round = new ArrayList<>(open);
        String path = String.join(" → ", round.subList(round.indexOf(definition.key()), round.size()));
        problems.error(
                definition.place(),
                "\"" + definition.key() + "\" is set to itself: " + path + " → " + definition.key(),
                "give one of them a value of its own");
        return Optional.empty();
    }

    private Optional<String> workOut(Definition definition) {
        if (definition.values().isEmpty()) {
            return Optional.empty();
        }
        if (definition.isLoop()) {
            problems.error(definition.place(), "the values of one loop are used for another", "write them out");
            return Optional.empty();
        }
        if (open.size() == DEEPEST) {
            problems.error(definition.place(), "settings are made of each other more than " + DEEPEST + " deep");
            return Optional.empty();
        }
        open.add(definition.key());
        Token value = definition.values().get(0);
        Optional<String> expanded = expand(value.text(), value.place(), new ArrayList<>());
        open.remove(definition.key());
        return expanded;
    }
}
