package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.config.Place;
import org.mobileip.scenarios.language.Draft.Stated;

/** Reports what is expected of something that is not there, or of a stream that cannot show it. */
final class ExpectationCheck {

    private static final int MOST_LISTED = 8;

    private final Draft draft;
    private final Set<Duration> moves = new LinkedHashSet<>();

    ExpectationCheck(Draft draft) {
        this.draft = draft;
        draft.actions().stream()
                .flatMap(timed -> timed.action().stream())
                .filter(timed -> timed.action() instanceof Action.Move)
                .forEach(timed -> moves.add(timed.at()));
    }

    void check() {
        for (Stated<Expectation> each : draft.expectations()) {
            checkCondition(each.thing().condition(), each.match());
            checkScope(each.thing(), each.match());
        }
    }

    private void checkCondition(Condition condition, Match match) {
        if (condition instanceof Condition.RoundTrip) {
            needs(match, "rtt", Stream.Kind.PING);
        } else if (condition instanceof Condition.Stall) {
            needs(match, "stall", Stream.Kind.TCP);
        } else if (condition instanceof Condition.Throughput) {
            needs(match, "throughput", Stream.Kind.TCP, Stream.Kind.UDP);
        } else if (condition instanceof Condition.LostCount || condition instanceof Condition.LostShare) {
            needs(match, "loss", Stream.Kind.UDP, Stream.Kind.PING);
        } else if (condition instanceof Condition.Intact) {
            needs(match, "intact", Stream.Kind.TCP);
        }
    }

    private void needs(Match match, String measure, Stream.Kind... kinds) {
        Match.Located<String> name = match.located(Conditions.STREAM);
        Optional<Stream> stream = draft.stream(name.value());
        List<Stream.Kind> fitting = List.of(kinds);
        if (stream.isPresent() && !fitting.contains(stream.get().kind())) {
            String words = fitting.stream().map(Stream.Kind::word).collect(Collectors.joining(" or "));
            draft.problems()
                    .error(
                            name.place(),
                            "\"" + name.value() + "\" is a "
                                    + stream.get().kind().word() + " stream, and \"" + measure + "\" is measured on "
                                    + words + " streams",
                            "name another stream, or expect something else of this one");
        }
    }

    private void checkScope(Expectation expectation, Match match) {
        Scope scope = expectation.scope();
        if (scope instanceof Scope.AfterMoveAt at) {
            if (!moves.contains(at.at()) && !draft.isDoubtful("at")) {
                draft.problems().error(match.place(Scopes.TIME), "no move at " + Quantities.text(at.at()), listMoves());
            }
        } else if (scope instanceof Scope.AfterEachMove) {
            expectMoves(match.place(Scopes.FORM), "\"after each move\", and nothing moves in this script");
        }
        if (expectation.condition() instanceof Condition.RegisteredWithin) {
            checkRegistered(scope, match);
        }
    }

    private void checkRegistered(Scope scope, Match match) {
        if (scope instanceof Scope.OutsideMoves || scope instanceof Scope.AtEnd) {
            draft.problems()
                    .error(
                            match.place(Scopes.FORM),
                            "\"registered within\" counts from a move",
                            "write: after each move, or: after move at TIME");
        } else if (scope instanceof Scope.WholeRun) {
            expectMoves(
                    match.line().whole(), "\"registered within\" counts from a move, and nothing moves in this script");
        }
    }

    private void expectMoves(Place place, String message) {
        if (moves.isEmpty() && !draft.isDoubtful("at")) {
            draft.problems().error(place, message, "add a line like: at 5s move NODE to NET");
        }
    }

    private String listMoves() {
        String first = moves.stream().limit(MOST_LISTED).map(Quantities::text).collect(Collectors.joining(", "));
        return moves.isEmpty()
                ? "nothing moves in this script"
                : "there are moves at " + first + (moves.size() > MOST_LISTED ? ", …" : "");
    }
}
