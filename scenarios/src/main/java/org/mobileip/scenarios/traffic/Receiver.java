package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/**
 * The thread that reads what arrives. The kernel noted when; so there is no hurry, and after each look at the sockets it
 * rests: a thousand wake-ups a second are enough for any number of packets.
 */
final class Receiver {

    private static final long REST = 1_000_000;
    private static final int LARGEST = 65535;
    private static final int FOREVER = -1;

    private final RunClock clock;
    private final List<? extends Source> sources;
    private final Fd wakeUp = Fd.eventCounter();
    private final NativeBuffer buffer = NativeBuffer.allocate(LARGEST);
    private final Thread thread;
    private volatile long lastArrival;
    private volatile boolean stopping;
    private volatile Optional<String> failure = Optional.empty();

    /** Where packets arrive, and who wants them. */
    interface Source {
        ProbeSocket socket();

        /** One arrived at {@code nanos} on the run's clock; it is the first {@code length} octets of {@code buffer}. */
        void received(NativeBuffer buffer, int length, long nanos);

        /** Nothing more is on its way. */
        boolean isComplete();
    }

    Receiver(List<? extends Source> sources, RunClock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.lastArrival = clock.nanos();
        this.thread = new Thread(this::run, "traffic receiver");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            receiveAll();
        } catch (RuntimeException | Error e) {
            failure = Optional.of("the receiver of the streams ended early: " + e);
        }
    }

    private void receiveAll() {
        List<Fd> fds = new ArrayList<>(List.of(wakeUp));
        sources.forEach(source -> fds.add(source.socket().fd()));
        PollSet waiting = new PollSet(fds);
        while (!stopping) {
            if (waiting.await(FOREVER)) {
                for (int i = 0; i < sources.size(); i++) {
                    if (waiting.isReady(i + 1)) {
                        drain(sources.get(i));
                    }
                }
                LockSupport.parkNanos(REST);
            }
        }
    }

    private void drain(Source source) {
        int length = source.socket().receive(buffer, 0, LARGEST);
        while (length >= 0) {
            long nanos = clock.ofWall(source.socket().receivedAtNanos());
            source.received(buffer, length, nanos);
            lastArrival = clock.nanos();
            length = source.socket().receive(buffer, 0, LARGEST);
        }
    }

    /** Waits for what is on its way, as long as something arrives at least every {@code quiet} nanoseconds. */
    void awaitTheRest(long quiet, long atMost) throws InterruptedException {
        long begin = clock.nanos();
        long now = begin;
        while (!sources.stream().allMatch(Source::isComplete)
                && now - Math.max(begin, lastArrival) < quiet
                && now - begin < atMost) {
            Thread.sleep(1);
            now = clock.nanos();
        }
    }

    /** Why it ended by itself, if it did. */
    Optional<String> failure() {
        return failure;
    }

    /** Ends it, if it has begun; once. */
    void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
        one.inNativeOrder().putLong(0, 1);
        wakeUp.write(one, 0, Long.BYTES);
        Threads.joinAlways(thread);
        wakeUp.close();
    }
}
