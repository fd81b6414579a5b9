package org.mobileip.homeagent.daemon;

import java.util.function.Consumer;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.bpf.FastDataplane;
import org.mobileip.host.linux.tun.TunDataplane;

/** Opens the dataplane that was asked for, or the one that works everywhere. */
final class Dataplanes {

    private Dataplanes() {}

    /**
     * What carries the tunnels: {@code tun}, alone or with something faster before it.
     *
     * @param options those that it was opened with
     * @param warn is told, in a sentence, why it is not what was asked for
     */
    static Dataplane open(
            HomeAgentConfig.Tunnel wanted, TunDataplane tun, TunDataplane.Options options, Consumer<String> warn) {
        if (wanted.dataplane() != DataplaneChoice.BPF) {
            return tun;
        }
        if (wanted.nodeRate().isPresent()) {
            warn.accept("the tun dataplane carries the tunnels, since bpf does not limit the rate of each node");
            return tun;
        }
        return FastDataplane.ofHomeAgent(tun, options, warn);
    }
}
