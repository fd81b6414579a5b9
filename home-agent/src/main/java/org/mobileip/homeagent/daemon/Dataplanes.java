package org.mobileip.homeagent.daemon;

import java.util.List;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.fast.FastDataplane.Faster;
import org.mobileip.host.linux.tun.TunDataplane;

/** Opens the dataplane that was asked for, or the fastest that does what is asked of it here. */
final class Dataplanes {

    private Dataplanes() {}

    /**
     * What carries the tunnels: {@code tun}, alone or with something faster before it; it says why.
     *
     * @param options those that {@code tun} was opened with
     */
    static Dataplane open(HomeAgentConfig.Tunnel wanted, TunDataplane tun, TunDataplane.Options options) {
        List<Faster> faster = wanted.nodeRate().isPresent() ? List.of() : Faster.among(wanted.dataplane()::mayBe);
        if (wanted.dataplane() == DataplaneChoice.TUN) {
            tun.because(DataplaneChoice.TUN.asked());
        } else if (faster.isEmpty()) {
            tun.because("no other limits the rate of each node (node_rate)");
        }
        return FastDataplane.ofHomeAgent(faster, tun, options);
    }
}
