package org.mobileip.scenarios.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scope;

/** From what a world saw to figures and verdicts: a function of its arguments alone. */
public final class Evaluator {

    private final Scenario scenario;

    public Evaluator(Scenario scenario) {
        this.scenario = scenario;
    }

    /** The result of a run that stands for itself: expectations over runs are over this one. */
    public RunResult evaluate(Observations seen, long seed, Environment environment) {
        return result(seen, seed, environment, new Judge(scenario, seen).verdicts());
    }

    /** The result of one run of several, which says nothing of expectations over runs. */
    public RunResult evaluateOneOfSeveral(Observations seen, long seed, Environment environment) {
        List<Verdict> ofThisRun = new Judge(scenario, seen)
                .verdicts().stream()
                        .filter(verdict -> !verdict.scope().equals(Judge.OVER_RUNS))
                        .toList();
        return result(seen, seed, environment, ofThisRun);
    }

    /** What one run adds to expectations over runs. */
    public List<Verdict> overRuns(Observations seen) {
        return scenario.expectations().stream().anyMatch(it -> it.scope() instanceof Scope.OverRuns)
                ? new Judge(scenario, seen)
                        .verdicts().stream()
                                .filter(verdict -> verdict.scope().equals(Judge.OVER_RUNS))
                                .toList()
                : List.of();
    }

    /** The figures of one move, as far as they are known while the run goes on. */
    public MoveResult soFar(MoveObserved move, List<DatagramFlow> flows) {
        long last = flows.stream()
                .flatMap(flow -> flow.arrivals().stream())
                .mapToLong(DatagramFlow.Arrival::nanos)
                .max()
                .orElse(move.startNanos());
        Observations seen = new Observations(
                "",
                "",
                move.startNanos(),
                last,
                List.of(move),
                flows,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        Meters meters = Meters.of(scenario, seen);
        return new MoveMeter(scenario, meters, seen.world())
                .result(meters.moves().get(0));
    }

    private RunResult result(Observations seen, long seed, Environment environment, List<Verdict> verdicts) {
        Meters meters = Meters.of(scenario, seen);
        When.WholeRun run = new When.WholeRun(meters.run(), meters.moves());
        Map<String, TcpResult> tcp = new LinkedHashMap<>();
        meters.tcp().forEach((name, flows) -> tcp.put(name, TcpResult.of(flows, run)));
        Map<String, Map<Direction, StreamResult>> datagrams = new LinkedHashMap<>();
        meters.datagrams().forEach((name, flows) -> datagrams.put(name, datagrams(flows, run)));
        Map<String, PingResult> pings = new LinkedHashMap<>();
        meters.pings().forEach((name, flow) -> pings.put(name, PingResult.of(flow, run)));
        return new RunResult(
                script(),
                seen.world(),
                seed,
                environment,
                verdicts.stream().noneMatch(Verdict::isMissed),
                meters.moves().stream()
                        .map(new MoveMeter(scenario, meters, seen.world())::result)
                        .toList(),
                tcp,
                datagrams,
                pings,
                verdicts,
                seen.notes());
    }

    private static Map<Direction, StreamResult> datagrams(List<DatagramMeter> flows, When.WholeRun run) {
        Map<Direction, StreamResult> directions = new LinkedHashMap<>();
        flows.forEach(flow -> directions.put(flow.direction(), StreamResult.of(flow, run)));
        return directions;
    }

    private RunResult.Script script() {
        Map<String, String> settings = new LinkedHashMap<>();
        scenario.settings().forEach(setting -> settings.put(setting.key(), setting.value()));
        return new RunResult.Script(
                scenario.name(), scenario.title(), sha256(scenario.source()), scenario.source(), settings);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }
}
