package org.mobileip.scenarios.sim.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/** A simulated machine: interfaces, a kernel with IPv4, and a clock that may be wrong. What it computes takes no time. */
public final class Machine {

    /** The settings of links that are kept here, as /proc/sys calls them. */
    public static final String ARP_IGNORE = "arp_ignore";

    /** Whether what arrives there for others is handed on, on a machine that does not do so anyway. */
    public static final String FORWARDING = "forwarding";

    public static final String ARP_ANNOUNCE = "arp_announce";

    private final String name;
    private final Timeline timeline;
    private final Instant epoch;
    private final boolean forwards;
    private final Tables tables = new Tables();
    private final Network network = new Network(this, tables);
    private final Neighbours neighbours = new Neighbours(this);
    private final Ip ip = new Ip(this);
    private final Sockets sockets = new Sockets(this);
    private final List<Nic> nics = new ArrayList<>();
    private final Map<Integer, Nic> byIndex = new HashMap<>();
    private final Map<String, Integer> settings = new HashMap<>();
    private final List<FrameListener> frameListeners = new ArrayList<>();
    private final List<Runnable> wakeListeners = new ArrayList<>();
    private Duration clockError = Duration.ZERO;
    private boolean isAsleep;
    private long fellAsleep;
    private long slept;
    private int lastIndex = 1;

    /** Hears of what arrives by any interface before IP does, as a packet socket. */
    @FunctionalInterface
    public interface FrameListener {
        void received(Nic nic, byte[] frame);
    }

    /**
     * A machine without interfaces.
     *
     * @param epoch what its clock shows when the timeline begins
     * @param forwards whether it hands datagrams on
     */
    public Machine(String name, Timeline timeline, Instant epoch, boolean forwards) {
        this.name = name;
        this.timeline = timeline;
        this.epoch = epoch;
        this.forwards = forwards;
    }

    public String name() {
        return name;
    }

    public Timeline timeline() {
        return timeline;
    }

    /** What its clock shows. */
    public Instant timeOfDay() {
        return epoch.plusNanos(timeline.nanos()).plus(clockError);
    }

    /** Sets the clock by so much. */
    public void shiftClock(Duration by) {
        clockError = clockError.plus(by);
    }

    /** A clock that stands still while the machine is suspended. */
    public Ticker awake() {
        return () -> new Tick((isAsleep ? fellAsleep : timeline.nanos()) - slept);
    }

    /** Suspends it: nothing arrives, and no program does anything, until it wakes up. */
    public void fallAsleep() {
        if (!isAsleep) {
            isAsleep = true;
            fellAsleep = timeline.nanos();
        }
    }

    /** It goes on, and its programs hear of what has changed meanwhile. */
    public void wakeUp() {
        if (isAsleep) {
            isAsleep = false;
            slept += timeline.nanos() - fellAsleep;
            List.copyOf(wakeListeners).forEach(Runnable::run);
            network.tellUntold();
        }
    }

    public boolean isAsleep() {
        return isAsleep;
    }

    public void onWakingUp(Runnable listener) {
        wakeListeners.add(listener);
    }

    public void onWakingUpNoMore(Runnable listener) {
        wakeListeners.remove(listener);
    }

    boolean forwards() {
        return forwards;
    }

    /** An interface with a cable into {@code segment} that is not plugged in. */
    public Nic addNic(String interfaceName, MacAddress mac, int mtu, Segment segment, long seed) {
        Nic nic = new Nic(this, ++lastIndex, interfaceName, mac, mtu, segment, seed);
        return added(nic);
    }

    /** A TUN device; {@code reader} gets frames without Ethernet addresses. */
    public Nic addTunnel(String interfaceName, int mtu, Consumer<byte[]> reader) {
        Nic nic = new Nic(this, ++lastIndex, interfaceName, mtu, reader);
        return added(nic);
    }

    private Nic added(Nic nic) {
        nics.add(nic);
        byIndex.put(nic.index(), nic);
        linkChanged(nic);
        return nic;
    }

    /** Takes an interface away, with its addresses and routes. */
    public void remove(Nic nic) {
        if (nics.remove(nic)) {
            byIndex.remove(nic.index());
            network.removed(nic);
        }
    }

    List<Nic> nics() {
        return nics;
    }

    public Optional<Nic> nic(int index) {
        return Optional.ofNullable(byIndex.get(index));
    }

    Tables tables() {
        return tables;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    Ip ip() {
        return ip;
    }

    /** The network as programs see it. */
    public HostNetwork network() {
        return network;
    }

    /** UDP, ICMP and other protocols for programs. */
    public Sockets sockets() {
        return sockets;
    }

    /** Tells of every change of the network, from now on. */
    public void watch(Consumer<List<NetworkChange>> listener) {
        network.listen(listener);
    }

    public void unwatch(Consumer<List<NetworkChange>> listener) {
        network.listenNoMore(listener);
    }

    public void listen(FrameListener listener) {
        frameListeners.add(listener);
    }

    public void listenNoMore(FrameListener listener) {
        frameListeners.remove(listener);
    }

    /** Nothing is sent to these addresses but by more specific routes. */
    public void putUnreachable(Ipv4Prefix prefix) {
        tables.unreachable.add(prefix);
        tables.forget();
    }

    /** A setting of a link; 0 unless set. */
    public int setting(String link, String key) {
        return settings.getOrDefault(link + "/" + key, 0);
    }

    public void set(String link, String key, int value) {
        settings.put(link + "/" + key, value);
    }

    void linkChanged(Nic nic) {
        if (!nic.isRunning() && !nic.isTunnel()) {
            neighbours.forget(nic);
        }
        network.tell(new NetworkChange.LinkChanged(nic.link()));
    }

    void receive(Nic nic, byte[] frame) {
        if (isAsleep) {
            return;
        }
        long destination = Packet.destinationMac(frame);
        if (!Packet.isGroup(destination) && destination != nic.mac().bits()) {
            return;
        }
        for (int i = 0; i < frameListeners.size(); i++) {
            frameListeners.get(i).received(nic, frame);
        }
        if (Packet.type(frame) == Packet.ETHERTYPE_ARP) {
            neighbours.receive(nic, frame);
        } else if (Packet.isIpv4(frame)) {
            ip.receive(nic, frame);
        }
    }

    /** What comes out of a TUN device, as if it had arrived by a link. */
    public void inject(Nic tunnel, byte[] frame) {
        if (nics.contains(tunnel) && Packet.isIpv4(frame)) {
            ip.receive(tunnel, frame);
        }
    }

    /** Sends ARP. */
    public void sendArp(Nic nic, MacAddress to, Octets arp) {
        byte[] frame = new byte[Packet.IP + arp.size()];
        arp.copyTo(frame, Packet.IP);
        Packet.address(frame, to.bits(), nic.mac().bits(), Packet.ETHERTYPE_ARP);
        nic.transmit(frame);
    }

    /** Sends a datagram to that Ethernet address, whatever the routes say. */
    public void sendDatagram(Nic nic, MacAddress to, Octets datagram) {
        byte[] frame = Packet.around(datagram);
        Packet.address(frame, to.bits(), nic.mac().bits(), Packet.ETHERTYPE_IPV4);
        nic.transmit(frame);
    }

    /** Sends an Ethernet frame as it is. */
    public void sendFrame(Nic nic, Octets frame) {
        nic.transmit(frame.toArray());
    }

    @Override
    public String toString() {
        return name;
    }
}
