package org.mobileip.homeagent;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/**
 * Home addresses for nodes that have none of their own. A node gets the one it had before if that is free, else one that
 * nobody had yet, else the one that has been free for the longest: so an address changes hands as late as it can. Its size
 * follows the addresses in use, not those of the range.
 */
final class AddressPool {

    /** An int has the bits of so many addresses. */
    private static final int BITS = 5;

    private final AddressRange range;
    private final Predicate<Ipv4> reserved;

    /** Those that are taken, a bit each: the lowest five bits of an address say which, and the others where. */
    private final AddressIndex taken = new AddressIndex();

    private final LinkedHashSet<Ipv4> givenBack = new LinkedHashSet<>();
    private long next;

    /** @param reserved addresses within the range that belong to somebody all the same */
    AddressPool(AddressRange range, Predicate<Ipv4> reserved) {
        this.range = range;
        this.reserved = reserved;
        this.next = unsigned(range.first());
    }

    boolean contains(Ipv4 address) {
        return range.contains(address) && !reserved.test(address);
    }

    boolean isFree(Ipv4 address) {
        return contains(address) && !isTaken(address);
    }

    /** The address that somebody who had {@code before} would get now; empty when all are taken. Takes nothing. */
    Optional<Ipv4> candidate(Optional<Ipv4> before) {
        if (before.filter(this::isFree).isPresent()) {
            return before;
        }
        while (next <= unsigned(range.last()) && !isUntouched(address(next))) {
            next++;
        }
        return next <= unsigned(range.last())
                ? Optional.of(address(next))
                : givenBack.stream().filter(this::isFree).findFirst();
    }

    void take(Ipv4 address) {
        givenBack.remove(address);
        taken.put(address.bits() >>> BITS, others(address) | bit(address));
    }

    void giveBack(Ipv4 address) {
        if (!isTaken(address)) {
            return;
        }
        if (others(address) == 0) {
            taken.remove(address.bits() >>> BITS);
        } else {
            taken.put(address.bits() >>> BITS, others(address));
        }
        givenBack.add(address);
    }

    private boolean isTaken(Ipv4 address) {
        return (taken.get(address.bits() >>> BITS) & bit(address)) != 0;
    }

    /** The bits of those beside it that are taken. */
    private int others(Ipv4 address) {
        return taken.get(address.bits() >>> BITS) & ~bit(address);
    }

    private static int bit(Ipv4 address) {
        return 1 << (address.bits() & (1 << BITS) - 1);
    }

    /** An address that was somebody's all the same is not so any more: it is to be had as if it had been given back. */
    void isNotReservedAnyMore(Ipv4 address) {
        if (isFree(address) && unsigned(address) < next) {
            givenBack.add(address);
        }
    }

    private boolean isUntouched(Ipv4 address) {
        return isFree(address) && !givenBack.contains(address);
    }

    private static long unsigned(Ipv4 address) {
        return address.bits() & 0xffff_ffffL;
    }

    private static Ipv4 address(long unsigned) {
        return new Ipv4((int) unsigned);
    }
}
