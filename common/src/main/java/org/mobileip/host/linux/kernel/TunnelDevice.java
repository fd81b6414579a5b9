package org.mobileip.host.linux.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.host.Link;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.GreHeaderMessages;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.host.linux.netlink.TunnelMessages;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;

/**
 * A device of the kernel's, with what is there whoever is bound: filters that let nothing out of tunnels. The device outlives a process that is killed;
 * beside it is written which TUN device it stands before, which does not, and by that a leftover is known.
 */
final class TunnelDevice implements AutoCloseable {

    /** Priorities of filters: first, drops everything once it is there. */
    static final int OFF = 1;
    /** What has more in its GRE header than the kernel is asked to heed. */
    static final int EXTENDED = 5;
    /** What is the tun dataplane's, whoever it comes from. */
    static final int KEPT = 10;
    /** What would go back to where it comes from. */
    static final int KEPT_OUT = 15;
    /** What is bound. */
    static final int BOUND = 20;
    /** What comes from a far end that is known. */
    static final int EXITS = 30;
    /** What comes to us. */
    static final int OURS = 40;
    /** Everything else. */
    static final int REST = 50;

    /** A filter that matches nothing, for the sake of its counters. */
    static final int KEEPER = 1;

    private static final String ALIAS = "mobileip before ";
    private static final int LONGEST_NAME = 15;
    private static final int ICMP = 1;

    private final NetlinkBatch kernel;
    private final Kind kind;
    private final int tunIndex;
    private final int index;
    private final String name;
    private boolean isLettingIn = true;

    private TunnelDevice(NetlinkBatch kernel, Kind kind, int tunIndex, int index, String name) {
        this.kernel = kernel;
        this.kind = kind;
        this.tunIndex = tunIndex;
        this.index = index;
        this.name = name;
    }

    /**
     * Makes a device that lets nothing out, until there are filters that say otherwise.
     *
     * @param tunName the TUN device beside it, from which it gets its name
     * @param mtu in octets
     * @throws org.mobileip.host.HostException when the kernel has no such devices or filters, has one already in this network
     *     namespace, or without CAP_NET_ADMIN; then nothing is left
     */
    static TunnelDevice make(NetlinkBatch kernel, Kind kind, String tunName, int tunIndex, int mtu) {
        TunnelDevice device = makeDeaf(kernel, kind, tunName, tunIndex);
        try {
            if (kind == Kind.GRE) {
                keepExtended(kernel, device.ingress(EXTENDED, 1));
            }
            device.prepare(mtu);
            return device;
        } catch (RuntimeException refused) {
            device.close();
            throw refused;
        }
    }

    /** Makes a device that lets nothing out, ever, and is nobody's way in. */
    static TunnelDevice makeDeaf(NetlinkBatch kernel, Kind kind, String tunName, int tunIndex) {
        String name = beside(tunName, "-" + kind);
        kernel.add("make " + kind + " device " + name, TunnelMessages.makeDevice(name, kind))
                .perform();
        int index = indexOf(kernel, name);
        TunnelDevice device = new TunnelDevice(kernel, kind, tunIndex, index, name);
        try {
            device.deafen();
            return device;
        } catch (RuntimeException refused) {
            removeDevice(kernel, index);
            throw refused;
        }
    }

    static int indexOf(NetlinkBatch kernel, String name) {
        return links(kernel).stream()
                .filter(link -> link.name().equals(name))
                .mapToInt(Link::index)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has gone again"));
    }

    /** What is written beside a device, by which a leftover is known. */
    static String alias(int tunIndex) {
        return ALIAS + tunIndex;
    }

    /** A name for another interface beside that of the TUN device. */
    static String beside(String tunName, String suffix) {
        return tunName.substring(0, Math.min(tunName.length(), LONGEST_NAME - suffix.length())) + suffix;
    }

    /** Puts what makes it so in its place. */
    void deafen() {
        kernel.add("name the owner of " + name, TunnelMessages.setAlias(index, alias(tunIndex)))
                .add("make clsact at " + name, TrafficControlMessages.makeClsact(index))
                .add(
                        "drop the rest at " + name,
                        FlowerMessages.putForAll(ingress(REST, 1), new Action.Count(Counters.LEFT_TO_TUN, Then.DROP)))
                .perform();
        setUp();
    }

    /** Whether it is there or not any more. */
    void setUp() {
        kernel.add("set " + name + " up", LinkMessages.setUp(index, true), Errno.ENODEV)
                .perform();
    }

    private void prepare(int mtu) {
        kernel.add("set MTU of " + name, LinkMessages.setMtu(index, mtu));
        Ipv4 nobody = Ipv4.UNSPECIFIED;
        putIngress(
                BOUND,
                KEEPER,
                Match.ANY.from(nobody).outOfTunnel(nobody, nobody),
                new Action.Count(Counters.DECAPSULATED, Then.GO_ON));
        putIngress(
                EXITS, KEEPER, Match.ANY.outOfTunnel(nobody, nobody), new Action.Count(Counters.NOT_HOME, Then.DROP));
        putIngress(OURS, KEEPER, Match.ANY.outOfTunnelTo(nobody), new Action.Count(Counters.NOT_CARE_OF, Then.DROP));
        putEgress(BOUND, KEEPER, Match.ANY.to(nobody), new Action.Count(Counters.ENCAPSULATED, Then.GO_ON));
        kernel.perform();
    }

    /** The kernel would let out what has a key or a number, whichever it is. To be performed by the caller. */
    static void keepExtended(NetlinkBatch kernel, Place first) {
        for (GreHeaderMessages.Form form : GreHeaderMessages.Form.values()) {
            Place place = new Place(first.link(), first.hook(), first.priority(), form.node());
            kernel.add(
                    "put filter at interface " + place.link(),
                    GreHeaderMessages.put(place, form, new Action.Count(Counters.LEFT_TO_TUN, Then.DROP)));
        }
    }

    /** What comes to {@code localEnd} is counted from now on, and what is the tun dataplane's is handed to it. */
    void serve(Ipv4 localEnd, boolean keepsSyns) {
        Action leave = new Action.Count(Counters.LEFT_TO_TUN, Then.DROP);
        Action handOver = new Action.Redirect(tunIndex, false);
        int handle = KEEPER;
        for (int protocol : KernelShare.KEPT_PROTOCOLS) {
            handle++;
            putIngress(KEPT, handle, Match.protocol(protocol), leave);
            putEgress(KEPT, handle, Match.protocol(protocol), handOver);
        }
        putIngress(KEPT, handle + 1, Match.protocol(ICMP).to(localEnd), leave);
        putIngress(KEPT, handle + 2, Match.udpPort(KernelShare.KEPT_PORT), leave);
        if (keepsSyns) {
            putIngress(KEPT, handle + 3, Match.syn(), leave);
            putEgress(KEPT, handle + 3, Match.syn(), handOver);
        }
        putIngress(
                OURS, KEEPER + 1, Match.ANY.outOfTunnelTo(localEnd), new Action.Count(Counters.NOT_CARE_OF, Then.DROP));
        kernel.perform();
    }

    private void putIngress(int priority, int handle, Match match, Action... actions) {
        Place place = ingress(priority, handle);
        kernel.add("put filter at " + name, FlowerMessages.put(place, match, List.of(actions)));
    }

    private void putEgress(int priority, int handle, Match match, Action... actions) {
        Place place = egress(priority, handle);
        kernel.add("put filter at " + name, FlowerMessages.put(place, match, List.of(actions)));
    }

    Place ingress(int priority, int handle) {
        return new Place(index, Hook.INGRESS, priority, handle);
    }

    Place egress(int priority, int handle) {
        return new Place(index, Hook.EGRESS, priority, handle);
    }

    /** Whether anything is let out of tunnels. */
    void letIn(boolean isOn) {
        if (isOn != isLettingIn) {
            if (isOn) {
                kernel.add("let in at " + name, FlowerMessages.removeForAll(ingress(OFF, 1)));
            } else {
                kernel.add(
                        "drop everything at " + name,
                        FlowerMessages.putForAll(ingress(OFF, 1), new Action.Count(Counters.LEFT_TO_TUN, Then.DROP)));
            }
            kernel.perform();
            isLettingIn = isOn;
        }
    }

    /** The TUN device beside it. */
    int tunIndex() {
        return tunIndex;
    }

    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    /**
     * It lets nothing out any more. It stays, where it can, until it is closed: without it a kernel that has such tunnels would
     * answer each tunnelled packet with "port unreachable".
     */
    void switchOff() {
        kernel.add("make clsact at " + name, TrafficControlMessages.makeClsact(index), Errno.EEXIST);
        isLettingIn = true; // Somebody may have taken away what says otherwise.
        letIn(false);
    }

    /** Whatever somebody else has done to it. */
    @Override
    public void close() {
        removeDevice(kernel, index);
    }

    static void removeDevice(NetlinkBatch kernel, int index) {
        kernel.add("delete interface " + index, LinkMessages.delete(index), Errno.ENODEV)
                .perform();
    }

    /**
     * Removes devices whose TUN device is no more, with all rules.
     *
     * @return how many there were
     */
    static int removeLeftovers(NetlinkBatch kernel) {
        Set<String> owners =
                links(kernel).stream().map(link -> alias(link.index())).collect(Collectors.toSet());
        List<TunnelMessages.Device> left = devices(kernel).stream()
                .filter(device -> device.alias().startsWith(ALIAS) && !owners.contains(device.alias()))
                .toList();
        left.forEach(device -> removeDevice(kernel, device.index()));
        if (!left.isEmpty()) {
            RoutingRules.removeAll(kernel);
        }
        return left.size();
    }

    private static List<Link> links(NetlinkBatch kernel) {
        List<Link> links = new ArrayList<>();
        kernel.dump("read links", LinkMessages.dump())
                .forEach(answer -> LinkMessages.decode(answer.payload()).ifPresent(links::add));
        return links;
    }

    private static List<TunnelMessages.Device> devices(NetlinkBatch kernel) {
        List<TunnelMessages.Device> devices = new ArrayList<>();
        kernel.dump("read links", LinkMessages.dump())
                .forEach(answer -> TunnelMessages.decodeDevice(answer.payload()).ifPresent(devices::add));
        return devices;
    }
}
