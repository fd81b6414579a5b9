package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.config.BadValue;
import org.mobileip.scenarios.language.Draft.Stated;

/** {@code stream NAME udp|tcp|ping NODE -> NODE …}. */
final class StreamStatement implements Statement {

    /** Room for a sequence number and a time. */
    private static final int LEAST_PAYLOAD = 12;

    /** What fits into one IPv4 datagram behind a UDP or ICMP header. */
    private static final int LARGEST_PAYLOAD = 65_507;

    private static final Form.Slot<String> NAME = Form.Slot.naming(Names.Sort.STREAM);
    private static final Form.Word UDP = Form.word("udp");
    private static final Form.Word TCP = Form.word("tcp");
    private static final Form.Word PING = Form.word("ping");
    private static final Form.Slot<String> FROM = node();
    private static final Form.Word ONE_WAY = Form.word("->");
    private static final Form.Word BOTH_WAYS = Form.word("<->");
    private static final Form.Slot<String> TO = node();
    private static final Form.Slot<Duration> EVERY =
            new Form.Slot<>(Kinds.interval("the time between two packets, like 5ms", Duration.ofNanos(10_000)));
    private static final Form.Slot<Integer> SIZE =
            new Form.Slot<>(Kinds.integer("N", "octets of payload", 1, Integer.MAX_VALUE));
    private static final Form.Slot<Long> RATE = new Form.Slot<>(Kinds.BPS);
    private static final Form.Sequence FORM = Form.sequence(
            Form.word("stream"),
            NAME,
            Form.oneOf(UDP, TCP, PING),
            FROM,
            Form.oneOf(ONE_WAY, BOTH_WAYS),
            TO,
            Form.anyOf(
                    Form.sequence(Form.word("every"), EVERY),
                    Form.sequence(Form.word("size"), SIZE),
                    Form.sequence(Form.word("rate"), RATE)));

    private static Form.Slot<String> node() {
        return Form.Slot.nameOf(Kinds.NODE, Names.Sort.HOST, Names.Sort.MOBILE, Names.Sort.HOME_AGENT);
    }

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "Traffic from before the first action to the end. `udp` sends numbered datagrams of `size` octets (160) every"
                + " 5ms, or at a `rate`; `tcp` is one connection that carries as much as it can; `ping` sends echo requests"
                + " of `size` octets (56) every 10ms. `<->` runs a second flow the other way.";
    }

    @Override
    public String example() {
        return "stream voice  udp  cn <-> mn  every 5ms  size 160";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                Shape.said("stream"),
                Shape.value("name", NAME),
                new Shape.Choice("kind", java.util.List.of(UDP, TCP, PING)),
                Shape.together(
                        Shape.value("from", FROM),
                        new Shape.Either("both_ways", BOTH_WAYS, ONE_WAY),
                        Shape.value("to", TO)),
                Shape.optional("every", "every", EVERY),
                Shape.optional("size", "size", SIZE),
                Shape.optional("rate", "rate", RATE)));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (!match.isWhole()) {
            return;
        }
        Stream.Kind kind = kind(match);
        draft.use(feature(kind), match.place(match.has(UDP) ? UDP : match.has(TCP) ? TCP : PING));
        Stream stream = new Stream(
                match.line().number(),
                match.value(NAME),
                kind,
                match.value(FROM),
                match.value(TO),
                match.has(BOTH_WAYS),
                match.maybe(EVERY),
                match.maybe(SIZE).map(OptionalInt::of).orElse(OptionalInt.empty()),
                match.maybe(RATE));
        draft.streams().putIfAbsent(stream.name(), new Stated<>(stream, match));
    }

    private static Stream.Kind kind(Match match) {
        return match.has(UDP) ? Stream.Kind.UDP : match.has(TCP) ? Stream.Kind.TCP : Stream.Kind.PING;
    }

    private static Feature feature(Stream.Kind kind) {
        return switch (kind) {
            case UDP -> Feature.UDP_STREAM;
            case TCP -> Feature.TCP_STREAM;
            case PING -> Feature.PING_STREAM;
        };
    }

    @Override
    public void check(Draft draft) {
        for (Stated<Stream> each : draft.streams().values()) {
            checkEnds(each.match(), draft);
            checkShape(each.thing(), each.match(), draft);
        }
    }

    private static void checkEnds(Match match, Draft draft) {
        if (match.value(FROM).equals(match.value(TO))) {
            draft.problems()
                    .error(match.place(TO), "a stream from \"" + match.value(TO) + "\" to itself", "name another node");
        }
    }

    private static void checkShape(Stream stream, Match match, Draft draft) {
        if (stream.kind() == Stream.Kind.TCP) {
            for (Form.Slot<?> each : java.util.List.of(EVERY, SIZE, RATE)) {
                if (match.has(each)) {
                    draft.use(Feature.TCP_SHAPE, match.line().from(match.index(each) - 1, match.index(each) + 1));
                }
            }
            return;
        }
        stream.size().ifPresent(size -> {
            if (size < LEAST_PAYLOAD || size > LARGEST_PAYLOAD) {
                String message = "size " + size + " is not within " + LEAST_PAYLOAD + " to " + LARGEST_PAYLOAD;
                draft.problems()
                        .error(
                                match.place(SIZE),
                                message,
                                "octets of " + stream.kind().word() + " payload");
            }
        });
        if (stream.bitsPerSecond().isPresent() && stream.kind() == Stream.Kind.PING) {
            draft.problems().error(match.place(RATE), new BadValue("a ping stream has no rate", "say every DUR"));
        } else if (stream.bitsPerSecond().isPresent() && stream.every().isPresent()) {
            draft.problems()
                    .error(match.place(RATE), "every and rate both say how often to send", "leave one of them out");
        }
    }
}
