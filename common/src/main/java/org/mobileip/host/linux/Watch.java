package org.mobileip.host.linux;

import java.util.List;
import java.util.function.Consumer;
import org.mobileip.host.NetworkChange;

/**
 * The thread that hears of links and routes, and looks once a second after what should not stay as it is.
 */
public final class Watch implements AutoCloseable {

    private static final int SECOND_IN_MILLIS = 1000;
    private static final int STOP_MILLIS = 5000;

    /** What it does; both on its thread. */
    public interface Duties {
        void networkChanged(List<NetworkChange> changes);

        /**
         * Comes once a second, and when {@link Watch#wake} was called.
         *
         * @return whether it wants to come again in a second
         */
        boolean lookAfter();
    }

    private final Duties duties;
    private final Consumer<Throwable> onFault;
    private final NetworkMonitor network;
    private final Fd bell = Fd.eventCounter();
    private final Thread thread;
    private volatile boolean stopping;

    /** @param network what is heard of; closed with this */
    public Watch(String name, NetworkMonitor network, Duties duties, Consumer<Throwable> onFault) {
        this.network = network;
        this.duties = duties;
        this.onFault = onFault;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to hear. */
    public void start() {
        thread.start();
    }

    /** For any thread. */
    public void wake() {
        NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
        one.inNativeOrder().putLong(0, 1);
        bell.write(one, 0, Long.BYTES);
    }

    private void run() {
        PollSet events = new PollSet(network.fd(), bell);
        NativeBuffer rings = NativeBuffer.allocate(Long.BYTES);
        boolean again = false;
        while (!stopping) {
            try {
                events.await(again ? SECOND_IN_MILLIS : -1);
                bell.read(rings, 0, Long.BYTES);
                List<NetworkChange> changes = network.read();
                if (!changes.isEmpty() && !stopping) {
                    duties.networkChanged(changes);
                }
                again = !stopping && duties.lookAfter();
            } catch (RuntimeException | Error fault) {
                onFault.accept(fault);
                again = true;
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            network.close();
            bell.close();
        }
    }
}
