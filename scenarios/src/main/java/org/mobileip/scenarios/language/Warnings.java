package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mobileip.config.Place;
import org.mobileip.scenarios.language.Draft.Stated;

/** What is unwise in a script that is sound: limits that nothing can keep, and limits that nobody can measure. */
final class Warnings {

    private final Draft draft;
    private final List<Floors.OfMove> floors;

    /** {@code floors} are those of the same script. */
    Warnings(Draft draft, Floors floors) {
        this.draft = draft;
        this.floors = floors.all();
    }

    void check() {
        checkVolume();
        for (Stated<Expectation> each : draft.expectations()) {
            Condition condition = each.thing().condition();
            Scope scope = each.thing().scope();
            if (condition instanceof Condition.Interruption interruption && isUpper(interruption.comparison())) {
                Stream stream = draft.stream(interruption.stream()).orElseThrow();
                Place limit = each.match().place(Conditions.LIMIT);
                checkResolution(interruption.limit(), stream, limit);
                checkFloor(
                        interruption.limit(),
                        scope,
                        floor -> floor.floor().interruption(),
                        floor -> isFelt(floor, stream),
                        limit);
            } else if (condition instanceof Condition.RegisteredWithin registered) {
                Place limit = each.match().place(Conditions.LIMIT);
                checkFloor(registered.limit(), scope, floor -> floor.floor().registration(), any -> true, limit);
            }
        }
    }

    private void checkVolume() {
        List<Stated<Stream>> streams = List.copyOf(draft.streams().values());
        Duration end = end();
        long all = Volume.datagrams(Draft.things(streams), end);
        if (all > Volume.MOST_DATAGRAMS) {
            Stated<Stream> busiest = streams.stream()
                    .max(Comparator.comparingLong(each -> Volume.datagrams(each.thing(), end)))
                    .orElseThrow();
            draft.problems()
                    .warning(
                            busiest.match().line().whole(),
                            "the streams would send " + all + " packets until "
                                    + Quantities.text(end) + ", and " + Volume.MOST_DATAGRAMS
                                    + " can be recorded in a run: it will be refused",
                            "send less often, or stop earlier");
        }
    }

    private Duration end() {
        return draft.actions().stream()
                .flatMap(each -> each.action().stream())
                .map(Scenario.TimedAction::at)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static boolean isUpper(Comparison comparison) {
        return comparison == Comparison.BELOW || comparison == Comparison.AT_MOST || comparison == Comparison.EQUAL;
    }

    /** A stream feels the moves of its ends. */
    private static boolean isFelt(Floors.OfMove floor, Stream stream) {
        String node = floor.move().node();
        return stream.from().equals(node) || stream.to().equals(node);
    }

    private void checkResolution(Duration limit, Stream stream, Place place) {
        if (stream.kind() != Stream.Kind.TCP && limit.compareTo(stream.interval()) < 0) {
            String wanted = Quantities.text(limit);
            String interval = Quantities.text(stream.interval());
            draft.problems()
                    .warning(
                            place,
                            wanted + " is finer than the send interval of \"" + stream.name() + "\", " + interval,
                            "an interruption is known to the send interval: say every " + wanted + ", or less");
        }
    }

    private void checkFloor(
            Duration limit,
            Scope scope,
            Function<Floors.OfMove, Duration> least,
            Predicate<Floors.OfMove> concerns,
            Place place) {
        floors.stream()
                .filter(floor -> !(scope instanceof Scope.AfterMoveAt at)
                        || at.at().equals(floor.timed().at()))
                .filter(concerns)
                .reduce((a, b) -> least.apply(a).compareTo(least.apply(b)) >= 0 ? a : b)
                .filter(worst -> limit.compareTo(least.apply(worst)) < 0)
                .ifPresent(worst -> report(limit, worst, least.apply(worst), place));
    }

    private void report(Duration limit, Floors.OfMove of, Duration least, Place place) {
        Floors.Floor floor = of.floor();
        String move = "the move to \"" + of.move().network() + "\" on line "
                + of.timed().line();
        String why = least.equals(floor.registration())
                ? Quantities.text(Floors.DETECTION) + " to detect the link, and a round trip to the home agent: 2 × ("
                        + Quantities.text(floor.near()) + " + " + Quantities.text(floor.far()) + ")"
                : "the new way is longer than the old one by that much";
        draft.problems()
                .warning(
                        place,
                        Quantities.text(limit) + " is below the physical floor, " + Quantities.text(least) + " for "
                                + move,
                        why);
    }
}
