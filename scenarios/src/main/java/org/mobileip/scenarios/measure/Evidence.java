package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which frames show that an expectation was missed: of those that speak of a move, where the time ended that was too long. */
public final class Evidence {

    private static final String REGISTERED = "registered";
    private static final Duration NEVER = Duration.ofDays(1);

    private final RunResult result;
    private final Map<Integer, List<String>> remarks = new TreeMap<>();

    private Evidence(RunResult result) {
        this.result = result;
    }

    /** Remarks by the number of their frame in {@code packets.pcapng}. */
    public static Map<Integer, List<String>> of(RunResult result) {
        Evidence evidence = new Evidence(result);
        result.expectations().stream().filter(verdict -> !verdict.ok()).forEach(evidence::add);
        return evidence.remarks;
    }

    private void add(Verdict missed) {
        boolean ofRegistration = missed.text().startsWith(REGISTERED);
        worst(missed, ofRegistration)
                .flatMap(move -> ofRegistration
                        ? move.frames().registration()
                        : move.frames().firstPacket().or(move.frames()::registration))
                .ifPresent(frame -> remarks.computeIfAbsent(frame, none -> new ArrayList<>())
                        .add(told(missed)));
    }

    /** Of the moves that the check speaks of, the one that took longest; one that never came about before all others. */
    private Optional<MoveResult> worst(Verdict missed, boolean ofRegistration) {
        return result.moves().stream()
                .filter(move -> isAbout(missed.scope(), move))
                .max(Comparator.comparing(
                        move -> (ofRegistration ? move.registered() : move.interruption()).orElse(NEVER)));
    }

    private static boolean isAbout(String scope, MoveResult move) {
        String time = ScriptTime.of(move.at());
        return scope.equals("move at " + time) || scope.equals("move of " + move.node() + " at " + time);
    }

    private static String told(Verdict missed) {
        String measured = missed.figure()
                .filter(figure -> figure.measured().isPresent())
                .map(figure -> String.format(
                        Locale.ROOT, ": %.1f %s", figure.measured().getAsDouble(), figure.unit()))
                .orElse(missed.detail().isEmpty() ? "" : ": " + missed.detail());
        return "expectation on line " + missed.line() + " failed here: " + missed.text() + measured;
    }
}
