package org.mobileip.host.linux.bpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.net.MacAddress;

/**
 * Has a program run wherever packets of tunnels may come in: on every link that is like Ethernet. Where it does not run, or
 * not yet, the packets take the slow path. For one thread.
 */
final class LinkPrograms implements AutoCloseable {

    private final BpfProgram program;
    private final int owner;
    private final LinuxHostNetwork network = LinuxHostNetwork.open();
    private final Map<Integer, AutoCloseable> attached = new HashMap<>();

    /** @param owner index of the tunnel's interface, on which the program does not run */
    LinkPrograms(BpfProgram program, int owner) {
        this.program = program;
        this.owner = owner;
    }

    /** Attaches the program to links that are new, and lets go of those that are no more. */
    void update() {
        Set<Integer> there = new HashSet<>();
        for (Link link : network.links()) {
            if (!link.loopback() && !link.mac().equals(MacAddress.ZERO)) {
                there.add(link.index());
                attached.computeIfAbsent(link.index(), this::attach);
            }
        }
        for (Integer index : Set.copyOf(attached.keySet())) {
            if (!there.contains(index)) {
                detach(index);
            }
        }
    }

    /** Follows what the kernel says has changed. An index that was removed may be given to another link at once. */
    void heard(List<NetworkChange> changes) {
        boolean areLinksOthers = false;
        for (NetworkChange change : changes) {
            if (change instanceof NetworkChange.LinkRemoved removed) {
                detach(removed.index());
            }
            areLinksOthers |= change instanceof NetworkChange.LinkChanged
                    || change instanceof NetworkChange.LinkRemoved
                    || change instanceof NetworkChange.Overrun;
        }
        if (areLinksOthers) {
            update();
        }
    }

    private @Nullable AutoCloseable attach(int index) {
        try {
            return program.attach(index, BpfProgram.Direction.INGRESS, owner);
        } catch (HostException e) {
            if (e.errno() == Errno.ENODEV) {
                return null; // gone again
            }
            throw e;
        }
    }

    private void detach(Integer index) {
        AutoCloseable link = attached.remove(index);
        if (link != null) {
            close(link);
        }
    }

    static void close(AutoCloseable link) {
        try {
            link.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Set.copyOf(attached.keySet()).forEach(this::detach);
        network.close();
    }
}
