package org.mobileip.host.linux.tun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;

/** The packet threads, and what stops them. */
final class Pumps {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A turn takes microseconds; longer than this only a thread that the machine does not let go on. */
    static final long LONGEST_TURN = 5_000_000;

    /** A turn on another processor is over after so many looks; one on our own only once we let it go on. */
    private static final int LOOKS = 200;

    private static final long PAUSE = 20_000;

    private final List<Pump> pumps;
    private final List<Pump> senders;
    private final Fd stop;
    private final Consumer<Throwable> onFault;

    private Pumps(List<Pump> pumps, List<Pump> senders, Fd stop, Consumer<Throwable> onFault) {
        this.pumps = pumps;
        this.senders = senders;
        this.stop = stop;
        this.onFault = onFault;
    }

    /**
     * A path that gets a thread of this name, and what it reads from.
     *
     * @param sends whether it sends where a tunnel's end says
     */
    record Work(String name, PacketPath path, Fd source, boolean sends) {}

    static Pumps start(List<Work> work, Consumer<Throwable> onFault) {
        Fd stop = Fd.eventCounter();
        List<Pump> pumps = new ArrayList<>();
        List<Pump> senders = new ArrayList<>();
        for (Work each : work) {
            Pump pump = new Pump(each.name, each.path, each.source, stop, onFault);
            pumps.add(pump);
            if (each.sends) {
                senders.add(pump);
            }
        }
        pumps.forEach(Pump::start);
        return new Pumps(List.copyOf(pumps), List.copyOf(senders), stop, onFault);
    }

    /**
     * Waits until nothing is sent any more by what a packet thread has looked up before this call: mostly not at all, a turn's
     * microseconds while there is traffic, and never for longer than {@value #LONGEST_TURN} ns. A packet thread that calls this
     * does not wait for itself.
     *
     * @return false when that took too long: then what a thread has looked up in its turn, 64 packets at most or two long ones in pieces, may still go the old way
     */
    boolean settle() {
        return settle(System::nanoTime, () -> LockSupport.parkNanos(PAUSE));
    }

    boolean settle(LongSupplier nanoTime, Runnable pause) {
        long[] turns = new long[senders.size()];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = senders.get(i).turn().now();
        }
        long begin = nanoTime.getAsLong();
        for (int i = 0; i < turns.length; i++) {
            Pump sender = senders.get(i);
            for (int look = 0; !sender.isThisThread() && !sender.turn().isOver(turns[i]); look++) {
                if (look < LOOKS) {
                    Thread.onSpinWait();
                } else if (nanoTime.getAsLong() - begin > LONGEST_TURN) {
                    return false;
                } else {
                    pause.run();
                }
            }
        }
        return true;
    }

    /**
     * Ends all threads; calling it again is harmless.
     *
     * @return whether they have ended: only then may be closed what they read and write, for its number may be another's soon
     */
    boolean stop() {
        if (stop.isClosed()) {
            return true;
        }
        pumps.forEach(Pump::stop);
        NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
        one.inNativeOrder().putLong(0, 1);
        stop.write(one, 0, Long.BYTES);
        boolean ended = pumps.stream().allMatch(pump -> pump.join(PATIENCE));
        if (ended) {
            stop.close();
        } else {
            onFault.accept(new IllegalStateException("a packet thread did not end within " + PATIENCE));
        }
        return ended;
    }
}
