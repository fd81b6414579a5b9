package org.mobileip.scenarios.language;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobileip.config.Problem;
import org.mobileip.config.Problems;

/** What is wrong with the runs of a script: each thing once, and with the values of its loops where not all runs have it. */
final class RunProblems {

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private int runs;

    private record Seen(Problem problem, Map<String, String> values, int times) {}

    /** What is wrong with the run that has these values for its loops. */
    void add(Map<String, String> values, Problems found) {
        runs++;
        found.found()
                .forEach(problem -> seen.merge(
                        problem.summary(),
                        new Seen(problem, values, 1),
                        (before, again) -> new Seen(before.problem(), before.values(), before.times() + 1)));
    }

    void report(Problems all) {
        seen.values().forEach(each -> all.add(each.times() == runs ? each.problem() : withValues(each)));
    }

    private static Problem withValues(Seen seen) {
        String values = seen.values().entrySet().stream()
                .map(each -> each.getKey() + " = " + each.getValue())
                .collect(Collectors.joining(", "));
        String others = seen.times() == 1 ? "" : ", and in " + (seen.times() - 1) + " other runs";
        Problem problem = seen.problem();
        return new Problem(
                problem.severity(),
                problem.place(),
                problem.message() + " (with " + values + others + ")",
                problem.hint());
    }
}
