package org.mobileip.host.linux.bpf;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Privileges;
import org.mobileip.host.linux.tun.TunDataplane;

/** What carries tunnels fastest on this machine: the programs where the kernel takes them and does what they say, else tun. */
public final class FastDataplane {

    private FastDataplane() {}

    /**
     * The fastest for a home agent.
     *
     * @param tun one without tunnels, which is closed with what is returned, or when this throws
     * @param options those that it was opened with
     * @param warn is told, in a sentence, why it is tun alone
     */
    public static Dataplane ofHomeAgent(TunDataplane tun, TunDataplane.Options options, Consumer<String> warn) {
        return faster(() -> BpfDataplane.ofHomeAgent(tun, options), tun, warn);
    }

    /** As {@link #ofHomeAgent}, for a mobile node. */
    public static Dataplane ofMobileNode(TunDataplane tun, TunDataplane.Options options, Consumer<String> warn) {
        return faster(() -> BpfDataplane.ofMobileNode(tun, options), tun, warn);
    }

    private static Dataplane faster(Supplier<Dataplane> bpf, TunDataplane tun, Consumer<String> warn) {
        try {
            return bpf.get();
        } catch (HostException refused) {
            warn.accept("the tun dataplane carries the tunnels, since bpf is refused: " + refused.getMessage()
                    + advice(refused));
            return tun;
        } catch (RuntimeException | Error fault) {
            tun.close();
            throw fault;
        }
    }

    private static String advice(HostException refused) {
        if (!refused.isNotPermitted()) {
            return "";
        }
        List<Privileges.Capability> missing =
                Privileges.missing(Privileges.Capability.CAP_BPF, Privileges.Capability.CAP_NET_ADMIN);
        return missing.isEmpty()
                ? "; it needs CAP_BPF of the machine itself, and not of a user namespace"
                : "; this process lacks " + missing.stream().map(Enum::name).collect(Collectors.joining(" and "));
    }
}
