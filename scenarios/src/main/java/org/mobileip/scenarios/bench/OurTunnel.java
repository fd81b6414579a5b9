package org.mobileip.scenarios.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * A tunnel by one of our dataplanes, in this process.
 *
 * @param opening how home agent and mobile node open it
 * @param others how many other home addresses the home agent has tunnels for
 */
record OurTunnel(Opening opening, int others) implements Subject.Making {

    static final Opening TUN = new Opening(TunDataplane::forHomeAgent, TunDataplane::forMobileNode);
    static final Opening BPF = new Opening(
            options -> before(options, TunDataplane::forHomeAgent, BpfDataplane::ofHomeAgent),
            options -> before(options, TunDataplane::forMobileNode, BpfDataplane::ofMobileNode));

    private static final Set<Encapsulation> ENCAPSULATIONS = Set.of(Encapsulation.IPIP);
    private static final int FIRST_OTHER_HOME = Ipv4.parse("10.9.16.0").bits();
    private static final int FIRST_OTHER_CARE_OF = Ipv4.parse("100.64.0.0").bits();

    /** How both ends open a dataplane. */
    record Opening(
            Function<TunDataplane.Options, Dataplane> homeAgent,
            Function<TunDataplane.Options, Dataplane> mobileNode) {}

    private static Dataplane before(
            TunDataplane.Options options,
            Function<TunDataplane.Options, TunDataplane> tun,
            BiFunction<TunDataplane, TunDataplane.Options, Dataplane> faster) {
        TunDataplane slow = tun.apply(options);
        try {
            return faster.apply(slow, options);
        } catch (RuntimeException refused) {
            slow.close();
            throw refused;
        }
    }

    @Override
    public Subject.Use make(BenchLab lab) {
        Dataplane agent = lab.agent().call(() -> opening.homeAgent().apply(options("mipha%d")));
        try {
            Dataplane node = lab.node().call(() -> opening.mobileNode().apply(options("mip%d")));
            connect(lab, agent, node);
            return () -> {
                lab.routePlainly();
                node.close();
                agent.close();
            };
        } catch (RuntimeException refused) {
            agent.close();
            throw refused;
        }
    }

    private void connect(BenchLab lab, Dataplane agent, Dataplane node) {
        agent.forward(BenchLab.HOME, BenchLab.AGENT, List.of(TunnelPath.to(BenchLab.CARE_OF)));
        for (int i = 0; i < others; i++) {
            Ipv4 careOf = new Ipv4(FIRST_OTHER_CARE_OF + i);
            agent.forward(new Ipv4(FIRST_OTHER_HOME + i), BenchLab.AGENT, List.of(TunnelPath.to(careOf)));
        }
        node.tunnelHome(Optional.of(new HomeTunnel(BenchLab.CARE_OF, BenchLab.AGENT, BenchLab.HOME)));
        lab.routeInto(agent.interfaceIndex(), node.interfaceIndex());
    }

    private static TunDataplane.Options options(String interfaceName) {
        return new TunDataplane.Options(
                interfaceName,
                TunDataplane.usualMtu(ENCAPSULATIONS),
                OptionalInt.empty(),
                ENCAPSULATIONS,
                false,
                fault -> {
                    throw new AssertionError(fault);
                });
    }
}
