package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4Prefix;

/**
 * Values by network, of which the longest that an address lies in counts, for one writer and many readers. Readers take no lock
 * and allocate nothing; a look-up takes one step for each length that some network has.
 */
final class PrefixTable<V> {

    private static final int LENGTHS = 33;

    /** By prefix length; made when the first network of that length comes. */
    private volatile @Nullable IntTable<V>[] tables = newTables();

    /** Bit n is set while there is a network of n bits. */
    private volatile long lengths;

    /** The value of the network that {@code address} lies in, or null; for any thread. */
    @Nullable
    V get(int address) {
        for (long left = lengths; left != 0; left ^= Long.highestOneBit(left)) {
            int length = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
            IntTable<V> table = tables[length];
            V found = table == null ? null : table.get(address & mask(length));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Replaces the value of {@code network}; for the writer. */
    void put(Ipv4Prefix network, V value) {
        int length = network.length();
        IntTable<V> table = tables[length];
        if (table == null) {
            table = new IntTable<>();
            @Nullable IntTable<V>[] more = tables.clone();
            more[length] = table;
            tables = more;
        }
        table.put(network.address().bits(), value);
        lengths |= 1L << length;
    }

    /** Forgets {@code network}; for the writer. */
    void remove(Ipv4Prefix network) {
        int length = network.length();
        IntTable<V> table = tables[length];
        if (table != null) {
            table.remove(network.address().bits());
            if (table.size() == 0) {
                lengths &= ~(1L << length);
            }
        }
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable IntTable<V>[] newTables() {
        return new IntTable[LENGTHS];
    }
}
