package org.mobileip.host.linux.tun;

import java.util.List;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.kernel.KernelDataplane;
import org.mobileip.host.linux.kernel.KernelHomeDataplane;

/** Whatever the tun dataplane promises, with the plain case in the kernel's own ipip device: for a kernel that has one. */
final class KernelDataplaneInUml extends TunDataplaneNetnsTest {

    @Override
    TunnelWorld connected() {
        return new TunnelWorld(KernelDataplaneInUml::open, KernelDataplaneInUml::openNode);
    }

    /** The kernel counts what it will cut, or has merged, as one. */
    @Override
    boolean isCountedAsOnTheWire(Capture visited, int octets) {
        return true;
    }

    @Override
    int outerFlagsOfFragments() {
        return Packets.DONT_FRAGMENT;
    }

    /** The tun dataplane, as it is on a kernel that has tunnels of its own. */
    static Dataplane openNode(TunOptions options) {
        return FastDataplane.ofMobileNode(List.of(), TunDataplane.forMobileNode(options), options);
    }

    static Dataplane openKernelNode(TunOptions options) {
        return KernelHomeDataplane.ofMobileNode(TunDataplane.forMobileNode(options), options);
    }

    static Dataplane open(TunOptions options) {
        return KernelDataplane.ofHomeAgent(TunDataplane.forHomeAgent(options), options);
    }
}
