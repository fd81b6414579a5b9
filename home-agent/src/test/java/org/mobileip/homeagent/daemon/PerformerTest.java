package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.Batch;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.homeagent.store.Store;
import org.mobileip.homeagent.store.StoreStatus;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostException;
import org.mobileip.host.Route;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.FakeHostNetwork;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** I3 and F5: what is promised is durable first, and nothing else waits for that. */
class PerformerTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final int TUNNEL = 7;
    private static final Tick NOW = new Tick(0);
    private static final Effect FORWARD = new Effect.Forward(HOME, List.of(TunnelPath.to(CAFE)));
    private static final Ipv4 ANOTHER = Ipv4.parse("10.10.0.58");
    private static final Effect FORWARD_OF_ANOTHER = new Effect.Forward(ANOTHER, List.of(TunnelPath.to(CAFE)));
    private static final Effect FORWARD_ELSEWHERE = new Effect.Forward(HOME, List.of(TunnelPath.to(AGENT)));
    private static final Effect KEEP = new Effect.Remember(List.of(new Change.Unbound(HOME, AGENT)), true);
    private static final Effect KEEP_SOME_TIME = new Effect.Remember(List.of(new Change.Unbound(HOME, AGENT)), false);
    private static final Effect AFTER_ALL_BEFORE = new Effect.Remember(List.of(), true);
    private static final Effect ACCEPTED = new Effect.Accepted("laptop", HOME, CAFE, new Lifetime(60), List.of());

    private final List<String> done = new ArrayList<>();
    private Tick clock = NOW;
    private final SlowStore store = new SlowStore();
    private final Journal journal = new Journal(
            () -> clock,
            InstantSource.fixed(Instant.EPOCH),
            (level, pattern, values) -> done.add(pattern.split(" ", 2)[0]));
    private final FakeHostNetwork network = network();
    private final Performer performer = new Performer(
            send -> done.add("reply " + send.octets()),
            new Tunnels(dataplane(), network, AGENT, true, OptionalInt.empty()),
            Optional.empty(),
            store,
            journal);

    /** One whose disk never rests before it is told to. */
    private static final class SlowStore implements Store {
        private final List<Runnable> promises = new ArrayList<>();
        private final List<List<Change>> kept = new ArrayList<>();

        @Override
        public void append(List<Change> changes, Runnable whenDurable) {
            promises.add(whenDurable);
            kept.add(List.copyOf(changes));
        }

        void becomesDurable() {
            promises.remove(0).run();
        }

        @Override
        public int waiting() {
            return promises.size();
        }

        @Override
        public Contents readAll() {
            return Contents.NOTHING;
        }

        @Override
        public List<Batch> after(long index, int most) {
            return List.of();
        }

        @Override
        public StoreStatus status() {
            return new StoreStatus(StoreState.READY, "slow", "", 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }

    private static FakeHostNetwork network() {
        FakeHostNetwork network = new FakeHostNetwork();
        network.putLink(TUNNEL, "mipha0");
        return network;
    }

    private Dataplane dataplane() {
        return FakeDataplane.of(TUNNEL, (method, arguments) -> {
            if (method.equals("forward")) {
                done.add("forward");
            }
        });
    }

    private static Effect.Send reply(String octets) {
        return new Effect.Send(AGENT, new Endpoint(CAFE, 434), OptionalInt.empty(), Octets.ofHex(octets));
    }

    /** One turn. */
    private Optional<ReplyCode> perform(List<Effect> effects) {
        Optional<ReplyCode> outcome = performer.perform(NOW, effects);
        performer.endTurn(NOW);
        return outcome;
    }

    @Test
    void forwardsAtOnceAndRepliesWhenWhatItSaysIsDurable() {
        assertThat(perform(List.of(FORWARD, KEEP, reply("03"), ACCEPTED))).isEmpty();
        assertThat(done).containsExactly("forward");
        store.becomesDurable();
        assertThat(done).containsExactly("forward", "reply 03", "registration-accepted");
    }

    @Test
    void goesOnWithWhatComesWhileTheDiskIsBusy() {
        perform(List.of(KEEP, reply("01"), ACCEPTED));
        perform(List.of(FORWARD, KEEP, reply("02"), ACCEPTED));
        perform(List.of(reply("03"))); // a denial
        assertThat(done).containsExactly("forward", "reply 03");
        store.becomesDurable();
        store.becomesDurable();
        assertThat(done)
                .containsExactly(
                        "forward",
                        "reply 03",
                        "reply 01",
                        "registration-accepted",
                        "reply 02",
                        "registration-accepted");
    }

    @Test
    void letsACopyWaitForTheReplyThatItRepeats() {
        perform(List.of(KEEP, reply("01"), ACCEPTED));
        perform(List.of(AFTER_ALL_BEFORE, reply("01")));
        assertThat(done).isEmpty();
        store.becomesDurable();
        store.becomesDurable();
        assertThat(done).containsExactly("reply 01", "registration-accepted", "reply 01");
    }

    @Test
    void repliesAtOnceWhereNothingIsPromised() {
        perform(List.of(reply("03"), KEEP_SOME_TIME));
        perform(List.of(KEEP_SOME_TIME, reply("04")));
        assertThat(done).containsExactly("reply 03", "reply 04");
        assertThat(store.waiting()).isEqualTo(2);
    }

    @Test
    void whatIsToBeKeptInOneTurnIsKeptTogetherAndAllRepliesLeaveBeforeAnythingIsToldOfThem() {
        performer.perform(NOW, List.of(FORWARD, KEEP, reply("01"), ACCEPTED));
        performer.perform(NOW, List.of(reply("02"), KEEP_SOME_TIME));
        performer.perform(NOW, List.of(FORWARD_ELSEWHERE, KEEP, reply("03"), ACCEPTED));
        assertThat(store.waiting()).isZero();
        performer.endTurn(NOW);
        assertThat(done).containsExactly("forward", "reply 02", "forward");
        assertThat(store.kept).hasSize(1);
        assertThat(store.kept.get(0))
                .extracting(Change::getClass)
                .isEqualTo(Stream.of(KEEP, KEEP_SOME_TIME, KEEP)
                        .flatMap(each -> ((Effect.Remember) each).changes().stream())
                        .map(Change::getClass)
                        .toList());
        store.becomesDurable();
        assertThat(done)
                .containsExactly(
                        "forward",
                        "reply 02",
                        "forward",
                        "reply 01",
                        "reply 03",
                        "registration-accepted",
                        "registration-accepted");
    }

    @Test
    void whatWaitsForTheDiskIsCountedByReplyAndNotByTurn() {
        performer.perform(NOW, List.of(FORWARD, KEEP, reply("01"), ACCEPTED));
        performer.perform(NOW, List.of(FORWARD_ELSEWHERE, KEEP, reply("03"), ACCEPTED));
        performer.endTurn(NOW);
        perform(List.of(KEEP, reply("05")));
        assertThat(performer.waiting()).isEqualTo(5);
        store.becomesDurable();
        assertThat(performer.waiting()).isEqualTo(1);
        performer.storeHalted();
        assertThat(performer.waiting()).isZero();
        store.becomesDurable();
        assertThat(performer.waiting()).isZero();
    }

    /** Bounds of 0.1, 0.25, 0.5, 1, 2.5 and 5 ms, and so on; what is no reply, type 3, does not count. */
    @Test
    void aReplyIsTimedFromWhenItsRequestWasReadUntilItLeaves() {
        journal.tally().beTimed();
        clock = new Tick(200_000);
        perform(List.of(reply("03"), reply("03"), reply("07"))); // two denials and a revocation
        perform(List.of(KEEP, reply("03"), ACCEPTED));
        perform(List.of(reply("07")));
        clock = new Tick(4_000_000);
        store.becomesDurable();
        var times = journal.tally().snapshot().times().orElseThrow();
        assertThat(times.counts().subList(0, 7)).containsExactly(0L, 2L, 0L, 0L, 0L, 1L, 0L);
        assertThat(times.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
        assertThat(times.seconds()).isEqualTo(0.0044);
    }

    @Test
    void aTurnWithNothingToKeepDoesNotGoToTheDisk() {
        perform(List.of(reply("04")));
        assertThat(store.waiting()).isZero();
    }

    /** A storm of nodes that were never here: a call for each route took a fifth of the time. */
    @Test
    void inATurnOfSeveralEventsRoutesArePutTogetherAndBeforeAnythingIsSent() {
        performer.beginTurn();
        performer.perform(NOW, List.of(FORWARD, KEEP, reply("01"), ACCEPTED));
        performer.perform(NOW, List.of(FORWARD_OF_ANOTHER, KEEP, reply("02"), ACCEPTED));
        assertThat(network.routes()).isEmpty();
        performer.perform(NOW, List.of(reply("03"))); // a denial
        assertThat(network.routes()).hasSize(2);
        performer.endTurn(NOW);
        perform(List.of(new Effect.Forward(HOME, List.of()), KEEP, reply("04")));
        assertThat(network.routes())
                .as("in a turn of one event at once")
                .extracting(Route::destination)
                .containsExactly(Ipv4Prefix.host(ANOTHER));
    }

    /** What comes to this machine by ARP must find the tunnel. */
    @Test
    void inATurnOfSeveralEventsAHomeLinkIsAttractedBehindTheRouteOfItsNode() {
        HomeLinkDriver homeLink = new HomeLinkDriver(
                new MacAddress(0x0200_0000_0001L),
                AGENT,
                new HomeLinkDriver.Outlets() {
                    @Override
                    public void sendArp(MacAddress to, Octets frame) {
                        done.add("arp with " + network.routes().size());
                    }

                    @Override
                    public void sendDatagram(MacAddress to, Octets datagram) {}

                    @Override
                    public Optional<MacAddress> neighbour(Ipv4 address) {
                        return Optional.empty();
                    }
                },
                journal);
        Performer onHomeLink = new Performer(
                send -> {},
                new Tunnels(dataplane(), network, AGENT, true, OptionalInt.empty()),
                Optional.of(homeLink),
                store,
                journal);
        onHomeLink.beginTurn();
        onHomeLink.perform(NOW, List.of(FORWARD, new Effect.Attract(HOME)));
        assertThat(done).startsWith("forward", "arp with 1");
        onHomeLink.endTurn(NOW);
    }

    @Test
    void whereOneOfThemIsRefusedNoReplyOfThatTurnLeavesAndTheNextOneIsAskedForAgain() {
        performer.beginTurn();
        performer.perform(NOW, List.of(FORWARD, KEEP, reply("01"), ACCEPTED));
        performer.perform(NOW, List.of(FORWARD_OF_ANOTHER, KEEP, reply("02"), ACCEPTED));
        network.refuseNext(new HostException("put route: no", 12));
        performer.endTurn(NOW);
        store.becomesDurable();
        assertThat(done).startsWith("forward", "forward").noneMatch(each -> each.startsWith("reply"));
        assertThat(network.routes()).extracting(Route::destination).containsExactly(Ipv4Prefix.host(ANOTHER));
        done.clear();
        perform(List.of(FORWARD, KEEP, reply("05"), ACCEPTED));
        store.becomesDurable();
        assertThat(done).containsExactly("forward", "reply 05", "registration-accepted");
        assertThat(network.routes()).hasSize(2);
    }

    @Test
    void whereOneOfThemIsRefusedNothingIsSentThatNeedNotWaitForTheDiskEither() {
        performer.beginTurn();
        performer.perform(NOW, List.of(FORWARD));
        network.refuseNext(new HostException("put route: no", 12));
        performer.perform(NOW, List.of(reply("01")));
        performer.endTurn(NOW);
        assertThat(done).startsWith("forward").noneMatch(each -> each.startsWith("reply"));
    }
}
