package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Expectation;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.language.Scope;

/** Holds a run against the expectations of its script: one verdict for each check. */
final class Judge {

    static final String WHOLE_RUN = "whole run";
    static final String OUTSIDE_MOVES = "outside moves";
    static final String AT_END = "at end";
    static final String OVER_RUNS = "p95 over runs";

    private final Scenario scenario;
    private final Meters meters;
    private final StreamFindings streams;
    private final ProtocolFindings protocol;
    private final MoveMeter moves;

    Judge(Scenario scenario, Observations seen) {
        this.scenario = scenario;
        this.meters = Meters.of(scenario, seen);
        this.streams = new StreamFindings(scenario, meters);
        this.protocol = new ProtocolFindings(scenario, seen);
        this.moves = new MoveMeter(scenario, meters, seen.world());
    }

    List<Verdict> verdicts() {
        return scenario.expectations().stream().flatMap(this::verdicts).toList();
    }

    private Stream<Verdict> verdicts(Expectation expected) {
        Scope scope = expected.scope();
        Condition condition = expected.condition();
        List<MoveWindow> moves = meters.moves().stream()
                .filter(move -> concerns(condition, move.move().node()))
                .toList();
        if (scope instanceof Scope.AfterEachMove) {
            return afterEachMove(expected);
        }
        if (scope instanceof Scope.AfterMoveAt after) {
            List<MoveWindow> then = moves.stream()
                    .filter(move -> move.move().planned().equals(after.at()))
                    .toList();
            return Stream.of(afterMoves(expected, then, "move at " + ScriptTime.of(after.at())));
        }
        if (scope instanceof Scope.OutsideMoves) {
            return Stream.of(verdict(expected, new When.OutsideMoves(meters.run(), moves), OUTSIDE_MOVES));
        }
        if (scope instanceof Scope.AtEnd) {
            return Stream.of(verdict(expected, new When.AtEnd(meters.run(), moves), AT_END));
        }
        String label = scope instanceof Scope.OverRuns ? OVER_RUNS : WHOLE_RUN;
        return Stream.of(verdict(expected, new When.WholeRun(meters.run(), moves), label));
    }

    /** One verdict for each move of the script, also for one that did not come about. */
    private Stream<Verdict> afterEachMove(Expectation expected) {
        List<Verdict> verdicts = new ArrayList<>();
        List<TimedAction> planned = scenario.actions().stream()
                .filter(timed ->
                        timed.action() instanceof Action.Move move && concerns(expected.condition(), move.node()))
                .toList();
        for (TimedAction timed : planned) {
            Action.Move move = (Action.Move) timed.action();
            boolean isAlone =
                    planned.stream().filter(it -> it.at().equals(timed.at())).count() == 1;
            String scope = (isAlone ? "move at " : "move of " + move.node() + " at ") + ScriptTime.of(timed.at());
            List<MoveWindow> seen = meters.moves().stream()
                    .filter(window -> isOf(window.move(), timed.at(), move))
                    .limit(1)
                    .toList();
            verdicts.add(afterMoves(expected, seen, scope));
        }
        return verdicts.isEmpty() ? Stream.of(afterMoves(expected, List.of(), "each move")) : verdicts.stream();
    }

    private static boolean isOf(MoveObserved seen, Duration at, Action.Move move) {
        return seen.planned().equals(at)
                && seen.node().equals(move.node())
                && seen.to().equals(move.network());
    }

    private Verdict afterMoves(Expectation expected, List<MoveWindow> moves, String scope) {
        return moves.isEmpty()
                ? verdict(expected, Finding.of(false, "there was no such move"), OptionalDouble.empty(), scope)
                : verdict(expected, new When.AfterMoves(moves), scope);
    }

    private Verdict verdict(Expectation expected, When when, String scope) {
        return verdict(expected, find(expected.condition(), when), floor(expected.condition(), when), scope);
    }

    private static Verdict verdict(Expectation expected, Finding finding, OptionalDouble floor, String scope) {
        return new Verdict(
                expected.line(),
                expected.text(),
                scope,
                finding.ok(),
                expected.warnOnly(),
                finding.figure(),
                floor,
                finding.resolution(),
                finding.detail());
    }

    /** In milliseconds, for what a move cannot take less of. */
    private OptionalDouble floor(Condition condition, When when) {
        return when instanceof When.AfterMoves after
                ? after.moves().stream()
                        .flatMap(window -> floor(condition, window.move()).stream())
                        .mapToDouble(Figure::millis)
                        .max()
                : OptionalDouble.empty();
    }

    private Optional<Duration> floor(Condition condition, MoveObserved move) {
        if (condition instanceof Condition.Interruption) {
            return moves.floor(move);
        }
        return condition instanceof Condition.RegisteredWithin ? moves.floorOfRegistration(move) : Optional.empty();
    }

    /** Whether a move of {@code node} is one that {@code condition} is about. */
    private boolean concerns(Condition condition, String node) {
        if (condition instanceof Condition.BindingOf binding) {
            return binding.node().equals(node);
        }
        Set<String> mobiles = streamOf(condition)
                .flatMap(scenario::stream)
                .map(stream -> Stream.of(stream.from(), stream.to())
                        .filter(end -> scenario.mobile(end).isPresent())
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return mobiles.isEmpty() || mobiles.contains(node);
    }

    private static Optional<String> streamOf(Condition condition) {
        if (condition instanceof Condition.Interruption it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.RoundTrip it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.Stall it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.Throughput it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.LostCount it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.LostShare it) {
            return Optional.of(it.stream());
        } else if (condition instanceof Condition.Intact it) {
            return Optional.of(it.stream());
        }
        return Optional.empty();
    }

    private Finding find(Condition condition, When when) {
        if (condition instanceof Condition.Interruption expected) {
            return streams.interruption(expected, when);
        } else if (condition instanceof Condition.RoundTrip expected) {
            return streams.roundTrip(expected, when);
        } else if (condition instanceof Condition.Stall expected) {
            return streams.stall(expected, when);
        } else if (condition instanceof Condition.Throughput expected) {
            return streams.throughput(expected, when);
        } else if (condition instanceof Condition.LostCount expected) {
            return streams.lostCount(expected, when);
        } else if (condition instanceof Condition.LostShare expected) {
            return streams.lostShare(expected, when);
        } else if (condition instanceof Condition.Intact expected) {
            return streams.intact(expected, when);
        } else if (condition instanceof Condition.RegisteredWithin expected) {
            return protocol.registered(expected, when);
        } else if (condition instanceof Condition.BindingOf expected) {
            return protocol.binding(expected, when);
        } else if (condition instanceof Condition.ReplyFrom expected) {
            return protocol.reply(expected, when);
        } else if (condition instanceof Condition.NoLeak) {
            return protocol.leaks(when);
        }
        throw new AssertionError(condition);
    }
}
