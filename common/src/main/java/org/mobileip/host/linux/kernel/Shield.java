package org.mobileip.host.linux.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;

/**
 * Keeps a kernel that has tunnels of its own from answering "port unreachable" to packets of ours that none of them takes: a
 * device takes them all, and drops them. Packet sockets have received them before that.
 */
final class Shield implements AutoCloseable {

    private static final Path MODULES = Path.of("/sys/module");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Shield() {}

    /**
     * For those of {@code kinds} that this kernel has loaded; where somebody has such a device already, or the kernel refuses,
     * there is none.
     */
    static Shield raise(String tunName, int tunIndex, Set<Kind> kinds) {
        Shield shield = new Shield();
        for (Kind kind : kinds) {
            if (Files.exists(MODULES.resolve(kind.module()))) {
                shield.raise(tunName, tunIndex, kind);
            }
        }
        return shield;
    }

    private void raise(String tunName, int tunIndex, Kind kind) {
        NetlinkBatch kernel = NetlinkBatch.open();
        try {
            TunnelDevice device = TunnelDevice.makeDeaf(kernel, kind, tunName, tunIndex);
            opened.push(kernel);
            opened.push(device);
        } catch (HostException refused) {
            kernel.close();
        }
    }

    /** Whether there is nothing that it keeps from answering. */
    boolean isNone() {
        return opened.isEmpty();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (HostException itWasTakenAwayBySomebody) {
                // Then there is nothing to take away.
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
