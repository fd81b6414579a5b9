package org.mobileip.host.linux.kernel;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.host.linux.tun.TunDataplane;

/** Whether the kernel has tunnels of its own that do what they must, what is left of them, and how they are kept quiet. */
public final class KernelTrial {

    private static final String NAME = "mipha";
    private static final int MTU = 1480;
    private static final int LOOPBACK = 1;

    private KernelTrial() {}

    /**
     * Makes a device in a network namespace of its own, and sends packets of nobody through it: nothing on this machine is
     * changed, but that the kernel may load its ipip module.
     *
     * @return why this process cannot have one; empty: it passed
     */
    public static Optional<String> tried() {
        try (NetworkNamespace scratch = NetworkNamespace.create("trial")) {
            return scratch.call(KernelTrial::triedHere);
        } catch (HostException notPermitted) {
            return Optional.of("kernel could not be tried: " + notPermitted.getMessage());
        }
    }

    private static Optional<String> triedHere() {
        try (LinuxHostNetwork network = LinuxHostNetwork.open();
                NetlinkBatch kernel = NetlinkBatch.open()) {
            network.setLinkUp(LOOPBACK, true);
            try (TunnelDevice device = TunnelDevice.make(kernel, Kind.IPIP, NAME, LOOPBACK, MTU)) {
                new RoutingRules(kernel).put();
                SelfTest.pass(kernel, device);
            }
            return Optional.empty();
        } catch (HostException refused) {
            return Optional.of(explained(refused));
        }
    }

    /** A refusal in words. */
    public static String explained(HostException refused) {
        return "kernel is refused: " + refused.getMessage();
    }

    /**
     * Removes devices of home agents which were killed: they would go on to carry tunnels of the dead.
     *
     * @return how many there were
     */
    public static int removeLeftovers() {
        try (NetlinkBatch kernel = NetlinkBatch.open()) {
            return TunnelDevice.removeLeftovers(kernel);
        } catch (HostException refused) {
            return 0;
        }
    }

    /**
     * Keeps the kernel, until {@code tun} is closed, from answering to packets of its tunnels that they are for nobody.
     *
     * @param onFault hears, once, that somebody has taken away what does so; it is put back
     */
    public static void shield(TunDataplane tun, Consumer<Throwable> onFault) {
        tun.closes(Shield.raise(tun.interfaceName(), tun.interfaceIndex(), Set.of(Kind.values()), onFault));
    }
}
