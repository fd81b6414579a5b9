package org.mobileip.mobilenode.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.ThreadTime;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.mobilenode.HostState;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.Notice;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Does what a handover does, many times over, before the daemon says READY: cold, the first handover would spend tens of
 * milliseconds on loading and compiling. The engine plays in memory with a scratch key and an agent of its own. What it
 * wants done is done, but to things that concern nobody: a rule, a route and an address in 127.77.78.0/24, a tunnel
 * between such addresses that nothing is routed to, and datagrams that go round the loopback.
 */
final class Rehearsal {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    // Processor time, of which on a busy machine there is as much, later.
    private static final int ENGINE_ROUNDS = 4000;
    private static final long ENGINE_NANOS = 1_000_000_000L;
    private static final int HANDS_ROUNDS = 600;
    private static final long HANDS_NANOS = 1_000_000_000L;
    private static final int LOOP_ROUNDS = 400;

    private static final Ipv4 NOBODY = Ipv4.parse("127.77.78.1");
    private static final Ipv4 NOBODYS_AGENT = Ipv4.parse("127.77.78.2");
    private static final Ipv4 NOBODY_ELSE = Ipv4.parse("127.77.78.3");
    private static final MacAddress NOBODYS_MAC = MacAddress.parse("02:00:00:77:78:01");
    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int TABLE = 5299;
    private static final int PRIORITY = 5299;

    private final Settings settings;
    private final HostNetwork network;
    private final NetworkMonitor monitor;
    private final Ports ports;
    private final LinkTable links = new LinkTable();
    private final Reconciler reconciler;
    private final EffectRunner runner;
    private final HandoverMeter meter;
    private final Optional<Integer> loopback;
    private boolean isPut;
    private long said;

    private Rehearsal(Settings settings, HostNetwork network, NetworkMonitor monitor, Ports ports) {
        this.settings = settings;
        this.network = network;
        this.monitor = monitor;
        this.ports = ports;
        reconciler = new Reconciler(network, new NoSettings(), UndoFile.none(), links, Diary.log());
        runner = new EffectRunner(
                reconciler,
                ports,
                links,
                new Counters(),
                new NothingOutside(),
                notice -> said += NoticeLog.line(notice).length(),
                new BootTimeTicker(),
                Diary.log());
        meter = new HandoverMeter(() -> ports.dataplane().total().decapsulatedPackets());
        loopback = network.links().stream()
                .filter(link -> link.loopback() && link.up())
                .map(Link::index)
                .findFirst();
    }

    /** Plays for about two seconds at the most, and leaves nothing behind. */
    static void run(Settings settings, HostNetwork network, NetworkMonitor monitor, Ports ports) {
        Rehearsal rehearsal = new Rehearsal(settings, network, monitor, ports);
        long start = System.nanoTime();
        int handovers = rehearsal.playHandovers();
        rehearsal.playOnLoop();
        ports.dataplane().rehearse();
        LOG.info("rehearsed handovers={} in={}ms", handovers, (System.nanoTime() - start) / 1_000_000);
    }

    private int playHandovers() {
        int rounds = 0;
        ScratchWorld done = new ScratchWorld(settings, this::doHarmlessly);
        long end = ThreadTime.nanos() + HANDS_NANOS;
        while (rounds < HANDS_ROUNDS && ThreadTime.nanos() < end) {
            done.play(Instant.now(), rounds++);
        }
        runner.run(List.of(new Effect.Declare(HostState.EMPTY), new Effect.StopTunnel()));
        ScratchWorld thought = new ScratchWorld(settings, effects -> said += effects.size());
        end = ThreadTime.nanos() + ENGINE_NANOS;
        while (rounds < ENGINE_ROUNDS && ThreadTime.nanos() < end) {
            thought.play(Instant.now(), rounds++);
        }
        thought.playCommands();
        LOG.debug("rehearsal-said characters={}", said);
        return rounds * ScratchWorld.HANDOVERS_A_ROUND;
    }

    /** Carries out the same kinds of effects, on other things. */
    private void doHarmlessly(List<Effect> effects) {
        runner.run(effects.stream().flatMap(effect -> harmless(effect).stream()).toList());
        effects.forEach(this::measure);
        ports.requests()
                .receive()
                .ifPresent(datagram -> said += datagram.payload().size());
    }

    private Optional<Effect> harmless(Effect effect) {
        if (effect instanceof Effect.Declare) {
            isPut = !isPut;
            return Optional.of(new Effect.Declare(isPut ? scratchState() : HostState.EMPTY));
        }
        if (effect instanceof Effect.UseTunnel) {
            return Optional.of(new Effect.UseTunnel(new HomeTunnel(LOOPBACK, NOBODYS_AGENT, NOBODY)));
        }
        if (effect instanceof Effect.SendRequest send) {
            return loopback.map(index -> new Effect.SendRequest(index, LOOPBACK, ourselves(), send.payload()));
        }
        if (effect instanceof Effect.SendThroughAgent send) { // to an Ethernet address that nobody has: it is not heard
            return loopback.map(
                    index -> new Effect.SendThroughAgent(index, NOBODYS_MAC, LOOPBACK, ourselves(), 1, send.payload()));
        }
        if (effect instanceof Effect.GratuitousArp) {
            return loopback.map(index -> new Effect.GratuitousArp(index, NOBODY));
        }
        return effect instanceof Effect.Solicit ? loopback.map(Effect.Solicit::new) : Optional.of(effect);
    }

    private void measure(Effect effect) {
        if (effect instanceof Effect.Tell tell && tell.notice() instanceof Notice.HandoverDone done) {
            meter.installed(done.handover().acceptedAt(), done.handover())
                    .ifPresent(result -> said += NoticeLog.line(result).length());
            meter.look(meter.nextDeadline())
                    .ifPresent(result -> said += NoticeLog.line(result).length());
        }
    }

    private Endpoint ourselves() {
        return new Endpoint(LOOPBACK, ports.requests().local().port());
    }

    private HostState scratchState() {
        int tunnel = ports.dataplane().interfaceIndex();
        Ipv4Prefix nobody = Ipv4Prefix.host(NOBODY);
        Route route = new Route(nobody, Optional.empty(), tunnel, Optional.empty(), TABLE, HostPlan.PROTOCOL, 0);
        Rule rule = new Rule(
                PRIORITY, Optional.of(nobody), OptionalInt.empty(), TABLE, OptionalInt.empty(), HostPlan.PROTOCOL);
        LinkAddress address = new LinkAddress(tunnel, new InterfaceAddress(NOBODY, 32));
        return new HostState(Set.of(address), Set.of(route), Set.of(rule), Set.of("none"));
    }

    /** A loop of its own hears of the changes that are made meanwhile, and of datagrams that it discards. */
    private void playOnLoop() {
        Settings nobodys = new Settings(
                Settings.Home.at(new InterfaceAddress(NOBODY_ELSE, 24)),
                List.of(new AgentSource.Address(NOBODYS_AGENT)),
                settings.security(),
                settings.replay(),
                settings.lifetime(),
                new Settings.Tunnel(settings.tunnel().interfaceName(), false, List.of()),
                List.of());
        try (EventLoop loop =
                new EventLoop(failure -> LOG.warn("rehearsal-failed reason=\"{}\"", failure.toString()))) {
            NodeDriver.Kernel kernel = new NodeDriver.Kernel(network, new NoSettings(), UndoFile.none());
            ControlLoop control =
                    new ControlLoop(nobodys, Memory.EMPTY, loop, kernel, monitor, ports, new NothingOutside());
            control.start();
            loop.execute(() -> turn(loop, 0));
            control.run();
            control.cleanUp();
        }
        runner.run(List.of(new Effect.Declare(HostState.EMPTY)));
    }

    private void turn(EventLoop loop, int round) {
        if (round == LOOP_ROUNDS) {
            loop.stop();
            return;
        }
        Octets payload = Octets.of(new byte[] {3, 0, 0});
        Effect send = new Effect.SendRequest(1, LOOPBACK, ourselves(), payload);
        runner.run(List.of(new Effect.Declare(round % 2 == 0 ? scratchState() : HostState.EMPTY)));
        runner.run(harmless(send).stream().toList());
        loop.execute(() -> turn(loop, round + 1));
    }

    /** Nobody to ask for names, and nothing to keep. */
    private static final class NothingOutside implements EffectRunner.Outside {
        @Override
        public void lookUp(String name) {
            throw new AssertionError("no rehearsal looks up a name: " + name);
        }

        @Override
        public void remember(Memory memory) {
            // What a rehearsal sends is not ours.
        }
    }

    /** Settings of an interface that there is not. */
    private static final class NoSettings implements LinkSettings {
        private int value;

        @Override
        public int get(String interfaceName, Setting setting) {
            return value;
        }

        @Override
        public void set(String interfaceName, Setting setting, int wanted) {
            value = wanted;
        }
    }
}
