package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow.Arrival;

/** Observations made by hand. All times are milliseconds of the script's time, on a clock that began long ago. */
public final class Seen {

    /** The clock's reading at the script's time 0. */
    public static final long ZERO = 86_400_000_000_000L;

    private final int endMillis;
    private final List<MoveObserved> moves = new ArrayList<>();
    private final List<DatagramFlow> flows = new ArrayList<>();
    private final List<PingFlow> pings = new ArrayList<>();
    private final List<TcpFlow> tcp = new ArrayList<>();
    private final List<RegistrationSeen> registrations = new ArrayList<>();
    private final List<BindingSeen> bindings = new ArrayList<>();
    private final List<Leak> leaks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Seen(int endMillis) {
        this.endMillis = endMillis;
    }

    public static Seen until(int endMillis) {
        return new Seen(endMillis);
    }

    static long at(double millis) {
        return ZERO + Math.round(millis * 1e6);
    }

    /** A move of which only the first packet by the new path matters. */
    public Seen move(int millis, String from, String to, double firstPacket) {
        return move(millis, from, to, OptionalLong.of(at(firstPacket)));
    }

    /** A move after which no packet came by the new path. */
    public Seen deadMove(int millis, String from, String to) {
        return move(millis, from, to, OptionalLong.empty());
    }

    private Seen move(int millis, String from, String to, OptionalLong firstPacket) {
        OptionalLong none = OptionalLong.empty();
        return move(new MoveObserved(
                Duration.ofMillis(millis),
                at(millis),
                "mn",
                Optional.of(from),
                to,
                new MoveObserved.Steps(none, none, none, none, firstPacket),
                MoveFrames.NONE));
    }

    /** A move with all its steps, in milliseconds after it. */
    public Seen steps(int millis, String from, String to, double... steps) {
        OptionalLong[] seen = Arrays.stream(steps)
                .mapToObj(step -> OptionalLong.of(at(millis + step)))
                .toArray(OptionalLong[]::new);
        return move(new MoveObserved(
                Duration.ofMillis(millis),
                at(millis),
                "mn",
                Optional.of(from),
                to,
                new MoveObserved.Steps(seen[0], seen[1], seen[2], seen[3], seen[4]),
                MoveFrames.NONE));
    }

    public Seen move(MoveObserved move) {
        moves.add(move);
        return this;
    }

    /** One datagram every 10 ms from {@code first} on, until the end; {@code transit} later it arrives, or is lost. */
    public Seen voice(Direction direction, int first, double transit, double... lost) {
        Set<Double> missing = new HashSet<>();
        Arrays.stream(lost).forEach(missing::add);
        List<Long> sent = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int time = first; time < endMillis; time += 10) {
            if (!missing.contains((double) time)) {
                arrivals.add(new Arrival(sent.size(), at(time + transit), false));
            }
            sent.add(at(time));
        }
        return flow(direction, sent, arrivals);
    }

    /** One datagram every 10 ms; {@code slow} later it arrives, or {@code fast} where it is sent from {@code turn} on; one is lost. */
    public Seen overtaken(Direction direction, int first, double slow, double fast, int turn, int lost) {
        List<Long> sent = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int time = first; time < endMillis; time += 10) {
            if (time != lost) {
                arrivals.add(new Arrival(sent.size(), at(time + (time < turn ? slow : fast)), false));
            }
            sent.add(at(time));
        }
        return flow(direction, sent, arrivals);
    }

    /** Arrivals at these times, of as many datagrams, sent every 10 ms; a negative time is a duplicate at its amount. */
    public Seen arrivals(Direction direction, double... times) {
        List<Long> sent = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (double time : times) {
            boolean duplicate = time < 0;
            if (!duplicate) {
                sent.add(at(sent.size() * 10));
            }
            arrivals.add(new Arrival(Math.max(0, sent.size() - 1), at(Math.abs(time)), duplicate));
        }
        return flow(direction, sent, arrivals);
    }

    /** Datagrams sent every 10 ms from 0 on, none of which arrived. */
    public Seen deaf(Direction direction, int count) {
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(at(i * 10));
        }
        return flow(direction, sent, List.of());
    }

    private Seen flow(Direction direction, List<Long> sent, List<Arrival> arrivals) {
        flows.add(new DatagramFlow("voice", direction, 10_000_000, sent, arrivals));
        return this;
    }

    /** Pairs of when an echo request was sent and how long its answer took; a negative time: it never came. */
    public Seen probe(double... sentAndTrip) {
        List<PingFlow.Echo> echoes = new ArrayList<>();
        for (int i = 0; i < sentAndTrip.length; i += 2) {
            OptionalLong answered = sentAndTrip[i + 1] < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(at(sentAndTrip[i] + sentAndTrip[i + 1]));
            echoes.add(new PingFlow.Echo(at(sentAndTrip[i]), answered));
        }
        pings.add(new PingFlow("probe", 10_000_000, echoes));
        return this;
    }

    /** Pairs of when how many octets had been received. */
    public Seen file(long bytes, double... whenAndBytes) {
        return file(bytes, 1, 0, true, whenAndBytes);
    }

    public Seen file(long bytes, int connections, int resets, boolean sound, double... whenAndBytes) {
        tcp.add(new TcpFlow("file", Direction.DOWN, bytes, connections, resets, sound, sound, progress(whenAndBytes)));
        return this;
    }

    /** Of which what came was right, and the end did not come. */
    public Seen cutFile(long bytes, double... whenAndBytes) {
        tcp.add(new TcpFlow("file", Direction.DOWN, bytes, 1, 0, true, false, progress(whenAndBytes)));
        return this;
    }

    private static List<TcpFlow.Received> progress(double... whenAndBytes) {
        List<TcpFlow.Received> progress = new ArrayList<>();
        for (int i = 0; i < whenAndBytes.length; i += 2) {
            progress.add(new TcpFlow.Received(at(whenAndBytes[i]), (long) whenAndBytes[i + 1]));
        }
        return progress;
    }

    public Seen reply(double millis, String careOf, int code) {
        registrations.add(new RegistrationSeen(at(millis), "mn", "ha", Ipv4.parse(careOf), code));
        return this;
    }

    public Seen binding(double millis, String... careOf) {
        bindings.add(new BindingSeen(
                at(millis), "mn", Arrays.stream(careOf).map(Ipv4::parse).toList()));
        return this;
    }

    public Seen leak(double millis, String oldCareOf, double reply) {
        leaks.add(new Leak(at(millis), "mn", Ipv4.parse(oldCareOf), at(reply)));
        return this;
    }

    public Seen note(String note) {
        notes.add(note);
        return this;
    }

    public Observations build() {
        return new Observations(
                "netns", "tun", ZERO, at(endMillis), moves, flows, pings, tcp, registrations, bindings, leaks, notes);
    }
}
