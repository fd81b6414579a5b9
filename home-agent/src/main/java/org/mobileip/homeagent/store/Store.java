package org.mobileip.homeagent.store;

import java.io.IOException;
import java.util.List;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/**
 * What a home agent keeps over a restart, as a log of changes: append a batch, read all, follow from an index. One of its
 * makings is a directory of this machine; a table that several agents share is to be another.
 */
public interface Store extends AutoCloseable {

    /**
     * Appends changes, which become durable together and after all that was appended before. Does not wait, and does not fail:
     * where nothing can be made durable, {@code whenDurable} never runs, and the watcher is told {@link StoreState#HALTED}. Call
     * it from one thread.
     *
     * @param changes none: {@code whenDurable} runs when all that was appended before is durable
     * @param whenDurable runs on the thread of the executor that the store was opened with, or at once on the caller's
     */
    void append(List<Change> changes, Runnable whenDurable);

    /** How many batches have been appended whose {@code whenDurable} has not run. */
    int waiting();

    /** All that is durable. */
    Contents readAll() throws IOException;

    /**
     * The durable batches after the one with {@code index}, oldest first.
     *
     * @param most so many at most
     * @throws CompactedException where some of them have been merged into one picture: {@link #readAll} has them
     */
    List<Batch> after(long index, int most) throws IOException;

    /** What {@code status} says of it. */
    StoreStatus status();

    /** Ends when all that was appended is durable, or cannot be. */
    @Override
    void close();
}
