package org.mobileip.mobilenode.daemon;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.control.EventStrip;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.ClockWatch;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Moment;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/** One thread, on which whatever the kernel has for us is handed to the {@link NodeDriver}. */
final class ControlLoop {

    private static final int MOST_DATAGRAMS_A_TURN = 64;

    private final EventLoop loop;
    private final NetworkMonitor monitor;
    private final Ports ports;
    private final HostNetwork network;
    private final LinkTable links = new LinkTable();
    private final NodeDriver driver;
    private Settings settings;

    /** Links on which foreign agents are heard. */
    private Set<Integer> heard = Set.of();

    ControlLoop(
            Settings settings,
            Memory memory,
            EventLoop loop,
            NodeDriver.Kernel kernel,
            NetworkMonitor monitor,
            Ports ports,
            EffectRunner.Outside outside) {
        this.loop = loop;
        this.monitor = monitor;
        this.ports = ports;
        this.network = kernel.network();
        this.settings = settings;
        NodeDriver.Time time = new NodeDriver.Time(
                loop.ticker(), () -> new Tick(System.nanoTime()), TimeOfDay.source(), new SecureRandom()::nextInt);
        driver = new NodeDriver(asHeard(settings), memory, time, kernel, ports, outside, Diary.log());
    }

    /** Whether a home agent can tell of the end of a binding at all. */
    private Settings asHeard(Settings wanted) {
        return wanted.revocable(wanted.revocable() && ports.revocations().isPresent());
    }

    /**
     * Goes by other settings. On the loop's thread.
     *
     * @param summary of what is other, for the log
     */
    void reload(Settings newSettings, String summary) {
        settings = newSettings;
        hearLinks();
        driver.reload(asHeard(settings), summary);
        endIfDone();
    }

    /** The file has errors. On the loop's thread. */
    void notReloaded(String why) {
        driver.notReloaded(why);
    }

    /** Reads how things are and does what follows from it. */
    void start() {
        loop.onReadable(monitor.fd(), this::networkChanged);
        loop.onReadable(ports.requests().fd(), () -> datagramsArrived(ports.requests()));
        ports.revocations().ifPresent(port -> loop.onReadable(port.fd(), () -> datagramsArrived(port)));
        ports.probes().ifPresent(port -> loop.onReadable(port.fd(), () -> port.receive(driver::echoArrived)));
        readLinks();
        hearLinks();
        driver.start();
    }

    private void readLinks() {
        links.replaceAll(network.links(), List.of());
    }

    /** On which links foreign agents are heard is said before the engine asks who is there. */
    private void hearLinks() {
        Set<Integer> usable = links.named(settings::mayUse);
        if (usable.equals(heard)) {
            return;
        }
        heard = usable;
        ports.linkLayer().advertisements().hear(usable);
        for (PacketSocket socket : ports.linkLayer().advertisements().all()) {
            loop.onReadable(socket.fd(), () -> LinkLayer.receive(socket, this::advertisementHeard));
        }
        ports.agents().replies().hear(usable);
        for (PacketSocket socket : ports.agents().replies().all()) {
            loop.onReadable(socket.fd(), () -> ports.agents().receive(socket, this::replyArrived));
        }
    }

    /** Has this say when the machine goes on after a suspend, though nothing else happens. Before {@link #run}. */
    void watch(ClockWatch clock) {
        loop.onReadable(clock.fd(), () -> {
            if (clock.acknowledge()) {
                catchUp();
            }
        });
    }

    /** Runs until {@link #stop} has been called and is done; false when the TUN device was taken away. */
    boolean run() {
        loop.beUrgent();
        loop.run(driver::nextDeadline, () -> {
            driver.deadlineReached();
            endIfDone();
        });
        return !driver.isTunnelLost();
    }

    /** Takes away everything that was put. */
    void cleanUp() {
        driver.cleanUp();
    }

    /** Deregisters, and ends the loop when that has been answered, or soon. On the loop's thread. */
    void stop() {
        driver.stop();
        endIfDone();
    }

    private void endIfDone() {
        if (driver.isDone()) {
            loop.stop();
        }
    }

    /** Times the way home on this loop. */
    Ping ping() {
        return new Ping(loop, driver);
    }

    MobileNode engine() {
        return driver.engine();
    }

    /** Whatever is due is done, so that nothing is told of how things were. */
    void catchUp() {
        driver.catchUp();
        endIfDone();
    }

    Counters counters() {
        return driver.counters();
    }

    EventStrip events() {
        return driver.events();
    }

    HandoverMeter meter() {
        return driver.meter();
    }

    Tick now() {
        return loop.ticker().now();
    }

    void command(Event.Move move) {
        driver.command(move);
    }

    void command(Event.Home home) {
        driver.command(home);
    }

    /** What came of looking {@code name} up. On the loop's thread. */
    void lookedUp(String name, List<Ipv4> addresses) {
        driver.lookedUp(name, addresses);
        endIfDone();
    }

    Moment moment() {
        return driver.moment();
    }

    private void networkChanged() {
        List<NetworkChange> changes = monitor.read();
        if (changes.stream().anyMatch(NetworkChange.Overrun.class::isInstance)) {
            readLinks();
        } else {
            links.apply(changes);
        }
        hearLinks();
        driver.networkChanged(changes);
        endIfDone();
    }

    private void datagramsArrived(UdpSocket port) {
        for (int left = MOST_DATAGRAMS_A_TURN; left > 0; left--) {
            Optional<Datagram> datagram = port.receive();
            if (datagram.isEmpty()) {
                return;
            }
            driver.datagramArrived(datagram.get());
            endIfDone();
        }
    }

    private void replyArrived(Datagram datagram) {
        driver.datagramArrived(datagram);
        endIfDone();
    }

    private void advertisementHeard(LinkLayer.Heard heard) {
        driver.advertisementHeard(heard.linkIndex(), heard.from(), heard.sender(), heard.advertisement());
        endIfDone();
    }
}
