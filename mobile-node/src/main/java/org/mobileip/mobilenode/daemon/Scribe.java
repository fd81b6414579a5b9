package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.mobilenode.Memory;

/**
 * Writes what must outlive this process on a thread of its own, for a disk may take a second where a request must not wait a
 * millisecond. Of what is to be written while the disk is busy only the newest is.
 */
final class Scribe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<Memory> disk;
    private final Object desk = new Object();
    private final Thread thread = new Thread(this::write, "scribe");
    private Optional<Memory> next = Optional.empty();
    private boolean isEnding;

    private Scribe(Consumer<Memory> disk) {
        this.disk = disk;
        thread.setDaemon(true);
    }

    /** Begins; {@code disk} is called on the scribe's thread, and may take its time. */
    static Scribe start(Consumer<Memory> disk) {
        Scribe scribe = new Scribe(disk);
        scribe.thread.start();
        return scribe;
    }

    /** Soon this is what was written last. Never waits for the disk. */
    void remember(Memory memory) {
        synchronized (desk) {
            next = Optional.of(memory);
            desk.notifyAll();
        }
    }

    private void write() {
        for (Optional<Memory> taken = take(); taken.isPresent(); taken = take()) {
            taken.ifPresent(disk);
        }
    }

    /** What is to be written; empty: nothing will be any more. */
    private Optional<Memory> take() {
        synchronized (desk) {
            try {
                while (next.isEmpty() && !isEnding) {
                    desk.wait();
                }
            } catch (InterruptedException nobodyDoes) {
                throw new AssertionError(nobodyDoes);
            }
            Optional<Memory> taken = next;
            next = Optional.empty();
            return taken;
        }
    }

    /** Writes what is left, unless the disk takes too long. */
    @Override
    public void close() {
        synchronized (desk) {
            isEnding = true;
            desk.notifyAll();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException forced) {
            Thread.currentThread().interrupt();
        }
    }
}
