package org.mobileip.homeagent.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.host.Dataplane;
import org.mobileip.host.Link;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.fast.FastDataplane.Faster;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunInheritance;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.host.linux.tun.UdpTunnelPorts;
import org.mobileip.net.Encapsulation;
import org.mobileip.wire.ControlMessage;

/** Opens the dataplane that was asked for, or the fastest that does what is asked of it here. */
final class Dataplanes {

    private static final Path TUN_DEVICE = Path.of("/dev/net/tun");
    private static final String TUN_NAMES = "mipha%d";

    private Dataplanes() {}

    /** How the tun dataplane is opened; {@code onFault} hears on its threads of what they did not expect. */
    static TunOptions options(HomeAgentConfig.Tunnel wanted, Consumer<Throwable> onFault) {
        Set<Encapsulation> granted = wanted.encapsulation();
        int usual = wanted.cutsAll() ? Link.ETHERNET_MTU : TunOptions.usualMtu(granted);
        return new TunOptions(
                TUN_NAMES,
                wanted.mtu().orElse(usual),
                OptionalInt.empty(),
                granted,
                granted.contains(Encapsulation.UDP)
                        ? UdpTunnelPorts.ofHomeAgent(ControlMessage.PORT)
                        : UdpTunnelPorts.NONE,
                wanted.mssClamp(),
                wanted.cutsAll(),
                wanted.queues().orElseGet(TunOptions::usualQueues),
                onFault);
    }

    /**
     * The tun dataplane.
     *
     * @param inheritance what another process has opened for it; empty: it opens everything itself
     */
    static TunDataplane openTun(
            HomeAgentConfig config, TunOptions options, Health health, Optional<TunInheritance> inheritance)
            throws CommandFailure {
        if (!Files.exists(TUN_DEVICE)) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    TUN_DEVICE + " is missing: this kernel or container has no TUN devices (modprobe tun, or give the"
                            + " container " + TUN_DEVICE + ")");
        }
        Optional<TunDataplane.Broadcasts> broadcasts =
                config.homeInterface().flatMap(health::link).map(link -> EngineSettings.broadcasts(config, link));
        TunDataplane opened = inheritance
                .map(others -> TunDataplane.inherited(options, broadcasts, others))
                .orElseGet(() -> TunDataplane.forHomeAgent(options, broadcasts));
        config.tunnel().nodeRate().ifPresent(opened::limitEach);
        return opened;
    }

    /**
     * What carries the tunnels: {@code tun}, alone or with something faster before it; it says why.
     *
     * @param options those that {@code tun} was opened with
     * @param isInherited another process moves packets too until it ends: the kernel's own device cannot be in two hands
     */
    static Dataplane open(HomeAgentConfig.Tunnel wanted, TunDataplane tun, TunOptions options, boolean isInherited) {
        List<Faster> faster = wanted.nodeRate().isPresent()
                ? List.of()
                : Faster.among(
                        word -> wanted.dataplane().mayBe(word) && !(isInherited && word.equals(Faster.KERNEL.word())));
        if (wanted.dataplane() == DataplaneChoice.TUN) {
            tun.because(DataplaneChoice.TUN.asked());
        } else if (faster.isEmpty()) {
            tun.because("no other limits the rate of each node (node_rate)");
        }
        return FastDataplane.ofHomeAgent(faster, tun, options);
    }
}
