package org.mobileip.host.linux.bpf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.BpfProgram.Hold;

/**
 * The programs, as long as they are attached. Their maps outlive them, so that what they have counted stays known. For one thread at
 * a time.
 */
final class InKernel implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LinkPrograms links;

    /**
     * Loads and attaches them.
     *
     * @param own index of the tunnel's interface
     * @param isFirst whether it is still to be seen that this kernel does what it must; that clears what was counted
     * @throws HostException when the kernel refuses
     */
    InKernel(
            TunnelPrograms programs,
            TunnelPrograms.End end,
            Hold hold,
            int own,
            boolean isFirst,
            Consumer<Throwable> onFault) {
        try {
            BpfProgram into = opened(programs.load(end.into()).held(hold));
            BpfProgram outOf = opened(programs.load(end.outOf()).held(hold));
            if (isFirst) {
                SelfTest.pass(programs, outOf);
            }
            links = opened(new LinkPrograms(into, outOf, own, onFault));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Follows what has changed of links. */
    void heard(List<NetworkChange> changes) {
        links.heard(changes);
    }

    /** Whether they see whatever comes to this machine from others. */
    boolean areEverywhere() {
        return links.areEverywhere();
    }

    /** Tries again where a link has refused; whether one still does. */
    boolean retry() {
        return links.retry();
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    static void closeAll(Deque<AutoCloseable> resources) {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (HostException itIsGone) {
                // Then there is nothing to close.
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
