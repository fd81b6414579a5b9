package org.mobileip.host.linux.bpf;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/**
 * Which key of the map "of_home" the packets of a home address are counted at. A key that was given back is given away as late as
 * possible: a program that runs at that moment may still count one packet there. For any thread.
 */
final class CounterSlots {

    private final int count;

    /** Keys, and 1 added to them: 0 stands for none. */
    private final AddressIndex slots = new AddressIndex();

    private final Deque<Integer> givenBack = new ArrayDeque<>();
    private int next;

    /** @param count how many keys there are: 0 and more */
    CounterSlots(int count) {
        this.count = count;
    }

    /**
     * A key for {@code home}, which has none yet.
     *
     * @throws HostException when all are taken
     */
    synchronized int take(Ipv4 home) {
        if (next == count && givenBack.isEmpty()) {
            throw new HostException("put into BPF map of_home, which is full", Errno.E2BIG);
        }
        int slot = next < count ? next++ : givenBack.remove();
        slots.put(home.bits(), slot + 1);
        return slot;
    }

    /** The key of {@code home}; negative: it has none. */
    synchronized int of(Ipv4 home) {
        return slots.get(home.bits()) - 1;
    }

    /** Gives the key of {@code home} back, if it has one. */
    synchronized void giveBack(Ipv4 home) {
        int slot = of(home);
        if (slot >= 0) {
            slots.remove(home.bits());
            givenBack.add(slot);
        }
    }
}
