package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.config.Place;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Draft.Timed;
import org.mobileip.scenarios.language.Names.Sort;
import org.mobileip.scenarios.language.Scenario.Network;

/** Goes through the actions as they happen, and reports what cannot happen. */
final class Timeline {

    private final Draft draft;
    private final Map<String, String> networkOf = new HashMap<>();
    private final Set<String> stopped = new HashSet<>();
    private boolean certain = true;
    private Duration latest = Duration.ZERO;
    private Optional<Integer> endLine = Optional.empty();
    private int latestLine;

    Timeline(Draft draft) {
        this.draft = draft;
        draft.mobiles().forEach((name, mobile) -> draft.addresses()
                .networkOf(mobile.thing().home())
                .ifPresent(home -> networkOf.put(name, home.name())));
    }

    void check() {
        draft.actions().forEach(this::check);
        if (endLine.isEmpty() && !draft.isDoubtful("at")) {
            Place place = draft.actions().isEmpty()
                    ? draft.source().start()
                    : draft.actions()
                            .get(draft.actions().size() - 1)
                            .match()
                            .line()
                            .whole();
            draft.problems().error(place, "nothing stops this scenario", "add a last line: at TIME stop");
        }
    }

    private void check(Timed timed) {
        checkTime(timed.match());
        if (timed.action().isEmpty()) {
            // What this line would have done is not known: nothing is said about what hangs on it.
            draft.doubt("at");
            networkOf.clear();
            certain = false;
            return;
        }
        Match match = timed.match();
        Action action = timed.action().get().action();
        if (action instanceof Action.Move move) {
            move(move, match);
        } else if (action instanceof Action.ChangeLink link) {
            link(link, match);
        } else if (action instanceof Action.Control control) {
            control(control, match);
        } else if (action instanceof Action.RebindNat rebind) {
            rebind(rebind, match);
        } else if (action instanceof Action.End) {
            endLine = endLine.or(() -> Optional.of(match.line().number()));
        } else if (!(action instanceof Action.Note
                || action instanceof Action.ShiftClock
                || action instanceof Action.DropBinding)) {
            throw new AssertionError(action);
        }
    }

    private void checkTime(Match match) {
        if (!match.has(AtStatement.TIME)) {
            return;
        }
        Duration time = match.value(AtStatement.TIME);
        if (endLine.isPresent()) {
            draft.problems()
                    .error(
                            match.line().whole(),
                            "the scenario has stopped by then (line " + endLine.get() + ")",
                            "\"at TIME stop\" is the last action");
        } else if (time.compareTo(latest) < 0) {
            draft.problems()
                    .error(
                            match.place(AtStatement.TIME),
                            Quantities.text(time) + " is before " + Quantities.text(latest) + " of line " + latestLine,
                            "actions stand in the order in which they happen");
        } else {
            latest = time;
            latestLine = match.line().number();
        }
    }

    private void move(Action.Move move, Match match) {
        if (!draft.names().is(move.node(), Sort.MOBILE) || !draft.names().is(move.network(), Sort.NETWORK)) {
            networkOf.remove(move.node());
            return;
        }
        if (move.network().equals(networkOf.put(move.node(), move.network()))) {
            draft.problems()
                    .error(
                            match.place(Actions.NETWORK),
                            "\"" + move.node() + "\" is in \"" + move.network() + "\" already",
                            "a move leads to another network");
        }
    }

    private void link(Action.ChangeLink link, Match match) {
        Optional<String> fixed = draft.fixedNetworkOf(link.node());
        boolean known = draft.names().is(link.network(), Sort.NETWORK);
        if (known && fixed.isPresent() && !fixed.get().equals(link.network())) {
            draft.problems()
                    .error(
                            match.place(Actions.NETWORK),
                            "\"" + link.node() + "\" has no link to \"" + link.network() + "\"",
                            "it is on \"" + fixed.get() + "\"");
        }
    }

    private void control(Action.Control control, Match match) {
        if (!draft.names().is(control.node(), Sort.HOME_AGENT, Sort.MOBILE)) {
            return;
        }
        boolean starts = control.verb() == Verb.START;
        boolean isStopped = stopped.contains(control.node());
        if (certain && starts != isStopped && control.verb() != Verb.RESTART) {
            draft.problems()
                    .error(
                            match.place(Actions.PROGRAM),
                            "\"" + control.node() + "\" " + (isStopped ? "is stopped" : "runs") + " already",
                            isStopped ? "start it first" : "every program runs from the beginning");
        }
        if (starts || control.verb() == Verb.RESTART) {
            stopped.remove(control.node());
        } else {
            stopped.add(control.node());
        }
    }

    private void rebind(Action.RebindNat rebind, Match match) {
        Optional<Network> network = draft.network(rebind.network());
        if (network.isPresent() && !network.get().nat()) {
            draft.problems()
                    .error(
                            match.place(Actions.NETWORK),
                            "\"" + rebind.network() + "\" has no NAT",
                            "say nat on line " + network.get().line());
        }
    }
}
