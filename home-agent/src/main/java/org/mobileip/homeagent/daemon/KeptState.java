package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.homeagent.store.FileStore;
import org.mobileip.homeagent.store.LoadedStore;
import org.mobileip.homeagent.store.NoStore;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.MappedFile;
import org.mobileip.host.linux.ProcessMemory;
import org.mobileip.host.linux.PunctualThread;
import org.mobileip.host.linux.TimeOfDay;

/** Opens what a home agent keeps over restarts, and makes it again. */
final class KeptState {

    /** A clock that is corrected moves by less. */
    private static final Duration LEAST_STEP_BACK = Duration.ofSeconds(1);

    /** Some tenths of a second. */
    private static final int MOST_AT_ONCE = 10_000;

    /** Some milliseconds. */
    private static final int A_TURN = 200;

    /** The same while all of that is done for the first time. */
    private static final int FIRST_TURN = 8;

    private KeptState() {}

    /**
     * The store that has been looked at; one that keeps nothing where there is none.
     *
     * @param storeIs hears on the loop's thread what can be kept
     */
    static Store open(Optional<LoadedStore> loaded, EventLoop loop, Journal journal, Consumer<StoreState> storeIs)
            throws IOException {
        if (loaded.isEmpty()) {
            journal.warn("bindings are not kept over a restart, as [daemon] state or --state says");
            return new NoStore();
        }
        FileStore.Options options = FileStore.Options.usual(PunctualThread::become, MappedFile::leave);
        return loaded.get().start(options, loop::execute, new FileStore.Watcher() {
            @Override
            public void storeIs(StoreState is, String why) {
                journal.storeIs(is, why);
                storeIs.accept(is);
            }

            @Override
            public void troubled(String event, Throwable cause) {
                journal.failure(event, cause);
            }
        });
    }

    /**
     * Has {@code driver} make the bindings again, once the engine knows our addresses: at once, or where that would take long while
     * requests are served, and datagrams are forwarded meanwhile to where the requests that were kept say.
     *
     * @param mustBeAtOnce however long that takes
     */
    static void resume(Contents kept, AgentDriver driver, Journal journal, EventLoop loop, boolean mustBeAtOnce) {
        Instant timeOfDay = TimeOfDay.source().instant();
        Duration behind = Duration.between(timeOfDay, kept.latest(timeOfDay));
        if (behind.compareTo(LEAST_STEP_BACK) > 0) {
            journal.warn(
                    "this machine's clock is " + behind.toSeconds() + " s behind what was accepted before the restart:"
                            + " lifetimes go on from there, and nodes are told that time");
        }
        driver.beginResuming(kept, timeOfDay);
        if (mustBeAtOnce || kept.bindings().size() <= MOST_AT_ONCE) {
            resumeSome(Integer.MAX_VALUE, kept, driver, journal, loop);
        } else {
            driver.foresee();
            arrange(kept, () -> resumeSome(FIRST_TURN, kept, driver, journal, loop), loop);
        }
    }

    /** Puts them in order beside whoever is answered by then, and has {@code loop} go on with {@code next}. */
    private static void arrange(Contents kept, Runnable next, EventLoop loop) {
        Runnable arranging = () -> {
            try {
                kept.bindings().arrange();
            } finally {
                loop.execute(next);
            }
        };
        Thread thread = new Thread(arranging, "kept-bindings");
        thread.setDaemon(true);
        thread.start();
    }

    private static void resumeSome(int most, Contents kept, AgentDriver driver, Journal journal, EventLoop loop) {
        boolean isMore = driver.resumeSome(most);
        if (driver.isResuming()) {
            int longer = Math.min(2 * most, A_TURN);
            loop.execute(() -> resumeSome(longer, kept, driver, journal, loop));
            return;
        }
        journal.resumed(kept);
        if (isMore) {
            boolean wasMuch = kept.bindings().size() > MOST_AT_ONCE;
            loop.execute(() -> tellRest(driver, loop, wasMuch));
        }
    }

    /**
     * What was kept is nobody's any more after that: the mapped files, and where everything is in them. They would be memory of this process
     * until the next collection of all, which may be hours later; with a million bindings that is 250 MB, and takes three hundredths of a second.
     */
    private static void tellRest(AgentDriver driver, EventLoop loop, boolean wasMuch) {
        if (driver.resumeSome(A_TURN)) {
            loop.execute(() -> tellRest(driver, loop, wasMuch));
        } else if (wasMuch) {
            ProcessMemory.giveBack();
        }
    }
}
