package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mobileip.control.Json;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Direction;

/** Writes {@code mobileip.result/1}. {@link ResultReader} reads it. */
public final class ResultJson {

    static final String SCHEMA = "mobileip.result/1";

    private ResultJson() {}

    /** The document, indented, with a line end. */
    public static String write(RunResult result) {
        return Json.writeIndented(document(result)) + "\n";
    }

    static Map<String, Object> document(RunResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("scenario", script(result.script()));
        document.put("world", result.world());
        document.put("seed", result.seed());
        document.put("environment", environment(result.environment()));
        document.put("result", result.passed() ? "passed" : "failed");
        document.put("moves", result.moves().stream().map(ResultJson::move).toList());
        document.put("streams", each(result.streams(), ResultJson::tcp));
        document.put("datagrams", each(result.datagrams(), flows -> directions(flows, ResultJson::datagrams)));
        document.put("pings", each(result.pings(), ResultJson::ping));
        document.put(
                "expectations",
                result.expectations().stream().map(ResultJson::verdict).toList());
        document.put("notes", result.notes());
        return document;
    }

    static Map<String, Object> script(RunResult.Script script) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", script.title());
        fields.put("sha256", script.sha256());
        fields.put("name", script.name());
        fields.put("source", script.source());
        fields.put("settings", script.settings());
        return fields;
    }

    static Map<String, Object> environment(Environment environment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", environment.version());
        fields.put("java", environment.java());
        fields.put("kernel", environment.kernel());
        fields.put("dataplane", environment.dataplane());
        fields.put("cpus", environment.cpus());
        fields.put("started", environment.started().toString());
        return fields;
    }

    private static Map<String, Object> move(MoveResult move) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at_ms", wholeIfItIs(Figure.millis(move.at())));
        fields.put("node", move.node());
        fields.put("from", move.from().orElse(null));
        fields.put("to", move.to());
        fields.put("phases_ms", phases(move.phases()));
        fields.put("registered_ms", millis(move.registered()));
        fields.put("floor_ms", millis(move.floor()));
        fields.put("streams", each(move.streams(), flows -> directions(flows, ResultJson::felt)));
        fields.put("pings", each(move.pings(), ResultJson::felt));
        fields.put("frames", frames(move.frames()));
        return fields;
    }

    private static Map<String, Object> frames(MoveFrames frames) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("requests", frames.requests());
        fields.put("reply", frames.reply().orElse(null));
        fields.put("first_packet", frames.firstPacket().orElse(null));
        return fields;
    }

    private static Map<String, Object> phases(Phases phases) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("detect", millis(phases.detect()));
        fields.put("address", millis(phases.address()));
        fields.put("register", millis(phases.register()));
        fields.put("install", millis(phases.install()));
        fields.put("first_packet", millis(phases.firstPacket()));
        return fields;
    }

    private static Map<String, Object> felt(FlowResult felt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("interruption_ms", Figure.millis(felt.interruption()));
        fields.put("lost", felt.lost());
        fields.put("duplicated", felt.duplicated());
        return fields;
    }

    private static Map<String, Object> tcp(TcpResult tcp) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("intact", tcp.intact());
        fields.put("bytes", tcp.bytes());
        fields.put("longest_stall_ms", Figure.millis(tcp.longestStall()));
        fields.put("connections", tcp.connections());
        fields.put("resets", tcp.resets());
        return fields;
    }

    private static Map<String, Object> datagrams(StreamResult datagrams) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sent", datagrams.sent());
        fields.put("lost", datagrams.lost());
        fields.put("duplicated", datagrams.duplicated());
        fields.put("interruption_ms", Figure.millis(datagrams.interruption()));
        return fields;
    }

    private static Map<String, Object> ping(PingResult ping) {
        Map<String, Object> trips = new LinkedHashMap<>();
        trips.put("min", millis(ping.least()));
        trips.put("median", millis(ping.median()));
        trips.put("max", millis(ping.most()));
        Map<String, Object> fields = datagrams(ping.answers());
        fields.put("rtt_ms", trips);
        return fields;
    }

    static Map<String, Object> verdict(Verdict verdict) {
        Optional<Figure> figure = verdict.figure();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", verdict.line());
        fields.put("text", verdict.text());
        fields.put("scope", verdict.scope());
        fields.put("ok", verdict.ok());
        fields.put("measured", number(figure.map(Figure::measured).orElse(OptionalDouble.empty())));
        fields.put("limit", figure.map(Figure::limit).orElse(null));
        fields.put("unit", figure.map(Figure::unit).orElse(null));
        fields.put(
                "comparison",
                figure.map(Figure::comparison).map(Comparison::sign).orElse(null));
        fields.put("floor", number(verdict.floor()));
        fields.put("resolution", number(verdict.resolution()));
        fields.put("warn", verdict.warnOnly());
        fields.put("detail", verdict.detail());
        return fields;
    }

    private static <V> Map<String, Object> each(Map<String, V> byName, Function<V, Object> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        byName.forEach((name, of) -> fields.put(name, value.apply(of)));
        return fields;
    }

    private static <V> Map<String, Object> directions(Map<Direction, V> flows, Function<V, Object> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        flows.forEach((direction, of) -> fields.put(direction.word(), value.apply(of)));
        return fields;
    }

    private static @Nullable Double millis(Optional<Duration> duration) {
        return duration.map(Figure::millis).orElse(null);
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static Number wholeIfItIs(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }
}
