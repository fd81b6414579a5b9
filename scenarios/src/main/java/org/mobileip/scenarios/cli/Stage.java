package org.mobileip.scenarios.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/**
 * Holds the world that is being played in, so that it is closed whatever happens. On SIGINT and SIGTERM the JVM ends with
 * 130 and 143, but not before the world was closed and the player had come to an end; a second signal changes nothing.
 */
final class Stage implements AutoCloseable {

    private static final long LONGEST_CLEAN_UP_SECONDS = 30;

    private final Consumer<String> err;
    private final Thread player = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupted, "stop");
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Object lock = new Object();
    private Optional<World> world = Optional.empty();
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

    /** The world to play in next; the one before it is closed. */
    World world(WorldProvider provider, WorldProvider.Options options) throws WorldException, InterruptedException {
        closeWorld();
        synchronized (lock) {
            if (isStopping) {
                throw new InterruptedException("the program is ending");
            }
            World opened = provider.open(options);
            world = Optional.of(opened);
            return opened;
        }
    }

    /** Closes the world, if there is one; returns when that is done, whoever does it. */
    void closeWorld() {
        synchronized (lock) {
            world.ifPresent(World::close);
            world = Optional.empty();
        }
    }

    /** Closes the world; the program may end now. */
    @Override
    public void close() {
        try {
            closeWorld();
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
        closeWorld();
        try {
            if (!finished.await(LONGEST_CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                err.accept("could not clean up within " + LONGEST_CLEAN_UP_SECONDS + " s\n");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
