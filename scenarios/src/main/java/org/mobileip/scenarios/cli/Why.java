package org.mobileip.scenarios.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.Phases;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.ScriptTime;
import org.mobileip.scenarios.measure.Verdict;

/** Where the time went in the moves that missed what was expected of them. */
final class Why {

    private static final String DENIED = "denied with code ";

    private Why() {}

    /** One block for each such move, each line with its end; empty where there is none. */
    static String of(RunResult result, Ink ink) {
        return result.moves().stream()
                .filter(move -> result.expectations().stream().anyMatch(verdict -> isAbout(verdict, move)))
                .map(move -> block(move, result, ink))
                .collect(Collectors.joining());
    }

    private static boolean isAbout(Verdict verdict, MoveResult move) {
        return verdict.isMissed()
                && (verdict.scope().equals("move at " + ScriptTime.of(move.at()))
                        || verdict.scope().equals("move of " + move.node() + " at " + ScriptTime.of(move.at())));
    }

    private static String block(MoveResult move, RunResult result, Ink ink) {
        String interruption =
                move.interruption().map(it -> " took " + Words.millis(it)).orElse("");
        String floor = move.floor().map(it -> ", floor " + Words.millis(it)).orElse("");
        StringBuilder text = new StringBuilder()
                .append(ink.bold("█ WHY"))
                .append("  move of ")
                .append(move.node())
                .append(" to ")
                .append(move.to())
                .append(" at ")
                .append(ScriptTime.of(move.at()))
                .append(interruption)
                .append(floor)
                .append("\n   ")
                .append(phases(move.phases()))
                .append('\n');
        hint(move, result).ifPresent(hint -> text.append("   ").append(hint).append('\n'));
        return text.append('\n').toString();
    }

    private static String phases(Phases phases) {
        Map<String, Optional<Duration>> all = new LinkedHashMap<>();
        all.put("detect", phases.detect());
        all.put("address", phases.address());
        all.put("register", phases.register());
        all.put("install", phases.install());
        all.put("first packet", phases.firstPacket());
        Optional<Duration> longest =
                all.values().stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
        List<String> parts = new ArrayList<>();
        all.forEach((name, duration) ->
                parts.add(name + " " + duration.map(Words::millis).orElse("never")
                        + (duration.isPresent() && duration.equals(longest) ? " ◀" : "")));
        return String.join(" │ ", parts);
    }

    private static Optional<String> hint(MoveResult move, RunResult result) {
        Optional<String> denial = result.expectations().stream()
                .filter(verdict -> isAbout(verdict, move) && verdict.detail().startsWith(DENIED))
                .map(verdict -> verdict.detail().substring(DENIED.length()).replaceFirst(",.*", ""))
                .findFirst();
        if (denial.isPresent()) {
            return Optional.of("the home agent denied: scenarios explain " + denial.get());
        }
        return move.registered().isEmpty()
                ? Optional.of("no reply accepted it; the logs say what the nodes heard and did")
                : Optional.empty();
    }
}
