package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.host.linux.Fd;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;

/** What a packet thread had in hand while the tunnels were changed. Time passes by hand, packets by themselves. */
@Timeout(30)
class PumpsTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Octets PING =
            Octets.ofHex("00".repeat(10)).plus(Packets.ping(Ipv4.parse("172.16.0.9"), HOME, 0, 0, 8));

    private final Fd source = Fd.eventCounter();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ipv4> sent = new LinkedBlockingQueue<>();
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch maySend = new CountDownLatch(1);
    private final AtomicLong clock = new AtomicLong();

    @AfterEach
    void close() {
        source.close();
        assertThat(faults).isEmpty();
    }

    private Pumps start(boolean sends, PacketPath path) {
        return Pumps.start(List.of(new Pumps.Work("test", path, source, sends)), faults::add);
    }

    /** The thread looks up where a datagram goes and then may not send it until it is told. */
    private Pumps holdBetweenLookUpAndSending(HomeAgentEnd agent) throws InterruptedException {
        FakePorts ports = new FakePorts();
        ports.toRead.add(PING);
        Pumps pumps = start(
                true,
                new OutboundPath(
                        ports,
                        agent,
                        OneByOne.sending(
                                (buffer, at, length, to) -> {
                                    looked.countDown();
                                    await(maySend);
                                    sent.add(to);
                                    return length;
                                },
                                2),
                        exit -> 1500,
                        ErrorSender.toNetwork(ports::send),
                        SegmentLimit.NONE));
        looked.await();
        return pumps;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void neverCalled() {
        throw new AssertionError("it waits");
    }

    @Test
    void aChangeIsCompleteWhenWhatWasLookedUpBeforeItIsSent() throws InterruptedException {
        HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        Pumps pumps = holdBetweenLookUpAndSending(agent);
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)))).isTrue();
        assertThat(pumps.settle(() -> 0, maySend::countDown)).isTrue();
        assertThat(sent).as("before a reply could leave").containsExactly(CAFE);
        assertThat(pumps.stop()).isTrue();
    }

    @Test
    void aThreadThatDoesNotGoOnIsNotWaitedForLongerThanThat() throws InterruptedException {
        HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        Pumps pumps = holdBetweenLookUpAndSending(agent);
        assertThat(agent.stop(HOME)).isTrue();
        assertThat(pumps.settle(clock::get, () -> clock.addAndGet(1_000_000))).isFalse();
        assertThat(clock).hasValue(Pumps.LONGEST_TURN + 1_000_000);
        assertThat(sent).isEmpty();
        maySend.countDown();
        assertThat(pumps.stop()).isTrue();
    }

    @Test
    void aThreadThatWaitsForPacketsOrHasEndedIsNotWaitedFor() {
        FakePorts nothing = new FakePorts();
        HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
        Pumps pumps = start(
                true,
                new OutboundPath(
                        nothing,
                        agent,
                        OneByOne.sending(nothing::send, 2),
                        exit -> 1500,
                        ErrorSender.toNetwork(nothing::send),
                        SegmentLimit.NONE));
        assertThat(pumps.settle(() -> 0, Thread::yield)).isTrue();
        assertThat(pumps.stop()).isTrue();
        assertThat(pumps.settle(() -> 0, PumpsTest::neverCalled)).isTrue();
    }

    @Test
    void aThreadThatTellsOfAFaultIsNotWaitedFor() throws InterruptedException {
        PacketPath faulty = path(() -> {
            throw new IllegalStateException("each time");
        });
        Pumps pumps = Pumps.start(List.of(new Pumps.Work("test", faulty, source, true)), fault -> {
            looked.countDown();
            await(maySend);
        });
        looked.await();
        assertThat(pumps.settle(() -> 0, PumpsTest::neverCalled)).isTrue();
        maySend.countDown();
        assertThat(pumps.stop()).isTrue();
    }

    @Test
    void aPacketThreadDoesNotWaitForItself() {
        CompletableFuture<Pumps> started = new CompletableFuture<>();
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        Pumps pumps = start(true, path(() -> {
            settled.complete(started.join().settle(() -> 0, PumpsTest::neverCalled));
            return PacketPath.Step.NOTHING;
        }));
        started.complete(pumps);
        assertThat(settled.join()).isTrue();
        assertThat(pumps.stop()).isTrue();
    }

    @Test
    void aThreadThatSendsIntoNoTunnelIsNotWaitedFor() throws InterruptedException {
        Pumps pumps = start(false, path(() -> {
            looked.countDown();
            await(maySend);
            return PacketPath.Step.NOTHING;
        }));
        looked.await();
        assertThat(pumps.settle(() -> 0, PumpsTest::neverCalled)).isTrue();
        maySend.countDown();
        assertThat(pumps.stop()).isTrue();
    }

    private static PacketPath path(Supplier<PacketPath.Step> step) {
        PathCounters counters = new PathCounters();
        return new PacketPath() {
            @Override
            public Step step() {
                return step.get();
            }

            @Override
            public PathCounters counters() {
                return counters;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "6, 3", "8, 4", "64, 4"})
    void thereAreHalfAsManyQueuesAsProcessorsAndFourAtMost(int processors, int queues) {
        assertThat(TunOptions.usualQueues(processors)).isEqualTo(queues);
    }
}
