package org.mobileip.mobilenode.daemon;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.HostState;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Moment;
import org.mobileip.mobilenode.Notice;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * One thread, on which the kernel's messages, replies, advertisements, deadlines and commands become events of the engine,
 * and its effects are carried out before the next event is looked at.
 */
final class ControlLoop {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    /** How long the end waits for the reply to the deregistration; a binding that stays ends with its lifetime. */
    private static final Duration FAREWELL = Duration.ofMillis(300);

    private static final int MOST_DATAGRAMS_A_TURN = 64;

    private final EventLoop loop;
    private final HostNetwork network;
    private final NetworkMonitor monitor;
    private final Ports ports;
    private final Reconciler reconciler;
    private final LinkTable links;
    private final MobileNode engine;
    private final EffectRunner runner;
    private final HandoverMeter meter;
    private final Counters counters = new Counters();
    private final SecureRandom random = new SecureRandom();
    private final List<Notice> notices = new ArrayList<>();
    private Tick farewellEnds = Tick.NEVER;
    private boolean isTunnelLost;

    ControlLoop(
            Settings settings,
            Memory memory,
            EventLoop loop,
            HostNetwork network,
            NetworkMonitor monitor,
            Ports ports,
            Reconciler reconciler,
            LinkTable links,
            EffectRunner.Outside outside) {
        this.loop = loop;
        this.network = network;
        this.monitor = monitor;
        this.ports = ports;
        this.reconciler = reconciler;
        this.links = links;
        engine = new MobileNode(settings, memory);
        runner = new EffectRunner(reconciler, ports, links, counters, outside, notices::add);
        meter = new HandoverMeter(() -> ports.dataplane().total().decapsulatedPackets());
    }

    /** Reads how things are and does what follows from it. */
    void start() {
        loop.onReadable(monitor.fd(), this::networkChanged);
        loop.onReadable(ports.requests().fd(), this::datagramsArrived);
        loop.onReadable(ports.linkLayer().fd(), () -> ports.linkLayer().receive(this::advertisementHeard));
        readNetwork();
    }

    /** Runs until {@link #stop} has been called and is done; false when the TUN device was taken away. */
    boolean run() {
        loop.run(
                () -> engine.nextDeadline().earlierOf(meter.nextDeadline()).earlierOf(farewellEnds),
                this::deadlineReached);
        return !isTunnelLost;
    }

    /** Takes away everything that was put. */
    void cleanUp() {
        reconciler.declare(HostState.EMPTY);
    }

    /** Deregisters, and ends the loop when that has been answered, or soon. On the loop's thread. */
    void stop() {
        Tick now = now();
        farewellEnds = now.plus(FAREWELL);
        handle(now, new Event.Home(moment()));
        endIfNothingIsWaitedFor();
    }

    private void endIfNothingIsWaitedFor() {
        boolean isWaiting = engine.status().isAsking() && !farewellEnds.hasCome(now());
        if (!farewellEnds.equals(Tick.NEVER) && !isWaiting) {
            loop.stop();
        }
    }

    MobileNode engine() {
        return engine;
    }

    Counters counters() {
        return counters;
    }

    HandoverMeter meter() {
        return meter;
    }

    Tick now() {
        return loop.ticker().now();
    }

    void command(Event.Move move) {
        handle(now(), move);
    }

    void command(Event.Home home) {
        handle(now(), home);
    }

    /** What came of looking {@code name} up. On the loop's thread. */
    void lookedUp(String name, List<Ipv4> addresses) {
        handle(now(), new Event.NameLookedUp(moment(), name, addresses));
    }

    Moment moment() {
        return momentAt(Instant.now());
    }

    private Moment momentAt(Instant timeOfDay) {
        return new Moment(timeOfDay, random.nextInt());
    }

    private void readNetwork() {
        var allLinks = network.links();
        var allAddresses = network.addresses();
        links.replaceAll(allLinks, allAddresses);
        handle(now(), new Event.NetworkRead(moment(), allLinks, allAddresses, network.routes()));
    }

    private void networkChanged() {
        List<NetworkChange> changes = monitor.read();
        if (changes.isEmpty()) {
            return;
        }
        links.apply(changes);
        reconciler.observe(changes);
        if (changes.stream().anyMatch(NetworkChange.Overrun.class::isInstance)) {
            LOG.warn("network-overrun action=\"everything is read again\"");
            readNetwork();
        } else {
            handle(now(), new Event.NetworkChanged(moment(), changes));
        }
        reconciler.mend();
        if (changes.stream().anyMatch(this::isLossOfTunnel)) {
            LOG.error(
                    "tunnel-interface-removed name={} cause=another-program-removed-it",
                    ports.dataplane().interfaceName());
            isTunnelLost = true;
            loop.stop();
        }
    }

    private boolean isLossOfTunnel(NetworkChange change) {
        return change instanceof NetworkChange.LinkRemoved removed
                && removed.index() == ports.dataplane().interfaceIndex();
    }

    private void datagramsArrived() {
        for (int left = MOST_DATAGRAMS_A_TURN; left > 0; left--) {
            Optional<Datagram> datagram = ports.requests().receive();
            if (datagram.isEmpty()) {
                return;
            }
            handle(now(), new Event.DatagramArrived(momentAt(datagram.get().timeOfDay()), datagram.get()));
        }
    }

    private void advertisementHeard(LinkLayer.Heard heard) {
        handle(now(), new Event.AdvertisementHeard(moment(), heard.linkIndex(), heard.from(), heard.advertisement()));
    }

    private void deadlineReached() {
        Tick now = now();
        if (engine.nextDeadline().hasCome(now)) {
            handle(now, new Event.DeadlineReached(moment()));
        }
        meter.look(now).ifPresent(NoticeLog::write);
        endIfNothingIsWaitedFor();
    }

    private void handle(Tick now, Event event) {
        runner.run(engine.handle(now, event));
        if (!notices.isEmpty()) {
            Tick done = now();
            List<Notice> told = List.copyOf(notices);
            notices.clear();
            told.forEach(notice -> tell(done, notice));
        }
        endIfNothingIsWaitedFor();
    }

    private void tell(Tick done, Notice notice) {
        if (notice instanceof Notice.HandoverDone handover) {
            meter.installed(done, handover.handover()).ifPresent(NoticeLog::write);
            return;
        }
        if (notice instanceof Notice.Denied denied) {
            counters.replyDenied(denied.denial().code());
        } else if (notice instanceof Notice.Repaired repaired) {
            counters.replyDenied(repaired.code());
        } else if (notice instanceof Notice.Accepted || notice instanceof Notice.Deregistered) {
            counters.replyAccepted();
        }
        NoticeLog.write(notice);
    }
}
