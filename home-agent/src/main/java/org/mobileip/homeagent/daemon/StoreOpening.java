package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.mobileip.homeagent.store.Store;

/** A store that a thread of its own opens, since there may be much to look at: the rest of a start goes on meanwhile. */
final class StoreOpening implements AutoCloseable {

    private final FutureTask<Store> opening;
    private boolean isTaken;

    /** Begins with {@code opener}. */
    StoreOpening(Callable<Store> opener) {
        opening = new FutureTask<>(opener);
        new Thread(opening, "store-opening").start();
    }

    /**
     * The store, which is the caller's from now on.
     *
     * @throws IOException as the opener does
     */
    Store take() throws IOException {
        isTaken = true;
        try {
            return opening.get();
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

    /** Closes the store if nobody has taken it; one that could not be opened nobody has asked for. */
    @Override
    public void close() throws IOException {
        if (isTaken) {
            return;
        }
        Store opened;
        try {
            opened = take();
        } catch (IOException neverOpened) {
            return;
        }
        opened.close();
    }
}
