package org.mobileip.host.linux.tun;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.Urgency;

/**
 * The thread of one path: takes packets until none waits, then sleeps until one comes. A fault never ends it in silence: it
 * is told, and the next packet is taken after a pause that grows with each fault in a row.
 */
final class Pump {

    private static final int PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 1000;

    /** The clock is read once in so many steps, a power of two. */
    private static final int STEPS_A_LOOK = 8;

    private final PacketPath path;
    private final Fd source;
    private final Fd stop;
    private final Consumer<Throwable> onFault;
    private final Thread thread;
    private final Turn turn = new Turn();
    private volatile boolean stopping;
    private int faultsInARow;

    /**
     * A pump that has yet to {@link #start}.
     *
     * @param source what the path reads from
     * @param stop readable when all pumps are to end
     * @param onFault hears of faults, on the pump's thread
     */
    Pump(String name, PacketPath path, Fd source, Fd stop, Consumer<Throwable> onFault) {
        this.path = path;
        this.source = source;
        this.stop = stop;
        this.onFault = onFault;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Makes it end after the packets it has in hand, when {@code stop} is readable too. */
    void stop() {
        stopping = true;
    }

    /** Waits for the end; whether it came in time. */
    boolean join(Duration atMost) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(atMost.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** What it has in hand. */
    Turn turn() {
        return turn;
    }

    /** Whether the calling thread is this one. */
    boolean isThisThread() {
        return thread == Thread.currentThread();
    }

    private void run() {
        try {
            pump();
        } finally {
            turn.rest();
        }
    }

    private void pump() {
        PollSet packets = new PollSet(source, stop);
        PollSet stopOnly = new PollSet(stop);
        Urgency urgency = Urgency.ofThisThread();
        Gathering gathering = new Gathering(System.nanoTime());
        int stepsInARow = 0;
        while (!stopping) {
            try {
                turn.begin();
                long before = path.counters().received();
                PacketPath.Step step = path.step();
                urgency.did(path.counters().received() - before);
                if (step == PacketPath.Step.GONE) {
                    turn.rest();
                    tell(new HostException(
                            thread.getName() + ": the TUN device was removed by somebody else", Errno.EBADFD));
                    return;
                }
                faultsInARow = 0;
                if (step == PacketPath.Step.NOTHING || step == PacketPath.Step.LAST) {
                    stepsInARow = 0;
                    turn.rest();
                    gather(gathering);
                    await(packets, urgency);
                } else if ((++stepsInARow & (STEPS_A_LOOK - 1)) == 0) {
                    long now = System.nanoTime();
                    urgency.waited(now, now);
                }
            } catch (RuntimeException | Error fault) {
                turn.rest();
                tell(fault);
                faultsInARow++;
                stopOnly.await(Math.min(faultsInARow * PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            }
        }
    }

    private void gather(Gathering gathering) {
        long pause = gathering.pause(System.nanoTime(), path.counters());
        if (pause > 0) {
            LockSupport.parkNanos(pause);
        }
    }

    private static void await(PollSet packets, Urgency urgency) {
        boolean isReady;
        do {
            int patience = urgency.patience();
            long begin = System.nanoTime();
            isReady = packets.await(patience);
            urgency.waited(begin, System.nanoTime());
        } while (!isReady);
    }

    private void tell(Throwable fault) {
        try {
            onFault.accept(fault);
        } catch (RuntimeException | Error deaf) {
            fault.addSuppressed(deaf); // whoever was to hear of it cannot: packets go on
        }
    }
}
