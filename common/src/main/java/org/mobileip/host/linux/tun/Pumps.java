package org.mobileip.host.linux.tun;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;

/** The packet threads, and what stops them. */
final class Pumps {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Pump> pumps;
    private final Fd stop;
    private final Consumer<Throwable> onFault;

    private Pumps(List<Pump> pumps, Fd stop, Consumer<Throwable> onFault) {
        this.pumps = pumps;
        this.stop = stop;
        this.onFault = onFault;
    }

    /** A path that gets a thread of this name, and what it reads from. */
    record Work(String name, PacketPath path, Fd source) {}

    static Pumps start(List<Work> work, Consumer<Throwable> onFault) {
        Fd stop = Fd.eventCounter();
        List<Pump> pumps = work.stream()
                .map(each -> new Pump(each.name, each.path, each.source, stop, onFault))
                .toList();
        pumps.forEach(Pump::start);
        return new Pumps(pumps, stop, onFault);
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
