package org.mobileip.tunnel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mobileip.time.Tick;

/**
 * Puts outer packets together that routers have cut up: those whose inner datagram may be cut, and so they (RFC 791 §3.2). How
 * much is kept is bounded: {@link #MOST} datagrams, {@link #MOST_OF_ONE} from one sender, for {@link #LIFETIME}. A datagram of
 * which two fragments overlap is refused as a whole (RFC 5722, RFC 1858); so nothing that was looked at once can be written
 * over. Only fragments between the two ends of a tunnel should be given to it. For one thread.
 */
final class Reassembly {

    /** 2 MiB, when all are in use. */
    static final int MOST = 32;

    static final int MOST_OF_ONE = 8;

    static final Duration LIFETIME = Duration.ofSeconds(15);

    private final PathCounters counters;
    private final @Nullable PartialDatagram[] slots = new PartialDatagram[MOST];

    Reassembly(PathCounters counters) {
        this.counters = counters;
    }

    /** What became of a fragment. */
    enum Fate {
        /** It waits for others. */
        KEPT,
        /** It was dropped, and counted. */
        DROPPED,
        /** Its datagram is whole: it is in the window, as one that was never cut. */
        WHOLE
    }

    /** Takes in a fragment; its header has been checked. */
    Fate add(PacketBuffer fragment, Tick now) {
        expire(now);
        int payload = fragment.length() - fragment.headerLength();
        int from = fragment.fragmentOffset() * PartialDatagram.BLOCK;
        boolean isCutOdd = fragment.moreFragments() && payload % PartialDatagram.BLOCK != 0;
        if (payload == 0 || isCutOdd || from + payload > PartialDatagram.ROOM) {
            return drop(1, DropReason.OUTER_FRAGMENT);
        }
        PartialDatagram datagram = find(fragment);
        if (datagram == null) {
            datagram = begin(fragment, now);
        }
        return switch (datagram.add(fragment)) {
            case KEPT -> Fate.KEPT;
            case REPEATED -> drop(1, DropReason.OUTER_FRAGMENT);
            case OVERLAPS -> drop(datagram.giveUp() + 1, DropReason.FRAGMENT_OVERLAP);
            case WHOLE -> {
                boolean isFit = datagram.writeTo(fragment);
                datagram.end();
                yield isFit ? Fate.WHOLE : drop(1, DropReason.CONGESTION_EXPERIENCED);
            }
        };
    }

    private @Nullable PartialDatagram find(PacketBuffer fragment) {
        for (PartialDatagram slot : slots) {
            if (slot != null && slot.isOf(fragment)) {
                return slot;
            }
        }
        return null;
    }

    private PartialDatagram begin(PacketBuffer fragment, Tick now) {
        PartialDatagram slot = slotFor(fragment.source());
        drop(slot.giveUp(), DropReason.REASSEMBLY_FULL);
        slot.begin(fragment, now.plus(LIFETIME));
        return slot;
    }

    /** A free one, if its sender may have one more; else the sender's oldest, or that of all. */
    private PartialDatagram slotFor(int source) {
        int ofSender = 0;
        int free = -1;
        PartialDatagram oldestOfSender = null;
        PartialDatagram oldest = null;
        for (int i = 0; i < MOST; i++) {
            PartialDatagram slot = slots[i];
            if (slot == null || !slot.isInUse()) {
                free = i;
                continue;
            }
            oldest = older(oldest, slot);
            if (slot.source() == source) {
                ofSender++;
                oldestOfSender = older(oldestOfSender, slot);
            }
        }
        if (oldestOfSender != null && ofSender >= MOST_OF_ONE) {
            return oldestOfSender;
        }
        return free < 0 && oldest != null ? oldest : slotAt(free);
    }

    private static PartialDatagram older(@Nullable PartialDatagram one, PartialDatagram other) {
        return one == null || other.endsAt().compareTo(one.endsAt()) < 0 ? other : one;
    }

    private PartialDatagram slotAt(int index) {
        PartialDatagram slot = slots[index];
        if (slot == null) {
            slot = new PartialDatagram();
            slots[index] = slot;
        }
        return slot;
    }

    /** Gives up what has waited too long. */
    void expire(Tick now) {
        for (PartialDatagram slot : slots) {
            if (slot != null && slot.isInUse() && slot.endsAt().hasCome(now)) {
                drop(slot.giveUp(), DropReason.REASSEMBLY_TIMEOUT);
                slot.end();
            }
        }
    }

    /** Fragments are counted when their fate is known; a datagram that became whole is one packet. */
    private Fate drop(int fragments, DropReason reason) {
        counters.received(fragments);
        counters.dropped(reason, fragments);
        return Fate.DROPPED;
    }
}
