package org.mobileip.scenarios.wire;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.FramePort;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.PunctualThread;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/**
 * A wire between two interfaces of one namespace, which have no addresses: frames that arrive on one leave by the other, after
 * what the wire does to them. One thread; it sleeps until the next frame departs or arrives, and no shorter than some 50 µs:
 * the kernel notes when each frame arrived, so nothing is lost by looking at several at a time.
 */
public final class Wire implements AutoCloseable {

    private static final int BUFFERS = 8 << 20;

    /** The shortest sleep. */
    private static final long REST = 50_000;

    /** Frames due within half a rest are sent now: so they are as often early as late. */
    private static final long EARLY = REST / 2;

    private static final long FOREVER = 3_600_000_000_000L;

    private final RunClock clock;
    private final FramePort left;
    private final FramePort right;
    private final Lane rightwards;
    private final Lane leftwards;
    private final ConcurrentLinkedQueue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Fd wakeUp = Fd.eventCounter();
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer drained = NativeBuffer.allocate(Long.BYTES);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<Throwable> failure = Optional.empty();

    private record Change(Lane lane, Impairment impairment) {}

    /** The ends of a wire: interfaces of the namespace that are up. */
    public record Ends(NetworkNamespace namespace, String left, String right) {}

    /**
     * Begins to carry frames.
     *
     * @param impairment of either direction
     * @param seed of both; they do not meet the same chances
     */
    public static Wire connect(String name, Ends ends, Impairment impairment, long seed, RunClock clock) {
        FramePort left = ends.namespace().call(() -> FramePort.open(ends.left(), BUFFERS));
        try {
            FramePort right = ends.namespace().call(() -> FramePort.open(ends.right(), BUFFERS));
            Wire wire = new Wire(name, left, right, impairment, seed, clock);
            wire.thread.start();
            return wire;
        } catch (RuntimeException e) {
            left.close();
            throw e;
        }
    }

    private Wire(String name, FramePort left, FramePort right, Impairment impairment, long seed, RunClock clock) {
        this.clock = clock;
        this.left = left;
        this.right = right;
        rightwards = new Lane(left, right, new WireModel(2 * seed, impairment), clock);
        leftwards = new Lane(right, left, new WireModel(2 * seed + 1, impairment), clock);
        one.inNativeOrder().putLong(0, 1);
        thread = new Thread(this::run, "wire " + name);
        thread.setDaemon(true);
    }

    /** Both directions are like this from now on; what is on its way already arrives when it would have. */
    public void change(Impairment impairment) {
        changeRightwards(impairment);
        changeLeftwards(impairment);
    }

    /** What goes from the left end to the right one is treated like this from now on. */
    public void changeRightwards(Impairment impairment) {
        changes.add(new Change(rightwards, impairment));
        wake();
    }

    /** What goes from the right end to the left one is treated like this from now on. */
    public void changeLeftwards(Impairment impairment) {
        changes.add(new Change(leftwards, impairment));
        wake();
    }

    private synchronized void wake() {
        wakeUp.write(one, 0, Long.BYTES);
    }

    private void run() {
        try {
            PunctualThread.become();
            carry();
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    private void carry() {
        PollSet anything = new PollSet(List.of(wakeUp, rightwards.fd(), leftwards.fd()));
        PollSet nothing = new PollSet(wakeUp);
        while (!stopping) {
            applyChanges(clock.nanos());
            boolean something = rightwards.receive();
            boolean busy = leftwards.receive() || something;
            long now = clock.nanos();
            rightwards.send(now + EARLY);
            leftwards.send(now + EARLY);
            sleep(busy ? nothing : anything, nextDeparture() - now, busy ? REST : FOREVER);
        }
    }

    private void sleep(PollSet waiting, long untilDeparture, long longest) {
        boolean woken = waiting.awaitNanos(Math.min(untilDeparture, longest));
        if (woken && waiting.isReady(0)) {
            wakeUp.read(drained, 0, Long.BYTES);
        }
    }

    private long nextDeparture() {
        return Math.min(rightwards.nextDeparture(), leftwards.nextDeparture());
    }

    private void applyChanges(long now) {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            change.lane().change(now, change.impairment());
        }
    }

    /** From the left end to the right one. */
    public WireCounters rightwards() {
        return rightwards.counters();
    }

    /** From the right end to the left one. */
    public WireCounters leftwards() {
        return leftwards.counters();
    }

    /** What the wire has used of the processors until now. */
    long processorNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    /** Why it carries nothing any more, where that was its own fault. */
    public Optional<Throwable> failure() {
        return failure;
    }

    /** Carries nothing any more; what was on its way is gone. */
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        wake();
        Threads.joinAlways(thread);
        rightwards.counters();
        leftwards.counters();
        left.close();
        right.close();
        wakeUp.close();
    }
}
