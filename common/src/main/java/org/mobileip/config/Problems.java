package org.mobileip.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects everything that is wrong while files are read. */
final class Problems {

    /** A hopeless file is not quoted back forever. */
    private static final int MOST = 1000;

    private final List<Problem> found = new ArrayList<>();
    private final Map<Path, Integer> order = new HashMap<>();

    /** Files are reported in the order in which they are announced here. */
    void announce(SourceFile source) {
        order.putIfAbsent(source.path(), order.size());
    }

    void error(Place place, String message) {
        add(new Problem(Problem.Severity.ERROR, place, message, Optional.empty()));
    }

    void error(Place place, String message, String hint) {
        add(new Problem(Problem.Severity.ERROR, place, message, Optional.of(hint)));
    }

    void error(Place place, BadValue bad) {
        add(new Problem(Problem.Severity.ERROR, place, bad.reason(), bad.hint()));
    }

    void warning(Place place, String message, String hint) {
        add(new Problem(Problem.Severity.WARNING, place, message, Optional.of(hint)));
    }

    /** For what is valid but done by a later version: nothing is ignored in silence. */
    void notServedYet(Place place, String what) {
        String message = what + " is not served by this version yet";
        add(new Problem(Problem.Severity.WARNING, place, message, Optional.empty()));
    }

    private void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    /**
     * The warnings of a file that can be used.
     *
     * @throws ConfigException when there was an error
     */
    List<Problem> warningsUnlessErrors() throws ConfigException {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.<Problem>comparingInt(
                        problem -> order.getOrDefault(problem.place().source().path(), Integer.MAX_VALUE))
                .thenComparingInt(problem -> problem.place().line())
                .thenComparingInt(problem -> problem.place().column()));
        if (sorted.stream().anyMatch(Problem::isError)) {
            throw new ConfigException(sorted);
        }
        return sorted;
    }
}
