package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.Binding;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore;
import org.mobileip.homeagent.store.MemoryStore;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.Dataplane;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.FakeHostNetwork;
import org.mobileip.time.Tick;
import org.mobileip.tunnel.Foreseen;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** I1 to I3 while what was kept is still being read: a home agent that has just begun says what one says that knows everything. */
class ServedMeanwhileTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4Prefix HOME_NETWORK = Ipv4Prefix.parse("10.10.0.0/16");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecurityAssociation ASSOCIATION = new SecurityAssociation(
            0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of("1234567812345678".getBytes(StandardCharsets.US_ASCII)));
    private static final int NODES = 20;
    private static final int TUNNEL = 7;

    @TempDir
    private Path directory = Path.of("");

    private final TreeMap<Ipv4, String> forwarded = new TreeMap<>();
    private final List<RegistrationReply> replies = new ArrayList<>();
    private final FakeHostNetwork network = new FakeHostNetwork();
    private final Set<Ipv4> stopped = new HashSet<>();
    private Optional<?> foreseen = Optional.empty();
    private Tick now = new Tick(0);

    /** What is to be done when something is on the disk. */
    private final BlockingQueue<Runnable> done = new LinkedBlockingQueue<>();

    /** Where datagrams for {@code node} go, of whom nobody has said anything yet. */
    private Optional<TunnelPath> foreseen(int node) {
        return foreseen.flatMap(what -> ((Foreseen) what).to(home(node)));
    }

    private static Ipv4 home(int node) {
        return new Ipv4(AGENT.bits() + 1 + node);
    }

    private static Ipv4 place(int number) {
        return new Ipv4(0xc0000200 + number);
    }

    /** What {@code node} asks for at {@code second} past noon, by everybody's clock. */
    private static Event.Received request(int node, int second, int place, int lifetime) {
        Instant then = NOON.plusSeconds(second);
        RegistrationRequest request = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE,
                new Lifetime(lifetime),
                home(node),
                AGENT,
                place(place),
                Identification.ofTimestamp(then, node),
                List.of());
        Octets signed = ASSOCIATION.sign(request.encode(), Kind.MOBILE_HOME);
        return new Event.Received(
                new Datagram(new Endpoint(place(place), 434), new Endpoint(AGENT, 434), 1, then, signed));
    }

    private static HomeAgent agent(Store store) throws IOException {
        List<AuthorizedNode> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            nodes.add(AuthorizedNode.at(
                    home(node),
                    "node-" + node,
                    SecurityAssociations.of(ASSOCIATION),
                    new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7))));
        }
        return new HomeAgent(
                new HomeAgentSettings(
                        AGENT,
                        HOME_NETWORK,
                        Optional.empty(),
                        HomeAgentSettings.Grants.everythingFor(new Lifetime(600)),
                        false,
                        List.of(),
                        nodes),
                store.readAll().newest(),
                new NonceSource(Key.of(new byte[16])),
                new Tick(0));
    }

    private AgentDriver driver(Store store, HomeAgent agent) {
        network.putLink(TUNNEL, "mipha0");
        Dataplane dataplane = FakeDataplane.of(TUNNEL, (method, arguments) -> {
            switch (method) {
                case "foresee" -> foreseen = (Optional<?>) arguments[1];
                case "forward" -> forwarded.put((Ipv4) arguments[0], "forwarded");
                case "stop" -> {
                    stopped.add((Ipv4) arguments[0]);
                    forwarded.remove((Ipv4) arguments[0]);
                }
                default -> {}
            }
        });
        return new AgentDriver(
                agent,
                send -> replies.add(decode(send.octets())),
                new Tunnels(dataplane, network, AGENT, true, OptionalInt.empty()),
                Optional.empty(),
                store,
                new Journal(
                        () -> new Tick(0), InstantSource.fixed(NOON.plusSeconds(60)), (level, pattern, values) -> {}),
                () -> now);
    }

    private static RegistrationReply decode(Octets reply) {
        try {
            return RegistrationReply.decode(reply);
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** A store on disk of an agent at which all nodes registered at noon, and some did more in the minute after that. */
    private Store kept() throws Exception {
        try (Store before = open()) {
            AgentDriver driver = driver(before, agent(new MemoryStore()));
            for (int node = 0; node < NODES; node++) {
                driver.handle(request(node, 0, node, 600));
            }
            driver.handle(request(3, 10, 103, 600)); // Moved.
            driver.handle(request(4, 10, 4, 0)); // Gone.
            untilDurable(before);
        }
        forwarded.clear();
        replies.clear();
        return open();
    }

    private Store open() throws IOException {
        return FileStore.open(directory, FileStore.Options.usual(() -> {}), done::add, new FileStore.Watcher() {
            @Override
            public void storeIs(StoreState state, String why) {}

            @Override
            public void troubled(String event, Throwable cause) {
                throw new AssertionError(event, cause);
            }
        });
    }

    private ReplyCode lastCode(Store store) throws InterruptedException {
        untilDurable(store);
        return replies.get(replies.size() - 1).code();
    }

    /** Does what waits for the disk, on this thread as an event loop does, until everything is there. */
    private void untilDurable(Store store) throws InterruptedException {
        AtomicBoolean isDurable = new AtomicBoolean();
        store.append(List.of(), () -> isDurable.set(true));
        while (!isDurable.get()) {
            Optional.ofNullable(done.poll(20, TimeUnit.SECONDS)).orElseThrow().run();
        }
    }

    @Test
    void everyNodeIsForwardedToBeforeAnyBindingWasMadeAgain() throws Exception {
        try (Store store = kept()) {
            HomeAgent agent = agent(store);
            AgentDriver driver = driver(store, agent);
            driver.beginResuming(store.readAll(), NOON.plusSeconds(60));
            driver.foresee();
            for (int node = 0; node < NODES; node++) {
                Optional<TunnelPath> path = Optional.of(TunnelPath.to(place(node == 3 ? 103 : node)));
                assertThat(foreseen(node)).as("node %d", node).isEqualTo(node == 4 ? Optional.empty() : path);
            }
            assertThat(agent.size()).isZero();
            while (driver.resumeSome(3)) {
                assertThat(foreseen.isPresent() || forwarded.size() == NODES - 1)
                        .isTrue();
            }
            assertThat(foreseen).isEmpty();
            assertThat(forwarded).hasSize(NODES - 1).doesNotContainKey(home(4));
            assertThat(agent.size()).isEqualTo(NODES - 1);
        }
    }

    @Test
    void aRenewalIsAnsweredAndWhatWasOverheardIsRefusedWhileNothingElseIsThere() throws Exception {
        try (Store store = kept()) {
            HomeAgent agent = agent(store);
            AgentDriver driver = driver(store, agent);
            driver.beginResuming(store.readAll(), NOON.plusSeconds(60));
            driver.handle(request(7, 60, 7, 600));
            assertThat(lastCode(store)).isEqualTo(ReplyCode.ACCEPTED);
            driver.handle(request(3, 0, 3, 600));
            assertThat(lastCode(store)).as("from where it was before").isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
            driver.handle(request(4, 0, 4, 600));
            assertThat(lastCode(store)).as("of one that has left").isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
            driver.handle(request(3, 10, 103, 600));
            assertThat(lastCode(store)).as("a copy of the last one").isEqualTo(ReplyCode.ACCEPTED);
            assertThat(agent.bindings()).extracting(Binding::careOf).containsExactlyInAnyOrder(place(7), place(103));
        }
    }

    @Test
    void whatNodesDoMeanwhileIsNotUndoneByWhatWasKept() throws Exception {
        try (Store store = kept()) {
            HomeAgent agent = agent(store);
            AgentDriver driver = driver(store, agent);
            driver.beginResuming(store.readAll(), NOON.plusSeconds(60));
            driver.foresee();
            driver.handle(request(8, 60, 8, 0));
            driver.handle(request(9, 60, 109, 600));
            assertThat(lastCode(store)).isEqualTo(ReplyCode.ACCEPTED);
            while (driver.resumeSome(3)) {
                assertThat(agent.size()).isPositive();
            }
            assertThat(agent.size()).isEqualTo(NODES - 2);
            assertThat(forwarded).hasSize(NODES - 2).doesNotContainKeys(home(4), home(8));
            assertThat(agent.bindings())
                    .filteredOn(each -> each.home().equals(home(9)))
                    .extracting(Binding::careOf)
                    .containsExactly(place(109));
        }
        try (Store again = open()) {
            assertThat(again.readAll().bindings()).hasSize(NODES - 2);
        }
    }

    /** A minute before its lifetime is over it is nothing that can be foreseen: it might end before it is looked at. */
    @Test
    void nothingIsForeseenOfWhatIsAboutToEnd() throws Exception {
        try (Store store = kept()) {
            AgentDriver driver = driver(store, agent(store));
            driver.beginResuming(store.readAll(), NOON.plusSeconds(539));
            driver.foresee();
            assertThat(foreseen(0)).isPresent();
            now = new Tick(Duration.ofSeconds(1).toNanos());
            assertThat(foreseen(0)).isEmpty();
            assertThat(foreseen(3)).as("since ten past").isPresent();
        }
    }

    /** It was foreseen, and its node's key is another one since. */
    @Test
    void nobodyIsForwardedToAnyMoreWhoseBindingIsLeftOut() throws Exception {
        try (Store store = kept()) {
            HomeAgent other = new HomeAgent(
                    new HomeAgentSettings(
                            AGENT,
                            HOME_NETWORK,
                            Optional.empty(),
                            HomeAgentSettings.Grants.everythingFor(new Lifetime(600)),
                            false,
                            List.of(),
                            List.of(AuthorizedNode.at(
                                    home(0),
                                    "node-0",
                                    SecurityAssociations.of(new SecurityAssociation(
                                            0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[16]))),
                                    new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7))))),
                    store.readAll().newest(),
                    new NonceSource(Key.of(new byte[16])),
                    new Tick(0));
            AgentDriver driver = driver(store, other);
            driver.beginResuming(store.readAll(), NOON.plusSeconds(60));
            driver.foresee();
            assertThat(foreseen(0)).isPresent();
            assertThat(foreseen(1))
                    .as("whose home address is nobody's any more")
                    .isEmpty();
            while (driver.resumeSome(100)) {
                assertThat(forwarded).isEmpty();
            }
            assertThat(stopped).contains(home(0));
            assertThat(other.size()).isZero();
        }
    }
}
