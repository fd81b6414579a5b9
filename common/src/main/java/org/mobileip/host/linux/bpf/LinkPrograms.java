package org.mobileip.host.linux.bpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.BpfProgram.Attachment;
import org.mobileip.host.linux.BpfProgram.Direction;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.net.MacAddress;

/**
 * Has one program run where the tunnel's interface sends, and another wherever packets of tunnels may come in: on every link that
 * is like Ethernet. Where one does not run, or not yet, the packets take the slow path. For one thread at a time.
 */
final class LinkPrograms implements AutoCloseable {

    private final BpfProgram into;
    private final BpfProgram outOf;
    private final int own;
    private final Consumer<Throwable> onFault;
    private final LinuxHostNetwork network = LinuxHostNetwork.open();
    private final Map<Integer, Attachment> attached = new HashMap<>();

    /** Where the kernel has refused it, which has been said. */
    private final Set<Integer> refused = new HashSet<>();

    /** Links that are not like Ethernet, by which packets come that the programs do not see. */
    private boolean hasOtherLinks;

    /**
     * Attaches both.
     *
     * @param own index of the tunnel's interface
     * @param onFault hears of each link where it is refused, once until it is not
     * @throws HostException when it is refused at the tunnel's interface
     */
    LinkPrograms(BpfProgram into, BpfProgram outOf, int own, Consumer<Throwable> onFault) {
        this.into = into;
        this.outOf = outOf;
        this.own = own;
        this.onFault = onFault;
        try {
            attached.put(own, attach(own));
            update();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Attachment attach(int index) {
        return index == own ? into.attach(own, Direction.EGRESS, own) : outOf.attach(index, Direction.INGRESS, own);
    }

    /** Attaches the programs to links that are new, and lets go of those that are no more. */
    private void update() {
        List<Link> links = network.links();
        Set<Integer> there = new HashSet<>(Set.of(own));
        links.stream().filter(LinkPrograms::isLikeEthernet).forEach(link -> there.add(link.index()));
        hasOtherLinks = links.stream()
                .anyMatch(link -> link.up() && !link.loopback() && !isLikeEthernet(link) && link.index() != own);
        there.stream().filter(index -> !attached.containsKey(index)).forEach(this::tryAttaching);
        Set.copyOf(attached.keySet()).stream()
                .filter(index -> !there.contains(index))
                .forEach(this::detach);
        refused.retainAll(there);
    }

    private static boolean isLikeEthernet(Link link) {
        return !link.loopback() && !link.mac().equals(MacAddress.ZERO);
    }

    /** Whether they see whatever comes to this machine from others. */
    boolean areEverywhere() {
        return !hasOtherLinks && refused.isEmpty();
    }

    private void tryAttaching(int index) {
        try {
            attached.put(index, attach(index));
            refused.remove(index);
        } catch (HostException e) {
            if (e.errno() != Errno.ENODEV && refused.add(index)) { // Else it has gone again.
                onFault.accept(new HostException(
                        "the tun dataplane carries what comes by one interface, since bpf is refused there: "
                                + e.getMessage(),
                        e.errno()));
            }
        }
    }

    /** Follows what the kernel says has changed. An index that was removed may be given to another link at once. */
    void heard(List<NetworkChange> changes) {
        changes.forEach(this::heard);
        boolean areLinksOthers = changes.stream()
                .anyMatch(change -> change instanceof NetworkChange.LinkChanged
                        || change instanceof NetworkChange.LinkRemoved
                        || change instanceof NetworkChange.FilterRemoved
                        || change instanceof NetworkChange.FilterPlaceRemoved
                        || change instanceof NetworkChange.Overrun);
        if (areLinksOthers) {
            update();
        }
    }

    private void heard(NetworkChange change) {
        if (change instanceof NetworkChange.LinkRemoved removed) {
            detach(removed.index());
        } else if (change instanceof NetworkChange.FilterRemoved filter) {
            forgetIfGone(filter.linkIndex());
        } else if (change instanceof NetworkChange.FilterPlaceRemoved place) {
            forgetIfGone(place.linkIndex());
        } else if (change instanceof NetworkChange.Overrun) {
            Set.copyOf(attached.keySet()).forEach(this::forgetIfGone);
        }
    }

    private void forgetIfGone(int index) {
        Attachment attachment = attached.get(index);
        if (attachment != null && !attachment.isThere()) {
            detach(index);
        }
    }

    /**
     * Tries again where it was refused.
     *
     * @return whether it is still refused somewhere
     */
    boolean retry() {
        if (!refused.isEmpty()) {
            update();
        }
        return !refused.isEmpty();
    }

    private void detach(int index) {
        Attachment attachment = attached.remove(index);
        if (attachment != null) {
            attachment.close();
        }
    }

    @Override
    public void close() {
        Set.copyOf(attached.keySet()).forEach(this::detach);
        network.close();
    }
}
