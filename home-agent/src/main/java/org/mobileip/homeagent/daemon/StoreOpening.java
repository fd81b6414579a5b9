package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.homeagent.store.LoadedStore;

/** A store that a thread of its own looks at, since there may be much to look at: the rest of a start goes on meanwhile. */
public final class StoreOpening implements AutoCloseable {

    /** Empty once it is somebody else's: what was looked at is large, and he forgets it when all is made again. */
    private Optional<FutureTask<Optional<LoadedStore>>> opening;

    private StoreOpening(Callable<Optional<LoadedStore>> opener) {
        FutureTask<Optional<LoadedStore>> task = new FutureTask<>(opener);
        opening = Optional.of(task);
        new Thread(task, "store-opening").start();
    }

    /** Begins with that of a home agent: the sooner, the less is to be waited for. Who takes over waits for the other one first. */
    public static StoreOpening of(HomeAgentConfig config, HomeAgentDaemon.Start how) {
        boolean mayBegin = how != HomeAgentDaemon.Start.TAKING_OVER;
        return of(config.daemon().state().filter(state -> mayBegin));
    }

    /** Begins with the store in {@code state}; none, where that is empty. */
    static StoreOpening of(Optional<Path> state) {
        return new StoreOpening(() -> state.isEmpty() ? Optional.empty() : Optional.of(LoadedStore.of(state.get())));
    }

    /**
     * The store, which is the caller's from now on; empty: there is none. Once.
     *
     * @throws IOException as {@link LoadedStore#of}
     */
    Optional<LoadedStore> take() throws IOException {
        FutureTask<Optional<LoadedStore>> task = opening.orElseThrow();
        opening = Optional.empty();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException refused) {
                throw refused;
            } else if (failed.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the store was being opened", ended);
        }
    }

    /** Gives the store back if nobody has taken it; one that could not be opened nobody has asked for. */
    @Override
    public void close() {
        if (opening.isEmpty()) {
            return;
        }
        try {
            Optional<LoadedStore> opened = take();
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (IOException unwilling) {
            // Nothing was written to it.
        }
    }
}
