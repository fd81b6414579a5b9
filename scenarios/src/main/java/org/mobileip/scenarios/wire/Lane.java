package org.mobileip.scenarios.wire;

import java.util.concurrent.atomic.AtomicLong;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.FramePort;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.scenarios.clock.RunClock;

/** One direction of a wire. For the wire's thread; the counters may be read by any. */
final class Lane {

    private static final int ETHERNET_HEADER = 14;

    /** A second's worth of 64 Mbit/s, or 60,000 frames. */
    private static final int OCTETS = 8 << 20;

    private static final int MOST_FRAMES = 1 << 16;
    private static final int OCTETS_BEHIND = 1 << 20;
    private static final int MOST_FRAMES_BEHIND = 1 << 12;

    /** As many at a time, before the other direction has its turn. */
    private static final int MOST_AT_A_TIME = 256;

    /** A kernel's moment further back than this is none: the clock was set. */
    private static final long BELIEVABLE = 50_000_000;

    private final FramePort from;
    private final FramePort to;
    private final RunClock clock;
    private final WireModel model;
    private final FrameQueue inOrder = new FrameQueue(OCTETS, MOST_FRAMES);
    private final FrameQueue behind = new FrameQueue(OCTETS_BEHIND, MOST_FRAMES_BEHIND);
    private final NativeBuffer nowhere = NativeBuffer.allocate(FrameQueue.LONGEST_FRAME);
    private final AtomicLong departed = new AtomicLong();
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong queueFull = new AtomicLong();
    private final AtomicLong overrun = new AtomicLong();
    private final AtomicLong unplugged = new AtomicLong();
    private long latestArrival = Long.MIN_VALUE;
    private long missed;

    Lane(FramePort from, FramePort to, WireModel model, RunClock clock) {
        this.from = from;
        this.to = to;
        this.model = model;
        this.clock = clock;
    }

    /** What becomes readable when a frame arrives. */
    Fd fd() {
        return from.fd();
    }

    void change(long now, Impairment impairment) {
        model.change(now, impairment);
    }

    /** Takes what has arrived; whether anything had. */
    boolean receive() {
        int received = 0;
        while (received < MOST_AT_A_TIME && receiveOne()) {
            received++;
        }
        return received > 0;
    }

    private boolean receiveOne() {
        int room = inOrder.room();
        boolean fits = room >= 0;
        NativeBuffer memory = fits ? inOrder.memory() : nowhere;
        int length = from.receive(memory, Math.max(0, room), FrameQueue.LONGEST_FRAME);
        if (length < 0) {
            return false;
        }
        long departure = model.departure(arrival(), Math.max(0, length - ETHERNET_HEADER));
        if (departure == WireModel.NEVER) {
            (model.isQueueFull() ? queueFull : lost).incrementAndGet();
        } else if (fits) {
            accept(room, length, departure);
        } else {
            overrun.incrementAndGet();
        }
        return true;
    }

    private void accept(int room, int length, long departure) {
        if (model.isBehind()) {
            holdBack(room, length, departure);
            return;
        }
        inOrder.add(room, length, departure, model.isTwice());
    }

    private void holdBack(int from, int length, long departure) {
        int room = behind.room();
        if (room < 0) {
            overrun.incrementAndGet();
            return;
        }
        behind.memory().copy(room, inOrder.memory(), from, length);
        behind.add(room, length, departure, model.isTwice());
    }

    /** The kernel's moment, where it is one, and never before that of the frame before. */
    private long arrival() {
        long now = clock.nanos(); // for each: what was now before the frame came would have it leave too early
        long stamped = clock.ofWall(from.receivedAtNanos());
        long believable = stamped > now || stamped < now - BELIEVABLE ? now : stamped;
        latestArrival = Math.max(latestArrival, believable);
        return latestArrival;
    }

    /** Sends what departs by {@code until}. */
    void send(long until) {
        sendFrom(inOrder, until);
        sendFrom(behind, until);
    }

    private void sendFrom(FrameQueue queue, long until) {
        while (queue.departure() <= until) {
            sendOne(queue);
            if (queue.isTwice()) {
                sendOne(queue);
                duplicated.incrementAndGet();
            }
            queue.remove();
        }
    }

    private void sendOne(FrameQueue queue) {
        int sent = to.send(queue.memory(), queue.offset(), queue.length());
        (sent >= 0 ? departed : sent == -Errno.ENETDOWN ? unplugged : overrun).incrementAndGet();
    }

    /** When the next frame departs; {@link Long#MAX_VALUE} where none is on its way. */
    long nextDeparture() {
        return Math.min(inOrder.departure(), behind.departure());
    }

    /** Also after the wire's end, if it was asked for before. */
    synchronized WireCounters counters() {
        if (!from.fd().isClosed()) {
            missed = from.dropped();
        }
        return new WireCounters(
                departed.get(), duplicated.get(), lost.get(), queueFull.get(), overrun.get() + missed, unplugged.get());
    }
}
