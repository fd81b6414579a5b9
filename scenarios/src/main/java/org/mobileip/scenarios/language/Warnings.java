package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.config.Place;
import org.mobileip.scenarios.language.Draft.Stated;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** What is unwise in a script that is sound: limits that nothing can keep, and limits that nobody can measure. */
final class Warnings {

    /** A machine hears of a new link no sooner. */
    private static final Duration DETECTION = Duration.ofMillis(1);

    private final Draft draft;

    Warnings(Draft draft) {
        this.draft = draft;
    }

    /** The least time that a handover can take. */
    private record Floor(Duration least, TimedAction move, Duration near, Duration far) {}

    void check() {
        for (Stated<Expectation> each : draft.expectations()) {
            Condition condition = each.thing().condition();
            Place limit = each.match().has(Conditions.LIMIT)
                    ? each.match().place(Conditions.LIMIT)
                    : each.match().line().whole();
            if (condition instanceof Condition.Interruption interruption && isUpper(interruption.comparison())) {
                Stream stream = draft.stream(interruption.stream()).orElseThrow();
                checkResolution(interruption.limit(), stream, limit);
                checkFloor(interruption.limit(), each.thing().scope(), Optional.of(stream), limit);
            } else if (condition instanceof Condition.RegisteredWithin registered) {
                checkFloor(registered.limit(), each.thing().scope(), Optional.empty(), limit);
            }
        }
    }

    private static boolean isUpper(Comparison comparison) {
        return comparison == Comparison.BELOW || comparison == Comparison.AT_MOST || comparison == Comparison.EQUAL;
    }

    private void checkResolution(Duration limit, Stream stream, Place place) {
        if (limit.compareTo(stream.interval()) < 0) {
            String interval = Quantities.text(stream.interval());
            draft.problems()
                    .warning(
                            place,
                            Quantities.text(limit) + " is finer than the send interval of \"" + stream.name() + "\", "
                                    + interval,
                            "an interruption is measured in steps of the send interval: send every "
                                    + Quantities.text(limit) + " or more often");
        }
    }

    private void checkFloor(Duration limit, Scope scope, Optional<Stream> stream, Place place) {
        Optional<Floor> highest = draft.actions().stream()
                .flatMap(each -> each.action().stream())
                .filter(each -> each.action() instanceof Action.Move)
                .filter(each ->
                        !(scope instanceof Scope.AfterMoveAt at) || at.at().equals(each.at()))
                .filter(each -> stream.isEmpty() || isFelt((Action.Move) each.action(), stream.get()))
                .map(this::floor)
                .reduce((a, b) -> a.least().compareTo(b.least()) >= 0 ? a : b);
        highest.filter(floor -> limit.compareTo(floor.least()) < 0).ifPresent(floor -> report(limit, floor, place));
    }

    /** A stream feels the moves of its ends, unless the old link is kept. */
    private static boolean isFelt(Action.Move move, Stream stream) {
        boolean concerned = stream.from().equals(move.node()) || stream.to().equals(move.node());
        return concerned && move.overlap().filter(kept -> !kept.isZero()).isEmpty();
    }

    private Floor floor(TimedAction timed) {
        Action.Move move = (Action.Move) timed.action();
        String homeAgent = networkOfHomeAgentOf(draft.mobile(move.node()).orElseThrow());
        boolean together = homeAgent.equals(move.network());
        Duration near = together ? Duration.ZERO : delayOf(move.network());
        Duration far = together ? Duration.ZERO : delayOf(homeAgent);
        return new Floor(DETECTION.plus(near.plus(far).multipliedBy(2)), timed, near, far);
    }

    private String networkOfHomeAgentOf(MobileNode mobile) {
        Optional<String> home = draft.addresses().networkOf(mobile.home()).map(Network::name);
        return home.orElseGet(() -> draft.homeAgents().get(0).thing().network());
    }

    private Duration delayOf(String network) {
        return draft.network(network).flatMap(each -> each.quality().delay()).orElse(Duration.ZERO);
    }

    private void report(Duration limit, Floor floor, Place place) {
        Action.Move move = (Action.Move) floor.move().action();
        draft.problems()
                .warning(
                        place,
                        Quantities.text(limit) + " is below the physical floor of the move to \"" + move.network()
                                + "\" on line " + floor.move().line() + ", " + Quantities.text(floor.least()),
                        Quantities.text(DETECTION) + " to detect the link, and a round trip to the home agent: 2 × ("
                                + Quantities.text(floor.near()) + " + " + Quantities.text(floor.far()) + ")");
    }
}
