package org.mobileip.homeagent.store;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/** A store that lasts as long as the one who has it, and takes no time: the disk of a simulated machine. */
public final class MemoryStore implements Store {

    private final Table table = new Table();
    private final List<Batch> batches = new ArrayList<>();

    @Override
    public void append(List<Change> changes, Runnable whenDurable) {
        if (!changes.isEmpty()) {
            Batch batch = new Batch(table.index() + 1, changes);
            table.apply(batch);
            batches.add(batch);
        }
        whenDurable.run();
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public Contents readAll() {
        return table.contents();
    }

    @Override
    public List<Batch> after(long index, int most) {
        return batches.stream()
                .filter(batch -> batch.index() > index)
                .limit(most)
                .toList();
    }

    @Override
    public StoreStatus status() {
        return new StoreStatus(StoreState.READY, "memory", "", batches.size(), 0, 0, 0);
    }

    @Override
    public void close() {}
}
