package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.Suggestion;

/** What is called how. Networks and nodes share one set of names, streams have their own. */
final class Names {

    /** What a name can stand for. */
    enum Sort {
        NETWORK("network", "networks"),
        HOME_AGENT("home agent", "home agents"),
        MOBILE("mobile node", "mobile nodes"),
        HOST("host", "hosts"),
        STREAM("stream", "streams");

        private final String one;
        private final String several;

        Sort(String one, String several) {
            this.one = one;
            this.several = several;
        }

        String one() {
            return one;
        }
    }

    /** Names that are looked through for what may have been meant. */
    private static final int MOST_SUGGESTED = 200;

    private static final int MOST_LISTED = 8;

    private record Declared(Sort sort, Place place) {}

    private record Reference(Match.Located<String> name, List<Sort> sorts) {}

    private final Problems problems;
    private final Map<String, Declared> places = new LinkedHashMap<>();
    private final Map<String, Declared> streams = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> doubtful = new HashSet<>();

    Names(Problems problems) {
        this.problems = problems;
    }

    /** Names on lines that were not understood: nobody is told that they do not exist. */
    void doubt(String name) {
        doubtful.add(name);
    }

    /** Reports a name that is taken. */
    void declare(Match.Located<String> name, Sort sort) {
        Declared before = among(sort).putIfAbsent(name.value(), new Declared(sort, name.place()));
        if (before != null) {
            problems.error(
                    name.place(),
                    "\"" + name.value() + "\" is a " + before.sort().one + " already (line "
                            + before.place().line() + ")",
                    sort == Sort.STREAM
                            ? "each stream has its own name"
                            : "each network and each node has its own name");
        }
    }

    private Map<String, Declared> among(Sort sort) {
        return sort == Sort.STREAM ? streams : places;
    }

    /** Notes that {@code name} has to be one of {@code sorts}. */
    void refer(Match.Located<String> name, List<Sort> sorts) {
        references.add(new Reference(name, sorts));
    }

    /** Whether {@code name} is one of {@code sorts}. */
    boolean is(String name, Sort... sorts) {
        Declared found = among(sorts[0]).get(name);
        return found != null && Arrays.asList(sorts).contains(found.sort());
    }

    /** Reports every name that is not what it has to be. */
    void check() {
        for (Reference each : references) {
            if (problems.isFull()) {
                return;
            }
            check(each.name(), each.sorts());
        }
    }

    private void check(Match.Located<String> name, List<Sort> wanted) {
        Declared found = among(wanted.get(0)).get(name.value());
        boolean fits = found != null && wanted.contains(found.sort());
        if (fits || (found == null && doubtful.contains(name.value()))) {
            return;
        }
        String what = wanted.stream().map(Sort::one).collect(Collectors.joining(" or "));
        String message = found == null
                ? "unknown " + what + " \"" + name.value() + "\""
                : "\"" + name.value() + "\" is a " + found.sort().one + ", not a " + what;
        problems.error(name.place(), message, hint(name.value(), found == null, wanted));
    }

    private String hint(String written, boolean isUnknown, List<Sort> wanted) {
        List<String> known = among(wanted.get(0)).entrySet().stream()
                .filter(each -> wanted.contains(each.getValue().sort()))
                .map(Map.Entry::getKey)
                .limit(MOST_SUGGESTED)
                .toList();
        String several = wanted.stream().map(sort -> sort.several).collect(Collectors.joining(", "));
        if (known.isEmpty()) {
            return "this script has no " + several;
        }
        return Suggestion.closest(written, known)
                .filter(any -> isUnknown)
                .map(meant -> "did you mean \"" + meant + "\"?")
                .orElseGet(() -> several + " in this script: " + listed(known));
    }

    private static String listed(List<String> names) {
        String first = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return names.size() <= MOST_LISTED ? first : first + ", …";
    }
}
