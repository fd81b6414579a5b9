package org.mobileip.scenarios.bench;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.linux.DatagramBatch;
import org.mobileip.host.linux.PollSet;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.thread.Threads;

/** Datagrams at a rate, and how many of them arrived. For one thread at a time. */
final class PacedLoad {

    private static final double NANOS = 1e9;
    private static final int PORT = 9998;
    private static final int BATCH = 64;
    private static final int SIZE = 64;
    private static final long REST_NANOS = 20_000;

    /** How long the receiver rests when nothing waits; meanwhile a million a second take a hundredth of its room. */
    private static final long LOOK_NANOS = 100_000;

    private static final int WAIT_MILLIS = 50;

    private final Load.Place from;
    private final Load.Place to;
    private final long nanos;

    /** @param nanos how long one trial is */
    PacedLoad(Load.Place from, Load.Place to, long nanos) {
        this.from = from;
        this.to = to;
        this.nanos = nanos;
    }

    /**
     * One trial.
     *
     * @param perSecond how many were really sent, on average
     */
    record Trial(long sent, long received, double perSecond) {

        /** The part of them that arrived, 0 to 1. */
        double kept() {
            return sent == 0 ? 0 : Math.min(1, received / (double) sent);
        }
    }

    /** The highest rate at which next to nothing is lost, a second: see {@link RateSearch}. */
    double lossless() {
        return RateSearch.highest(this::at);
    }

    /** Sends so many a second for a while. */
    Trial at(double rate) {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong received = new AtomicLong();
        Endpoint target = new Endpoint(to.address(), PORT);
        try (DatagramBatch receiver = to.namespace().call(() -> DatagramBatch.receiver(target, SIZE, BATCH));
                DatagramBatch sender = from.namespace()
                        .call(() -> DatagramBatch.sender(new Endpoint(from.address(), 0), target, SIZE, BATCH))) {
            Thread receiving = new Thread(() -> receive(receiver, received, isOver), "bench receives");
            receiving.start();
            long begin = System.nanoTime();
            long sent = send(sender, rate, begin);
            double seconds = (System.nanoTime() - begin) / NANOS;
            isOver.set(true);
            Threads.joinAlways(receiving);
            return new Trial(sent, received.get(), sent / seconds);
        }
    }

    private long send(DatagramBatch sender, double rate, long begin) {
        long sent = 0;
        for (long now = begin; now - begin < nanos; now = System.nanoTime()) {
            int due = (int) Math.min(BATCH, (now - begin) / NANOS * rate - sent);
            if (due < 1) {
                LockSupport.parkNanos(REST_NANOS);
            } else {
                sent += Math.max(0, sender.send(due));
            }
        }
        return sent;
    }

    /**
     * Until nothing has come for a while after all was sent. It looks now and then, and is not woken by what comes: whoever delivers
     * a datagram pays for that, and the slower the path, the more often is its receiver asleep.
     */
    private static void receive(DatagramBatch receiver, AtomicLong received, AtomicBoolean isOver) {
        PollSet waiting = new PollSet(receiver.fd());
        while (true) {
            boolean wasOver = isOver.get();
            int count = receiver.receive();
            if (count > 0) {
                received.addAndGet(count);
            } else if (!wasOver) {
                LockSupport.parkNanos(LOOK_NANOS);
            } else if (!waiting.await(WAIT_MILLIS)) {
                return;
            }
        }
    }
}
