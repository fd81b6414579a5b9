package org.mobileip.homeagent.store;

import java.util.List;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/** Keeps nothing: after a restart every node must register anew, and what was overheard within the tolerance is believed. */
public final class NoStore implements Store {

    private static final StoreStatus STATUS = new StoreStatus(StoreState.READY, "none", "", 0, 0, 0, 0);

    @Override
    public void append(List<Change> changes, Runnable whenDurable) {
        whenDurable.run();
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public Contents readAll() {
        return Contents.NOTHING;
    }

    @Override
    public List<Batch> after(long index, int most) {
        return List.of();
    }

    @Override
    public StoreStatus status() {
        return STATUS;
    }

    @Override
    public void close() {}
}
