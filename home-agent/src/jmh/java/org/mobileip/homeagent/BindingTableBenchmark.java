package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the binding table costs a renewal: nanoseconds for each, by the number of bindings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmn256m"})
public class BindingTableBenchmark {

    private static final int TURN = 1000;
    private static final int FIRST_HOME = 0x0a010000;
    private static final Ipv4 AGENT = Ipv4.parse("10.0.0.1");
    private static final Endpoint FROM = new Endpoint(Ipv4.parse("192.0.2.44"), ControlMessage.PORT);
    private static final Octets REQUEST = Octets.ofHex("00".repeat(46));
    private static final Octets REPLY = Octets.ofHex("00".repeat(42));
    private static final long MILLISECOND = 1_000_000;

    /** How many bindings there are. */
    @Param({"1000", "1000000"})
    public int bindings;

    private final BindingTable table = new BindingTable();
    private final List<Binding> next = new ArrayList<>(TURN);
    private int number;
    private int rounds;

    /** All nodes register, a millisecond after one another. */
    @Setup
    public void registerAll() {
        for (number = 0; number < bindings; number++) {
            table.put(binding(number, 0), false);
        }
    }

    /** The next thousand make up their minds, which is not measured. */
    @Setup(Level.Invocation)
    public void nextAreDue() {
        next.clear();
        while (next.size() < TURN) {
            if (number == bindings) {
                number = 0;
                rounds++;
            }
            next.add(binding(number++, rounds));
        }
    }

    /** A thousand renewals. */
    @Benchmark
    @OperationsPerInvocation(TURN)
    public int renew() {
        for (Binding each : next) {
            table.put(each, false);
        }
        return table.size();
    }

    private Binding binding(int node, int round) {
        Tick now = new Tick(((long) round * bindings + node) * MILLISECOND);
        Lifetime lifetime = new Lifetime(65_534);
        return new Binding(
                "node",
                new Ipv4(FIRST_HOME + node),
                FROM.address(),
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE,
                Encapsulation.IPIP,
                Optional.empty(),
                lifetime,
                new Tick(0),
                lifetime.endFrom(now),
                new Identification(now.nanos()),
                256,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                FROM,
                AGENT,
                REQUEST,
                REPLY,
                Optional.empty());
    }
}
