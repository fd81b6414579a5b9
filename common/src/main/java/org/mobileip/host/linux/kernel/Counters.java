package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Counted;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;

/**
 * What the kernel has counted. A counter is an action of traffic control that filters share by its number; it lasts as long as one
 * of them does, and has the same verdict in all of them: what follows another one goes on, and the last one passes or drops. For one thread at a time.
 */
final class Counters {

    static final int ENCAPSULATED = 0x4d49_0001;
    static final int DECAPSULATED = 0x4d49_0002;
    /** What the tun dataplane takes, and counts. */
    static final int LEFT_TO_TUN = 0x4d49_0003;

    static final int NOT_HOME = 0x4d49_0004;
    static final int NOT_CARE_OF = 0x4d49_0005;
    /** What the tun dataplane reads, since the kernel is kept from it; nobody asks how much that is. */
    static final int PASSED_TO_TUN = 0x4d49_0006;

    private static final int OF_HOMES = 0x4d50_0000;

    private final NetlinkBatch kernel;
    private final Map<Ipv4, Integer> numbers = new HashMap<>();
    private final Map<Ipv4, TunnelCounters> past = new HashMap<>();
    private TunnelCounters last = TunnelCounters.ZERO;
    private int next = OF_HOMES;

    Counters(NetlinkBatch kernel) {
        this.kernel = kernel;
    }

    /** The counter of what goes to {@code home}. */
    int to(Ipv4 home) {
        return numbers.computeIfAbsent(home, same -> {
            next += 2;
            return next;
        });
    }

    /** The counter of what comes from {@code home}. */
    int from(Ipv4 home) {
        return to(home) + 1;
    }

    /** The kernel is about to forget the counters of {@code home}: they are read a last time. */
    void keep(Ipv4 home) {
        past.put(home, of(home));
        numbers.remove(home);
    }

    /** They begin at nothing again. */
    void forget(Ipv4 home) {
        past.remove(home);
        numbers.remove(home);
    }

    /** What was counted for {@code home} since it was forgotten last. */
    TunnelCounters of(Ipv4 home) {
        TunnelCounters before = past(home);
        if (!numbers.containsKey(home)) {
            return before;
        }
        return read(List.of(to(home), from(home)))
                .map(now -> before.plus(counters(now.get(0), now.get(1), new TreeMap<>())))
                .orElse(before);
    }

    /** What of that the kernel has forgotten since. */
    TunnelCounters past(Ipv4 home) {
        return past.getOrDefault(home, TunnelCounters.ZERO);
    }

    /**
     * What was counted in all.
     *
     * @param notHome the reason of {@link #NOT_HOME}
     */
    TunnelCounters total(DropReason notHome) {
        read(List.of(ENCAPSULATED, DECAPSULATED, NOT_HOME, NOT_CARE_OF)).ifPresent(now -> {
            SortedMap<String, Long> drops = new TreeMap<>();
            drop(drops, notHome, now.get(2));
            drop(drops, DropReason.OUTER_SOURCE_NOT_CARE_OF, now.get(3));
            last = counters(now.get(0), now.get(1), drops);
        });
        return last;
    }

    /** What the total was when it was last read: for when it can be read no more. */
    TunnelCounters last() {
        return last;
    }

    private static void drop(SortedMap<String, Long> drops, DropReason reason, Counted counted) {
        if (counted.packets() > 0) {
            drops.put(reason.word(), counted.packets());
        }
    }

    private static TunnelCounters counters(Counted to, Counted from, SortedMap<String, Long> drops) {
        long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        return new TunnelCounters(
                to.packets() + from.packets() + dropped,
                to.packets(),
                to.octets(),
                from.packets(),
                from.octets(),
                drops);
    }

    /** Empty: with the last filter that named one of them it went. */
    private Optional<List<Counted>> read(List<Integer> indexes) {
        return kernel.ask("read counters", FlowerMessages.askCounted(indexes), Errno.ENOENT).stream()
                .map(answer -> FlowerMessages.decodeCounted(answer.payload(), indexes.size()))
                .filter(counted -> counted.size() == indexes.size())
                .findFirst();
    }
}
