package org.mobileip.scenarios.foreignagent.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.scenarios.foreignagent.ForeignAgent;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings;
import org.mobileip.wire.ControlMessage;

/**
 * The foreign agent as a process. Everything runs on the thread that calls {@link #start} and {@link #run}; the tunnel has its
 * own threads. Port 434 comes first: who has it is the only agent here, and may clear up after one that died.
 */
public final class ForeignAgentDaemon implements AutoCloseable {

    private static final Path TUN_DEVICE = Path.of("/dev/net/tun");
    private static final String TUN_NAMES = "mipfa%d";
    private static final String FORWARDING = "net/ipv4/ip_forward";
    private static final int MOST_DATAGRAMS_A_TURN = 64;
    private static final int SEED_SIZE = 32;

    private final ForeignAgentConfig config;
    private final EventLoop loop;
    private final Journal journal;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final UdpSocket registration;
    private final LinuxHostNetwork network;
    private final NetworkMonitor addresses;
    private final ForeignAgentDriver driver;
    private final LinkPort linkPort;
    private final int linkIndex;

    /** Home agents are reached by the kernel's routes, nodes by the link alone. */
    private final class Ways implements ForeignAgentDriver.Outlets {
        @Override
        public void relay(Effect.Relay relay) {
            registration.send(relay.source(), relay.to(), OptionalInt.empty(), relay.octets());
        }

        @Override
        public void answer(Effect.Answer answer) {
            linkPort.answer(answer);
        }

        @Override
        public void advertise(Octets message) {
            linkPort.advertise(message);
        }
    }

    private ForeignAgentDaemon(ForeignAgentConfig config, EventLoop loop) throws CommandFailure {
        this.config = config;
        this.loop = loop;
        this.journal = new Journal(loop.ticker(), Diary.log());
        try {
            registration = opened(
                    UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, ControlMessage.PORT), UdpSocket.Options.PLAIN));
            addresses = opened(NetworkMonitor.openForAddresses());
            network = opened(LinuxHostNetwork.open());
            removeStale();
            Link link = link();
            linkIndex = link.index();
            TunDataplane dataplane = opened(openDataplane());
            ForeignAgentSettings settings = EngineSettings.of(config);
            Rehearsal.perform(settings, dataplane, network, link, loop.ticker());
            Visits visits =
                    opened(new Visits(dataplane, network, link, config.address().address(), journal));
            ForeignAgent agent =
                    new ForeignAgent(settings, nonces(), loop.ticker().now());
            driver = new ForeignAgentDriver(agent, new Ways(), visits, journal, loop.ticker());
            linkPort = opened(new LinkPort(loop, journal, link, config.address().address(), driver::handle));
            opened(new UnreachablePort(loop, Set.copyOf(config.careOf()), driver::handle));
            turnForwardingOn();
            journal.started(config, dataplane.interfaceName());
        } catch (CommandFailure | RuntimeException | Error failure) {
            close();
            throw failure;
        }
        loop.onReadable(registration.fd(), this::readReplies);
        loop.onReadable(addresses.fd(), this::readAddresses);
        tellOurAddresses();
    }

    /** A loop for {@link #start}, which tells of what its handlers did not expect. */
    public static EventLoop loop() {
        Journal journal = new Journal(new BootTimeTicker(), Diary.log());
        return new EventLoop(failure -> journal.failure("handler-failed", failure));
    }

    /**
     * Opens everything: when this returns, nodes are served as soon as {@link #run} is called.
     *
     * @param loop to run on, which the caller closes
     * @throws CommandFailure where this machine lacks something, with the exit code
     * @throws HostException where the kernel refuses
     */
    public static ForeignAgentDaemon start(ForeignAgentConfig config, EventLoop loop) throws CommandFailure {
        return new ForeignAgentDaemon(config, loop);
    }

    /** Serves until the loop is stopped. */
    public void run() {
        loop.run(driver::nextDeadline, () -> driver.handle(new Event.DeadlineCame()));
        close();
        journal.stopped();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private void removeStale() {
        int left = Visits.removeStale(network);
        if (left > 0) {
            journal.warn("removed " + left + " routes and rules of a foreign agent that did not end by itself");
        }
    }

    private Link link() throws CommandFailure {
        String name = config.visitedInterface();
        return network.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.CANNOT_RUN_HERE,
                        "there is no interface \"" + name + "\" here; \"ip link\" shows those there are"));
    }

    private TunDataplane openDataplane() throws CommandFailure {
        if (!Files.exists(TUN_DEVICE)) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    TUN_DEVICE + " is missing: this kernel or container has no TUN devices (modprobe tun, or give the"
                            + " container " + TUN_DEVICE + ")");
        }
        Set<Encapsulation> taken = new HashSet<>(config.tunnel().encapsulation());
        taken.add(Encapsulation.IPIP);
        return TunDataplane.forForeignAgent(new TunOptions(
                TUN_NAMES,
                config.tunnel().mtu().orElse(TunOptions.usualMtu(taken)),
                OptionalInt.empty(),
                taken,
                false,
                fault -> loop.execute(() -> journal.failure("tunnel-fault", fault))));
    }

    /** Nobody knows which challenges there will be. */
    private static NonceSource nonces() {
        byte[] seed = new byte[SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        return new NonceSource(Key.of(seed));
    }

    private void turnForwardingOn() {
        if (Sysctl.exchange(FORWARDING, "1").equals("0")) {
            journal.warn("IPv4 forwarding was off; it is on now, and stays on when the foreign agent ends");
        }
    }

    /** What came by the link is a node's: {@link LinkPort} has read it already, and knows more of it. */
    private void readReplies() {
        for (int left = MOST_DATAGRAMS_A_TURN; left > 0; left--) {
            Optional<Datagram> datagram = registration.receive();
            if (datagram.isEmpty()) {
                return;
            }
            if (!LinkPackets.isRequestOn(linkIndex, datagram.get())) {
                driver.handle(new Event.Replied(datagram.get()));
            }
        }
    }

    private void readAddresses() {
        if (!addresses.read().isEmpty()) {
            tellOurAddresses();
        }
    }

    private void tellOurAddresses() {
        Set<Ipv4> ours = network.addresses().stream()
                .map(each -> each.address().address())
                .collect(Collectors.toSet());
        driver.handle(new Event.OurAddresses(ours));
    }

    /** Undoes what was done, last first, and nothing else; IPv4 forwarding stays on. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            } catch (Exception unwilling) {
                journal.failure("close-failed what=" + resource.getClass().getSimpleName(), unwilling);
            }
        }
    }
}
