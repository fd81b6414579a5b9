package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.ThreadTime;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.RevocationSupport;

/**
 * Registers a node that does not exist with an agent that does not matter, over the loopback, until the code that serves
 * requests is loaded and compiled: otherwise the first handover would wait for that. The addresses are of the class that
 * nobody has (240.0.0.0/4); nothing leaves the machine, and what is changed on it is changed back at once.
 */
final class Rehearsal {

    /** Of processor time, of which there is as much on a busy machine, later. */
    private static final Duration LONGEST = Duration.ofMillis(1500);

    /** But whoever waits for READY does not wait for ever. */
    private static final int MOST_TIMES_AS_LONG = 4;

    /** Here the disk costs nothing; elsewhere it takes most of the time. */
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /** Whoever is not answered so soon asks again: the disk needs longer, or the answer is none. */
    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);

    /** What a round does once is compiled after two hundred, and what only some do after some times as many. */
    private static final int ROUNDS = 1500;

    private static final int SPI = 256;
    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final Ipv4 HOME = Ipv4.parse("240.0.0.1");
    private static final List<Set<Ipv4>> SURROUNDINGS = List.of(
            Set.of(),
            Set.of(Ipv4.parse("240.0.0.2")),
            Set.of(Ipv4.parse("240.0.0.2"), Ipv4.parse("240.0.0.3"), Ipv4.parse("240.0.0.4")));

    /** What nodes put into requests: lists of each length are of another kind. */
    private static final List<List<Extension>> EXTENSIONS = List.of(
            List.of(new RevocationSupport(false, 1).toExtension()),
            List.of(),
            List.of(
                    new NetworkAccessIdentifier(Octets.ofHex("6140622e63")).toExtension(), // a@b.c
                    new RevocationSupport(false, 1).toExtension(),
                    Extension.of(Extension.CHALLENGE, Octets.ofHex("00000000"))));

    private static final List<Ipv4> CARE_OF = List.of(Ipv4.parse("198.18.0.1"), Ipv4.parse("198.18.0.2"));

    private final Ticker ticker;
    private final SecurityAssociation association;
    private final Tick end;
    private final long mostThreadTime;
    private long lastIdentification = Long.MIN_VALUE;
    private int round;
    private Tick patience = Tick.NEVER;

    private Rehearsal(Ticker ticker, AuthenticationAlgorithm algorithm) {
        this.ticker = ticker;
        this.association = new SecurityAssociation(SPI, algorithm, Key.of(new byte[16]));
        this.end = ticker.now().plus(LONGEST.multipliedBy(MOST_TIMES_AS_LONG));
        this.mostThreadTime = ThreadTime.nanos() + LONGEST.toNanos();
    }

    /**
     * Rehearses for some two seconds at most.
     *
     * @param algorithm the one that is in use
     * @param tunnels whose routes are set and removed
     */
    static void perform(AuthenticationAlgorithm algorithm, Tunnels tunnels, HostNetwork network, Ticker ticker)
            throws IOException {
        serve(algorithm, tunnels, network, ticker);
        tunnels.dataplane().rehearse();
    }

    /** The registrations alone: how many requests were accepted. */
    static int serve(AuthenticationAlgorithm algorithm, Tunnels tunnels, HostNetwork network, Ticker ticker)
            throws IOException {
        return new Rehearsal(ticker, algorithm).serve(tunnels, network);
    }

    /**
     * Everything that a registration goes through, from socket to socket, on a loop as the real one, with this machine's tunnels, a
     * disk, and the loopback for a home link: how many were accepted.
     */
    private int serve(Tunnels tunnels, HostNetwork network) throws IOException {
        Optional<Link> loopback =
                network.links().stream().filter(Link::loopback).findFirst();
        if (loopback.isEmpty()) {
            return 0;
        }
        AtomicInteger accepted = new AtomicInteger();
        Journal journal = new Journal(ticker, InstantSource.system(), (level, pattern, values) -> {
            accepted.addAndGet(level.equals(Level.INFO) ? 1 : 0);
        });
        Path scratch = scratch();
        try (EventLoop stage = HomeAgentDaemon.loop();
                Store store = FileStore.open(scratch, FileStore.Options.usual(() -> {}), stage::execute, new Nobody());
                HomeLinkPort homeLink = new HomeLinkPort(stage, network, journal, loopback.get(), LOOPBACK, () -> {});
                UdpSocket node = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
                RegistrationPort home = new RegistrationPort(new Endpoint(LOOPBACK, 0), LOOPBACK, LOOPBACK, journal)) {
            HomeAgent agent = agent();
            List<AgentDriver> drivers = outboxes(home, node.local()).stream()
                    .map(outbox -> new AgentDriver(
                            agent, outbox, tunnels, Optional.of(homeLink.driver()), store, journal, ticker))
                    .toList();
            stage.onReadable(home.fd(), () -> answer(drivers.get(round % drivers.size()), home.receive()));
            stage.onReadable(node.fd(), () -> {
                node.receive();
                ask(stage, agent, node, home.local());
            });
            ask(stage, agent, node, home.local());
            stage.run(() -> patience, () -> ask(stage, agent, node, home.local()));
        } catch (HostException withoutLoopback) {
            journal.failure("not-rehearsed", withoutLoopback);
        } finally {
            tunnels.forward(HOME, List.of(), List.of());
            delete(scratch);
        }
        return accepted.get();
    }

    /** The next request; after the last, all is over. */
    private void ask(EventLoop stage, HomeAgent agent, UdpSocket node, Endpoint home) {
        round++;
        if (round > ROUNDS || isOver()) {
            stage.stop();
            return;
        }
        changeSurroundings(agent);
        patience = ticker.now().plus(LONGEST_WRITE);
        node.send(LOOPBACK, home, OptionalInt.empty(), request());
    }

    private static void answer(AgentDriver driver, List<Datagram> requests) {
        driver.handleAll(requests.stream()
                .map(Rehearsal::asFromElsewhere)
                .map(Event.Received::new)
                .toList());
    }

    /**
     * Compiled code expects what it has seen, and is thrown away where it was wrong, in the middle of a handover. After three kinds of
     * something it expects none; what serves is a fourth.
     */
    private static List<Performer.Outbox> outboxes(RegistrationPort home, Endpoint node) {
        Performer.Outbox first = reply -> sendAtOnce(home, toNode(reply, node));
        Performer.Outbox second = reply -> sendAtOnce(home, toNode(reply, node));
        Performer.Outbox third = new Performer.Outbox() {
            @Override
            public void send(Effect.Send datagram) {
                home.send(toNode(datagram, node));
            }

            @Override
            public void flush() {
                home.flush();
            }
        };
        return List.of(first, second, third);
    }

    private static void sendAtOnce(RegistrationPort home, Effect.Send reply) {
        home.send(reply);
        home.flush();
    }

    private static Effect.Send toNode(Effect.Send reply, Endpoint node) {
        return new Effect.Send(LOOPBACK, node, OptionalInt.empty(), reply.octets());
    }

    /** Our addresses are none, one or several, for the same reason. */
    private void changeSurroundings(HomeAgent agent) {
        Set<Ipv4> addresses = SURROUNDINGS.get(round % SURROUNDINGS.size());
        agent.handle(ticker.now(), new Event.OurAddresses(addresses));
    }

    private static Path scratch() throws IOException {
        String name = "home-agent-rehearsal";
        return Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, name)
                : Files.createTempDirectory(name);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Hears of the scratch store, and does not care. */
    private static final class Nobody implements FileStore.Watcher {
        @Override
        public void storeIs(StoreState state, String why) {}

        @Override
        public void troubled(String event, Throwable cause) {}
    }

    /** The engine answers nobody on the loopback. */
    private static Datagram asFromElsewhere(Datagram arrived) {
        Endpoint from = new Endpoint(CARE_OF.get(0), arrived.from().port());
        return new Datagram(from, arrived.to(), arrived.interfaceIndex(), arrived.timeOfDay(), arrived.payload());
    }

    private Octets request() {
        long timestamp = Identification.ofTimestamp(Instant.now(), 0).bits();
        lastIdentification = Math.max(lastIdentification + 1, timestamp);
        boolean returns = round % 10 == 9;
        RegistrationRequest request = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING),
                returns ? Lifetime.ZERO : new Lifetime(600),
                HOME,
                LOOPBACK,
                returns ? HOME : CARE_OF.get(round % CARE_OF.size()),
                new Identification(lastIdentification),
                EXTENSIONS.get(round % EXTENSIONS.size()));
        return association.sign(request.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
    }

    private HomeAgent agent() {
        return new HomeAgent(settings(), Map.of(), new NonceSource(Key.of(new byte[16])), ticker.now());
    }

    private HomeAgentSettings settings() {
        return new HomeAgentSettings(
                LOOPBACK,
                Ipv4Prefix.parse("240.0.0.0/24"),
                Optional.of(AdvertisingPlan.every(Duration.ofMillis(1))),
                Grants.everythingFor(Lifetime.INFINITE),
                false,
                List.of(),
                List.of(AuthorizedNode.at(
                        HOME,
                        "rehearsal",
                        SecurityAssociations.of(association),
                        new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7)))));
    }

    private boolean isOver() {
        return ThreadTime.nanos() >= mostThreadTime || end.hasCome(ticker.now());
    }
}
