package org.mobileip.host.linux.tun;

import java.util.List;
import java.util.OptionalInt;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.net.TunnelPath;

/** A process of its own that opens a home agent's dataplane with one tunnel, says which it is and why, and holds it till the end. */
final class HeldDataplane {

    private HeldDataplane() {}

    public static void main(String[] arguments) throws Exception {
        TunOptions options = new TunOptions(
                "mipha%d",
                TunOptions.usualMtu(TunnelWorld.ENCAPSULATIONS),
                OptionalInt.empty(),
                TunnelWorld.ENCAPSULATIONS,
                false,
                fault -> System.out.println("fault: " + fault));
        Dataplane dataplane = FastDataplane.ofHomeAgent(
                List.of(FastDataplane.Faster.BPF), TunDataplane.forHomeAgent(options), options);
        dataplane.forward(TunnelWorld.HOME, TunnelWorld.AGENT, List.of(TunnelPath.to(TunnelWorld.CARE_OF)));
        System.out.println("since " + dataplane.why());
        System.out.println("carried by " + dataplane.name());
        System.in.read();
        System.exit(0);
    }
}
