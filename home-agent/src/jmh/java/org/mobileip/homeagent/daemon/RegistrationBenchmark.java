package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a renewal costs a home agent: the codec, the authenticator, all of the engine, and the way to the disk. Nanoseconds for each
 * registration, without a socket and a dataplane; {@code -prof gc} tells its garbage.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms256m", "-Xmn128m"})
public class RegistrationBenchmark {

    private static final int NODES = 10_000;
    private static final int IN_A_COMMIT = 64;
    private static final long SECOND = 1_000_000_000L;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Endpoint AGENT = new Endpoint(Crowd.AGENT, ControlMessage.PORT);

    /** A home agent at which all nodes are registered, and what they send next. */
    @State(Scope.Thread)
    public static class Renewals {

        private final HomeAgent agent = Crowd.agent(Crowd.ownNodes(NODES));
        private final List<Datagram> requests = new ArrayList<>(NODES);
        private int round;

        /** They register. */
        public Renewals() {
            agent.handle(new Tick(0), new Event.OurAddresses(Set.of(Crowd.AGENT)));
            sign();
            renew();
        }

        /** They sign their next requests, which is not measured. */
        @Setup(Level.Invocation)
        public final void sign() {
            round++;
            Instant timeOfDay = START.plusSeconds(round);
            requests.clear();
            for (int node = 0; node < NODES; node++) {
                Endpoint from = new Endpoint(Crowd.careOf(node), ControlMessage.PORT);
                requests.add(new Datagram(from, AGENT, 1, timeOfDay, Crowd.renewal(node, false, timeOfDay)));
            }
        }

        final List<Effect> renew() {
            List<Effect> last = List.of();
            for (Datagram request : requests) {
                last = agent.handle(new Tick(round * SECOND), new Event.Received(request));
            }
            return last;
        }
    }

    /** The same home agent, and requests of the same nodes that nobody with their keys has signed, each from another address. */
    @State(Scope.Thread)
    public static class Forgeries {

        private final Renewals known = new Renewals();
        private final List<Datagram> requests = new ArrayList<>(NODES);

        /** They are forged, which is not measured. */
        @Setup(Level.Invocation)
        public final void forge() {
            known.sign();
            requests.clear();
            for (Datagram request : known.requests) {
                Endpoint from = new Endpoint(Crowd.careOf(known.round * NODES + requests.size()), ControlMessage.PORT);
                byte[] octets = request.payload().toArray();
                octets[octets.length - 1] ^= 1;
                requests.add(new Datagram(from, AGENT, 1, request.timeOfDay(), Octets.of(octets)));
            }
        }

        final List<Effect> refuse() {
            List<Effect> last = List.of();
            for (Datagram request : requests) {
                last = known.agent.handle(new Tick(known.round * SECOND), new Event.Received(request));
            }
            return last;
        }
    }

    /** One request. */
    @State(Scope.Thread)
    public static class Message {

        private final Octets signed = Crowd.renewal(0, false, START);
        private final Octets unsigned = signed.slice(0, RegistrationRequest.FIXED_SIZE);
        private final SecurityAssociation association = Crowd.association(0);
        private final AuthenticationExtension authenticator = authenticator(signed);

        private static AuthenticationExtension authenticator(Octets request) {
            try {
                return RegistrationRequest.decode(request)
                        .authenticationExtensions()
                        .get(0);
            } catch (MalformedMessageException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A store among the temporary files, or in the directory that {@code -Ddirectory} of the fork's arguments names. */
    @State(Scope.Thread)
    public static class Disk {

        private final List<Change> changes = new ArrayList<>();
        private final FileStore store;

        /** What a commit is about: so many renewals. */
        public Disk() {
            store = open();
            Renewals renewals = new Renewals();
            renewals.sign();
            for (Datagram request : renewals.requests.subList(0, IN_A_COMMIT)) {
                renewals.agent.handle(new Tick(SECOND), new Event.Received(request)).stream()
                        .filter(Effect.Remember.class::isInstance)
                        .forEach(remember -> changes.addAll(((Effect.Remember) remember).changes()));
            }
        }

        private static FileStore open() {
            Path parent = Path.of(System.getProperty("directory", System.getProperty("java.io.tmpdir")));
            try {
                Path directory = Files.createTempDirectory(parent, "store");
                return FileStore.open(
                        directory, FileStore.Options.usual(() -> {}), Runnable::run, new Unhappy());
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }

        /** Waits for what is to be written. */
        @TearDown
        public void close() {
            store.close();
        }
    }

    private static final class Unhappy implements FileStore.Watcher {

        @Override
        public void storeIs(StoreState state, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void troubled(String event, Throwable cause) {
            throw new IllegalStateException(event, cause);
        }
    }

    /** From octets to a request. */
    @Benchmark
    public RegistrationRequest decode(Message message) throws MalformedMessageException {
        return RegistrationRequest.decode(message.signed);
    }

    /** HMAC-MD5 over a request, compared with what is there. */
    @Benchmark
    public boolean verify(Message message) {
        return message.association.verifies(message.signed, message.authenticator);
    }

    /** HMAC-MD5 over a request, put behind it. */
    @Benchmark
    public Octets sign(Message message) {
        return message.association.sign(message.unsigned, Kind.MOBILE_HOME);
    }

    /** All of the engine: from a datagram to what is to be done; both authenticators are in it. */
    @Benchmark
    @OperationsPerInvocation(NODES)
    public Object renew(Renewals renewals) {
        return renewals.renew();
    }

    /** The same of forged requests whose sources are not known yet: what comes before an authenticator is found to be wrong. */
    @Benchmark
    @OperationsPerInvocation(NODES)
    public Object refuse(Forgeries forgeries) {
        return forgeries.refuse();
    }

    /** Sixty-four renewals with one commit, until they are durable. */
    @Benchmark
    @OperationsPerInvocation(IN_A_COMMIT)
    public void commit(Disk disk) throws InterruptedException {
        CountDownLatch durable = new CountDownLatch(1);
        disk.store.append(disk.changes, durable::countDown);
        durable.await();
    }
}
