package org.mobileip.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Collects everything that is wrong while files are read; what is wrong twice in one way is said once. */
public final class Problems {

    /** A hopeless file is not quoted back forever: this many errors, and this many warnings. */
    private static final int MOST = 1000;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private final Map<Path, Integer> order = new HashMap<>();

    /** Files are reported in the order in which they are announced here. */
    public void announce(SourceFile source) {
        order.putIfAbsent(source.path(), order.size());
    }

    public void error(Place place, String message) {
        add(new Problem(Problem.Severity.ERROR, place, message, Optional.empty()));
    }

    public void error(Place place, String message, String hint) {
        add(new Problem(Problem.Severity.ERROR, place, message, Optional.of(hint)));
    }

    public void error(Place place, BadValue bad) {
        add(new Problem(Problem.Severity.ERROR, place, bad.reason(), bad.hint()));
    }

    public void warning(Place place, String message, String hint) {
        add(new Problem(Problem.Severity.WARNING, place, message, Optional.of(hint)));
    }

    /** Adds {@code problem}, unless there are too many already; the last of too many errors says so. */
    public void add(Problem problem) {
        List<Problem> alike = problem.isError() ? errors : warnings;
        if (alike.size() < MOST && said.add(problem.summary())) {
            alike.add(problem);
        } else if (alike == errors && errors.size() == MOST && said.add("")) {
            String message = "there are more than " + MOST + " errors: the others are not shown";
            errors.add(new Problem(Problem.Severity.ERROR, problem.place(), message, Optional.empty()));
        }
    }

    /** Whether there are more errors than are shown: nothing that is added now changes anything. */
    public boolean isFull() {
        return errors.size() > MOST;
    }

    /** Everything, in the order in which it was found, errors first. */
    public List<Problem> found() {
        return Stream.concat(errors.stream(), warnings.stream()).toList();
    }

    /**
     * The warnings of a file that can be used.
     *
     * @throws ConfigException when there was an error
     */
    public List<Problem> warningsUnlessErrors() throws ConfigException {
        List<Problem> sorted = new ArrayList<>(found());
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
