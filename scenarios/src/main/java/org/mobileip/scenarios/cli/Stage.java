package org.mobileip.scenarios.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/**
 * Holds the worlds that are being played in, so that they are closed whatever happens. On SIGINT and SIGTERM the JVM ends with
 * 130 and 143, but not before the worlds were closed and the player had come to an end; a second signal changes nothing.
 */
final class Stage implements AutoCloseable {

    private static final long LONGEST_CLEAN_UP_SECONDS = 30;

    private final Consumer<String> err;
    private final Thread player = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupted, "stop");
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Object lock = new Object();
    private final Set<World> worlds = new HashSet<>();
    private volatile boolean isStopping;

    private Stage(Consumer<String> err) {
        this.err = err;
    }

    /** For the calling thread; {@code err} gets lines with their ends. */
    static Stage open(Consumer<String> err) {
        Stage stage = new Stage(err);
        Runtime.getRuntime().addShutdownHook(stage.hook);
        return stage;
    }

    /** Whether the program was told to end: what fails from now on fails for that. */
    boolean isStopping() {
        return isStopping;
    }

    /** A world to play in, to be {@link #close(World) closed} when that is done; safe for use by several threads. */
    World world(WorldProvider provider, WorldProvider.Options options) throws WorldException, InterruptedException {
        synchronized (lock) {
            if (isStopping) {
                throw new InterruptedException("the program is ending");
            }
            World opened = provider.open(options);
            worlds.add(opened);
            return opened;
        }
    }

    /** Closes a world, unless that is done; returns when it is, whoever does it. */
    void close(World world) {
        synchronized (lock) {
            if (worlds.remove(world)) {
                world.close();
            }
        }
    }

    private void closeAll() {
        synchronized (lock) {
            List.copyOf(worlds).forEach(this::close);
        }
    }

    /** Closes all worlds; the program may end now. */
    @Override
    public void close() {
        try {
            closeAll();
        } finally {
            finished.countDown();
            if (!isStopping) {
                forgetHook();
            }
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            isStopping = true;
        }
    }

    /** In a thread of its own, when a signal came. */
    private void interrupted() {
        isStopping = true;
        if (finished.getCount() == 0) {
            return;
        }
        err.accept("interrupted; removing what was made\n");
        player.interrupt();
        closeAll();
        try {
            if (!finished.await(LONGEST_CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                err.accept("could not clean up within " + LONGEST_CLEAN_UP_SECONDS + " s\n");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
