package org.mobileip.scenarios.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mobileip.control.Json;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Direction;

/** Reads {@code mobileip.result/1}. Fields that it does not know are left alone: within /1 fields are only added. */
public final class ResultReader {

    private ResultReader() {}

    /**
     * Reads a document.
     *
     * @throws IOException when {@code text} is no JSON, of another schema, or lacks a field, which the message names
     */
    public static RunResult read(String text) throws IOException {
        Fields document = new Fields("", parsed(text));
        if (!document.text("schema").equals(ResultJson.SCHEMA)) {
            throw document.wrong("schema", ResultJson.SCHEMA);
        }
        return new RunResult(
                script(document.object("scenario")),
                document.text("world"),
                document.number("seed"),
                environment(document.object("environment")),
                document.text("result").equals("passed"),
                document.list("moves", ResultReader::move),
                document.map("streams", ResultReader::tcp),
                document.map("datagrams", flows -> directions(flows, ResultReader::datagrams)),
                document.map("pings", ResultReader::ping),
                document.list("expectations", ResultReader::verdict),
                document.words("notes"));
    }

    private static Map<String, Object> parsed(String text) throws IOException {
        try {
            return Json.parse(text);
        } catch (JsonProcessingException wrong) {
            throw new IOException(
                    "this is not JSON, at line " + wrong.getLocation().getLineNr(), wrong);
        }
    }

    private static RunResult.Script script(Fields script) throws IOException {
        return new RunResult.Script(
                script.text("name"),
                script.text("title"),
                script.text("sha256"),
                script.text("source"),
                script.optionalTexts("settings"));
    }

    private static Environment environment(Fields environment) throws IOException {
        try {
            return new Environment(
                    environment.text("version"),
                    environment.text("java"),
                    environment.text("kernel"),
                    environment.text("dataplane"),
                    (int) environment.number("cpus"),
                    Instant.parse(environment.text("started")));
        } catch (DateTimeException notOne) {
            throw environment.wrong("started", "an instant");
        }
    }

    private static MoveResult move(Fields move) throws IOException {
        return new MoveResult(
                move.millis("at_ms"),
                move.text("node"),
                move.optionalText("from"),
                move.text("to"),
                phases(move.object("phases_ms")),
                move.optionalMillis("registered_ms"),
                move.optionalMillis("floor_ms"),
                move.map("streams", flows -> directions(flows, ResultReader::felt)),
                move.map("pings", ResultReader::felt),
                move.fields().containsKey("frames") ? frames(move.object("frames")) : MoveFrames.NONE);
    }

    private static MoveFrames frames(Fields frames) throws IOException {
        List<Integer> requests = new ArrayList<>();
        for (String word : frames.words("requests")) {
            try {
                requests.add(Integer.valueOf(word));
            } catch (NumberFormatException notOne) {
                throw frames.wrong("requests", "a list of numbers");
            }
        }
        return new MoveFrames(requests, frame(frames, "reply"), frame(frames, "first_packet"));
    }

    private static Optional<Integer> frame(Fields frames, String name) {
        OptionalDouble number = frames.optionalNumber(name);
        return number.isPresent() ? Optional.of((int) number.getAsDouble()) : Optional.empty();
    }

    private static Phases phases(Fields phases) {
        return new Phases(
                phases.optionalMillis("detect"),
                phases.optionalMillis("address"),
                phases.optionalMillis("register"),
                phases.optionalMillis("install"),
                phases.optionalMillis("first_packet"));
    }

    private static <T> Map<Direction, T> directions(Fields flows, Fields.Reader<T> reader) throws IOException {
        Map<Direction, T> directions = new LinkedHashMap<>();
        for (Direction direction : Direction.values()) {
            if (flows.fields().containsKey(direction.word())) {
                directions.put(direction, reader.read(flows.object(direction.word())));
            }
        }
        return directions;
    }

    private static FlowResult felt(Fields felt) throws IOException {
        return new FlowResult(felt.millis("interruption_ms"), felt.number("lost"), felt.number("duplicated"));
    }

    private static TcpResult tcp(Fields tcp) throws IOException {
        return new TcpResult(
                tcp.flag("intact"),
                tcp.number("bytes"),
                tcp.millis("longest_stall_ms"),
                (int) tcp.number("connections"),
                (int) tcp.number("resets"));
    }

    private static StreamResult datagrams(Fields flow) throws IOException {
        return new StreamResult(
                flow.number("sent"), flow.number("lost"), flow.number("duplicated"), flow.millis("interruption_ms"));
    }

    private static PingResult ping(Fields ping) throws IOException {
        Fields trips = ping.object("rtt_ms");
        return new PingResult(
                datagrams(ping),
                trips.optionalMillis("min"),
                trips.optionalMillis("median"),
                trips.optionalMillis("max"));
    }

    private static Verdict verdict(Fields verdict) throws IOException {
        Optional<Figure> figure = Optional.empty();
        Optional<Comparison> comparison = verdict.optionalText("comparison").flatMap(Comparison::of);
        if (comparison.isPresent()) {
            double limit = verdict.optionalNumber("limit").orElseThrow(() -> verdict.wrong("limit", "a number"));
            figure = Optional.of(
                    new Figure(verdict.optionalNumber("measured"), comparison.get(), limit, verdict.text("unit")));
        }
        return new Verdict(
                (int) verdict.number("line"),
                verdict.text("text"),
                verdict.text("scope"),
                verdict.flag("ok"),
                verdict.flag("warn"),
                figure,
                verdict.optionalNumber("floor"),
                verdict.optionalNumber("resolution"),
                verdict.text("detail"));
    }
}
