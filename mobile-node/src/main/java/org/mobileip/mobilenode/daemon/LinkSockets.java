package org.mobileip.mobilenode.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.PacketSocket;

/**
 * Packet sockets that hear the same, each on a link of its own. One for all links would hear what comes out of the tunnel, too, and
 * the kernel's IP would have to share that with it. None is closed before the end, for that takes the kernel milliseconds: one whose link is
 * gone waits for another link. For one thread.
 */
final class LinkSockets implements AutoCloseable {

    private final IntFunction<PacketSocket> opening;
    private final Map<Integer, PacketSocket> byLink = new HashMap<>();
    private final Deque<PacketSocket> spare = new ArrayDeque<>();

    /** @param opening makes one that hears the link of that index */
    LinkSockets(IntFunction<PacketSocket> opening) {
        this.opening = opening;
    }

    /** Hears these links and no others; one that is gone already is left out. */
    void hear(Set<Integer> links) {
        byLink.entrySet().removeIf(each -> {
            boolean isUnwanted = !links.contains(each.getKey());
            if (isUnwanted) {
                spare.add(each.getValue());
            }
            return isUnwanted;
        });
        for (int link : links) {
            if (!byLink.containsKey(link)) {
                hear(link);
            }
        }
    }

    private void hear(int link) {
        try {
            if (spare.isEmpty()) {
                byLink.put(link, opening.apply(link));
            } else {
                spare.element().hearAt(link);
                byLink.put(link, spare.remove());
            }
        } catch (HostException gone) {
            return; // Its end is the next that the kernel tells of.
        }
    }

    /** All there are, also those that wait for a link. */
    Collection<PacketSocket> all() {
        List<PacketSocket> all = new ArrayList<>(byLink.values());
        all.addAll(spare);
        return all;
    }

    @Override
    public void close() {
        all().forEach(PacketSocket::close);
        byLink.clear();
        spare.clear();
    }
}
