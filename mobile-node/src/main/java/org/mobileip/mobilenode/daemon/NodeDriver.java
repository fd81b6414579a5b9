package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.logging.log4j.Level;
import org.mobileip.control.EventStrip;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.TunnelCounters;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.mobilenode.HostState;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Moment;
import org.mobileip.mobilenode.Notice;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.TunnelUse;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.tunnel.ForgeryReport;
import org.mobileip.wire.AgentAdvertisement;

/**
 * Between the engine and a machine: what the kernel says, what arrives and what is commanded become events, and the effects
 * are carried out before the next event is looked at. A daemon drives it by an event loop, a simulator by a virtual clock.
 * For one thread.
 */
public final class NodeDriver {

    /** How long the end waits for the reply to the deregistration; a binding that stays ends with its lifetime. */
    private static final Duration FAREWELL = Duration.ofMillis(300);

    private final Kernel kernel;
    private final Time time;
    private final Outlets outlets;
    private final EventDiary diary;
    private final LinkTable links = new LinkTable();
    private final Counters counters = new Counters();
    private final List<Notice> notices = new ArrayList<>();
    private final Reconciler reconciler;
    private final MobileNode engine;
    private final EffectRunner runner;
    private final HandoverMeter meter;
    private final Sleep sleep;
    private final ForgeryReport forgeries = new ForgeryReport();
    private int noise;
    private Tick farewellEnds = Tick.NEVER;
    private boolean isTunnelLost;

    /** The machine's network, and what to undo on it. */
    public record Kernel(HostNetwork network, LinkSettings settings, UndoFile undo) {}

    /**
     * Clocks and chance.
     *
     * @param ticker goes on while the machine is suspended
     * @param awake does not; the same as {@code ticker} on a machine that is never suspended
     * @param noise 32 random bits, other ones each time
     */
    public record Time(Ticker ticker, Ticker awake, InstantSource timeOfDay, IntSupplier noise) {}

    /** A mobile node that has not been started. */
    public NodeDriver(
            Settings settings,
            Memory memory,
            Time time,
            Kernel kernel,
            Outlets outlets,
            EffectRunner.Outside outside,
            Diary log) {
        this.kernel = kernel;
        this.time = time;
        this.outlets = outlets;
        diary = new EventDiary(log, time.timeOfDay());
        engine = new MobileNode(settings, memory);
        reconciler = new Reconciler(kernel.network(), kernel.settings(), kernel.undo(), links, diary);
        runner = new EffectRunner(reconciler, outlets, links, counters, outside, notices::add, time.ticker(), diary);
        meter = new HandoverMeter(() -> outlets.dataplane().total().decapsulatedPackets());
        sleep = new Sleep(time.ticker().now(), time.awake().now());
        noise = time.noise().getAsInt();
    }

    /** Takes away what an earlier run, which could not do so itself, has left. */
    public static void removeLeftovers(Kernel kernel, Diary diary) {
        new Reconciler(kernel.network(), kernel.settings(), kernel.undo(), new LinkTable(), diary)
                .removeLeftovers(HostPlan.PROTOCOL);
    }

    /** Reads how things are and does what follows from it. */
    public void start() {
        readNetwork();
    }

    /** When {@link #deadlineReached} is due; {@link Tick#NEVER} if nothing is waited for. */
    public Tick nextDeadline() {
        return engine.nextDeadline().earlierOf(meter.nextDeadline()).earlierOf(farewellEnds);
    }

    /** Deregisters; {@link #isDone} when that has been answered, or soon. */
    public void stop() {
        Tick now = now();
        farewellEnds = now.plus(FAREWELL);
        handle(now, new Event.Home(moment()));
    }

    /** Whether there is nothing left to wait for: it was stopped, or its tunnel was taken away. */
    public boolean isDone() {
        return isTunnelLost || (!farewellEnds.equals(Tick.NEVER) && !isWaitingForFarewell());
    }

    private boolean isWaitingForFarewell() {
        return !farewellEnds.hasCome(now()) && engine.status().isAsking();
    }

    /** Whether another program has removed the tunnel's interface. */
    boolean isTunnelLost() {
        return isTunnelLost;
    }

    /** Takes away everything that was put. */
    public void cleanUp() {
        reconciler.declare(HostState.EMPTY);
    }

    public MobileNode engine() {
        return engine;
    }

    Counters counters() {
        return counters;
    }

    /** What has happened of late. */
    EventStrip events() {
        return diary.events();
    }

    HandoverMeter meter() {
        return meter;
    }

    Tick now() {
        return time.ticker().now();
    }

    /** When by the wall clock, with some noise. */
    public Moment moment() {
        return momentAt(time.timeOfDay().instant());
    }

    private Moment momentAt(Instant timeOfDay) {
        return new Moment(timeOfDay, noise);
    }

    /** Use this interface. */
    public void command(Event.Move move) {
        handle(now(), move);
    }

    void command(Event.Ask ask) {
        handle(now(), ask);
    }

    /** Deregister, and stay so. */
    public void command(Event.Home home) {
        handle(now(), home);
    }

    /** What came of looking {@code name} up. */
    public void lookedUp(String name, List<Ipv4> addresses) {
        handle(now(), new Event.NameLookedUp(moment(), name, addresses));
    }

    /**
     * Goes by other settings, of whatever there is on this machine now.
     *
     * @param summary of what is other, for the log
     */
    public void reload(Settings settings, String summary) {
        diary.write(Level.INFO, "configuration-reloaded text=\"{}\"", summary);
        handle(now(), new Event.Reloaded(moment(), settings));
        readNetwork();
    }

    void notReloaded(String why) {
        diary.write(Level.ERROR, "configuration-refused text=\"{}\"", why);
    }

    private void readNetwork() {
        var allLinks = kernel.network().links();
        var allAddresses = kernel.network().addresses();
        links.replaceAll(allLinks, allAddresses);
        handle(
                now(),
                new Event.NetworkRead(
                        moment(), allLinks, allAddresses, kernel.network().routes()));
    }

    /** What the kernel said in one breath. */
    public void networkChanged(List<NetworkChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        links.apply(changes);
        reconciler.observe(changes);
        if (changes.stream().anyMatch(NetworkChange.Overrun.class::isInstance)) {
            diary.write(Level.WARN, "network-overrun action=\"everything is read again\"");
            readNetwork();
        } else {
            handle(now(), new Event.NetworkChanged(moment(), changes));
        }
        reconciler.mend();
        if (changes.stream().anyMatch(this::isLossOfTunnel)) {
            diary.write(
                    Level.ERROR,
                    "tunnel-interface-removed name={} cause=another-program-removed-it",
                    outlets.dataplane().interfaceName());
            isTunnelLost = true;
        }
    }

    private boolean isLossOfTunnel(NetworkChange change) {
        return change instanceof NetworkChange.LinkRemoved removed
                && removed.index() == outlets.dataplane().interfaceIndex();
    }

    /** Something came to the port that requests are sent from. */
    public void datagramArrived(Datagram datagram) {
        handle(now(), new Event.DatagramArrived(momentAt(datagram.timeOfDay()), datagram));
    }

    /** An echo reply came to an address of this machine. */
    public void echoArrived(Ipv4 from, Ipv4 to, Octets message) {
        handle(now(), new Event.EchoArrived(moment(), from, to, message));
    }

    /** An agent advertisement was heard, from this link-layer address. */
    public void advertisementHeard(int linkIndex, Ipv4 from, MacAddress sender, AgentAdvertisement advertisement) {
        handle(now(), new Event.AdvertisementHeard(moment(), linkIndex, from, Optional.of(sender), advertisement));
    }

    /** Whatever is due is done now: after that {@link #engine} says how things are. */
    public void catchUp() {
        Tick now = now();
        wakeUp(now);
        if (nextDeadline().hasCome(now)) {
            deadlineReached();
        }
    }

    /** The tick of {@link #nextDeadline} has come. */
    public void deadlineReached() {
        Tick now = now();
        if (engine.nextDeadline().hasCome(now)) {
            handle(now, new Event.DeadlineReached(moment(), use()));
        }
        meter.look(now).ifPresent(result -> NoticeLog.write(result, diary));
    }

    private TunnelUse use() {
        TunnelCounters total = outlets.dataplane().total();
        return new TunnelUse(
                total.encapsulatedPackets(),
                total.decapsulatedPackets(),
                outlets.dataplane().answeredKeepalive());
    }

    private void handle(Tick now, Event event) {
        wakeUp(now);
        react(now, event);
        if (forgeries.isDue(now)) {
            forgeries
                    .look(now, outlets.dataplane().total().dropped())
                    .forEach(line -> diary.write(Level.WARN, "{}", line));
        }
    }

    /** What happens first after a suspend must not be taken for what went on before it. */
    private void wakeUp(Tick now) {
        sleep.until(now, time.awake().now()).ifPresent(asleep -> react(now, new Event.Resumed(moment(), asleep)));
    }

    /** The next event's random bits are drawn after this one: to draw them takes as long as to write a request. */
    private void react(Tick now, Event event) {
        runner.run(engine.handle(now, event));
        noise = time.noise().getAsInt();
        if (!notices.isEmpty()) {
            Tick done = now();
            List<Notice> told = List.copyOf(notices);
            notices.clear();
            told.forEach(notice -> tell(done, notice));
        }
    }

    private void tell(Tick done, Notice notice) {
        if (notice instanceof Notice.HandoverDone handover) {
            meter.installed(done, handover.handover()).ifPresent(result -> NoticeLog.write(result, diary));
            return;
        }
        if (notice instanceof Notice.Denied denied) {
            counters.replyDenied(denied.denial().code());
        } else if (notice instanceof Notice.Repaired repaired) {
            counters.replyDenied(repaired.code());
        } else if (notice instanceof Notice.Accepted || notice instanceof Notice.Deregistered) {
            counters.replyAccepted();
        }
        NoticeLog.write(notice, diary);
    }
}
