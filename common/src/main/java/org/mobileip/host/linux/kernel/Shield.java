package org.mobileip.host.linux.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.Watch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;

/**
 * Keeps a kernel that has tunnels of its own from answering "port unreachable" to packets of ours that none of them takes: a
 * device takes them all, and drops them. Packet sockets have received them before that. Without its filters it would let them out; so what
 * somebody takes away is put back.
 */
final class Shield implements AutoCloseable {

    private static final Path MODULES = Path.of("/sys/module");

    private final String tunName;
    private final int tunIndex;
    private final Consumer<Throwable> onFault;
    private Optional<Watch> watch = Optional.empty();

    /** All below: guarded by this. */
    private final Map<Kind, Raised> raised = new EnumMap<>(Kind.class);

    /** Those that were taken away, and are to be put back. */
    private final Set<Kind> missing = new TreeSet<>();

    private boolean isTold;
    private boolean isClosed;

    private record Raised(NetlinkBatch kernel, TunnelDevice device) {

        void lower() {
            try {
                device.close();
            } catch (HostException itWasTakenAwayBySomebody) {
                // Then there is nothing to take away.
            } finally {
                kernel.close();
            }
        }
    }

    private Shield(String tunName, int tunIndex, Consumer<Throwable> onFault) {
        this.tunName = tunName;
        this.tunIndex = tunIndex;
        this.onFault = onFault;
    }

    /**
     * For those of {@code kinds} that this kernel has loaded; where somebody has such a device already, or the kernel refuses,
     * there is none.
     *
     * @param onFault hears, once, that somebody has taken it away
     */
    static Shield raise(String tunName, int tunIndex, Set<Kind> kinds, Consumer<Throwable> onFault) {
        Shield shield = new Shield(tunName, tunIndex, onFault);
        for (Kind kind : kinds) {
            if (Files.exists(MODULES.resolve(kind.module()))) {
                shield.raise(kind);
            }
        }
        shield.watch();
        return shield;
    }

    private synchronized boolean raise(Kind kind) {
        NetlinkBatch kernel = NetlinkBatch.open();
        try {
            raised.put(kind, new Raised(kernel, TunnelDevice.makeDeaf(kernel, kind, tunName, tunIndex)));
            return true;
        } catch (HostException refused) {
            kernel.close();
            return false;
        }
    }

    private synchronized void watch() {
        if (raised.isEmpty()) {
            return;
        }
        try {
            NetworkMonitor heard = NetworkMonitor.openForLinksRulesAndFilterPlaces();
            Watch watching = new Watch(tunName + " shield", heard, new Duties(), onFault);
            watching.start();
            watch = Optional.of(watching);
        } catch (HostException refused) {
            onFault.accept(refused);
        }
    }

    private final class Duties implements Watch.Duties {

        @Override
        public void networkChanged(List<NetworkChange> changes) {
            lose(changes);
        }

        @Override
        public boolean lookAfter() {
            return putBack();
        }
    }

    private synchronized void lose(List<NetworkChange> changes) {
        raised.forEach((kind, there) -> {
            int index = there.device.index();
            if (changes.stream().anyMatch(change -> isGone(change, index))) {
                missing.add(kind);
            } else if (changes.stream().anyMatch(change -> isDown(change, index))) {
                there.device.setUp();
            }
        });
    }

    private static boolean isGone(NetworkChange change, int index) {
        if (change instanceof NetworkChange.FilterPlaceRemoved place) {
            return place.linkIndex() == index;
        }
        return change instanceof NetworkChange.LinkRemoved link && link.index() == index;
    }

    /** As it was when it was made, too; of which is heard later. */
    private static boolean isDown(NetworkChange change, int index) {
        return change instanceof NetworkChange.LinkChanged link
                && link.link().index() == index
                && !link.link().up();
    }

    /** Whether something is still missing. */
    private synchronized boolean putBack() {
        if (isClosed || missing.isEmpty()) {
            return false;
        }
        if (!isTold) {
            isTold = true;
            String which = missing.stream().map(kind -> tunName + "-" + kind).collect(Collectors.joining(", "));
            onFault.accept(new HostException(
                    "somebody has taken filters or links away that keep the kernel from answering tunnelled packets, which"
                            + " are put back: " + which,
                    Errno.ENODEV));
        }
        missing.removeIf(this::putBack);
        return !missing.isEmpty();
    }

    private boolean putBack(Kind kind) {
        Raised there = raised.get(kind);
        if (there != null) {
            try {
                there.device.deafen();
                return true;
            } catch (HostException itHasGone) {
                there.lower();
                raised.remove(kind);
            }
        }
        return raise(kind);
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        watch.ifPresent(Watch::close);
        synchronized (this) {
            raised.values().forEach(Raised::lower);
            raised.clear();
        }
    }
}
