package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Floors;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** How a move went: its phases, its floor, and what every stream felt of it. */
final class MoveMeter {

    /** The world in which a machine hears of a new link in no time. */
    private static final String SIMULATED = "sim";

    private final Scenario scenario;
    private final Meters meters;
    private final Floors floors;

    /** {@code world} is where it was played. */
    MoveMeter(Scenario scenario, Meters meters, String world) {
        this.scenario = scenario;
        this.meters = meters;
        this.floors = world.equals(SIMULATED) ? new Floors(scenario, Duration.ZERO) : new Floors(scenario);
    }

    MoveResult result(MoveWindow window) {
        MoveObserved move = window.move();
        Map<String, Map<Direction, FlowResult>> streams = new LinkedHashMap<>();
        meters.datagrams().forEach((name, flows) -> streams.put(name, felt(flows, window)));
        Map<String, FlowResult> pings = new LinkedHashMap<>();
        meters.pings().forEach((name, ping) -> pings.put(name, felt(ping.answers(), window)));
        Optional<Duration> registered = move.replyReceived().stream()
                .mapToObj(reply -> Duration.ofNanos(reply - move.startNanos()))
                .findFirst();
        return new MoveResult(
                move.planned(),
                move.node(),
                move.from(),
                move.to(),
                phases(move),
                registered,
                floor(move),
                streams,
                pings,
                move.frames());
    }

    private static Map<Direction, FlowResult> felt(List<DatagramMeter> flows, MoveWindow window) {
        Map<Direction, FlowResult> felt = new LinkedHashMap<>();
        flows.forEach(flow -> felt.put(flow.direction(), felt(flow, window)));
        return felt;
    }

    private static FlowResult felt(DatagramMeter flow, MoveWindow window) {
        When when = new When.AfterMoves(List.of(window));
        return new FlowResult(
                Duration.ofNanos(flow.interruption(when)), flow.lost(when), flow.duplicated(window.reign()));
    }

    private Phases phases(MoveObserved move) {
        boolean goesHome = scenario.mobile(move.node())
                .flatMap(scenario::homeNetworkOf)
                .filter(home -> home.name().equals(move.to()))
                .isPresent();
        return Phases.of(move, goesHome);
    }

    /** What its interruption cannot undercut. */
    Optional<Duration> floor(MoveObserved move) {
        return floors.of(move.node(), move.from(), move.to(), overlap(move)).map(Floors.Floor::interruption);
    }

    /** What its registration cannot undercut, with an overlap or without. */
    Optional<Duration> floorOfRegistration(MoveObserved move) {
        return floors.of(move.node(), move.from(), move.to(), Duration.ZERO).map(Floors.Floor::registration);
    }

    private Duration overlap(MoveObserved move) {
        return scenario.actions().stream()
                .filter(timed -> timed.at().equals(move.planned()))
                .map(TimedAction::action)
                .flatMap(action -> action instanceof Action.Move to && to.node().equals(move.node())
                        ? to.overlap().stream()
                        : Optional.<Duration>empty().stream())
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
