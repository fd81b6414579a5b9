package org.mobileip.homeagent.store;

import java.util.List;
import org.mobileip.homeagent.Change;

/**
 * Changes that became durable together.
 *
 * @param index 1 and up, one more each time
 * @param changes in their order
 */
public record Batch(long index, List<Change> changes) {
    public Batch {
        changes = List.copyOf(changes);
    }
}
