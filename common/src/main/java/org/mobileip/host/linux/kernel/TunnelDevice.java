package org.mobileip.host.linux.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.host.Link;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.RuleMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.host.linux.netlink.TunnelMessages;
import org.mobileip.net.Ipv4;

/**
 * The kernel's device, with what is there whoever is bound: a table of routes into it, the rule that has the kernel look there
 * before it looks into the main table, and filters that let nothing out of tunnels. The device outlives a process that is killed;
 * beside it is written which TUN device it stands before, which does not, and by that a leftover is known.
 */
final class TunnelDevice implements AutoCloseable {

    /** Who has made a rule or a route, in {@code ip route} as {@code proto 76}. */
    static final int PROTOCOL = 76;

    static final int TABLE = 5211;

    /** The last before the main table: whoever has rules before it has them before these routes as well. */
    private static final int RULE_PRIORITY = 32_765;

    /** Priorities of filters: first, drops everything once it is there. */
    static final int OFF = 1;
    /** What is the tun dataplane's, whoever it comes from. */
    static final int KEPT = 10;
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
    private static final Rule RULE =
            new Rule(RULE_PRIORITY, Optional.empty(), OptionalInt.empty(), TABLE, OptionalInt.empty(), PROTOCOL);

    private final NetlinkBatch kernel;
    private final int tunIndex;
    private final int index;
    private final String name;
    private boolean isLettingIn = true;
    private boolean hasRule;

    private TunnelDevice(NetlinkBatch kernel, int tunIndex, int index, String name) {
        this.kernel = kernel;
        this.tunIndex = tunIndex;
        this.index = index;
        this.name = name;
    }

    /**
     * Makes a device that lets nothing out, until there are filters that say otherwise, and has the kernel look into our table.
     *
     * @param tunName the TUN device beside it, from which it gets its name
     * @param mtu in octets
     * @throws org.mobileip.host.HostException when the kernel has no such devices or filters, has one already in this network
     *     namespace, or without CAP_NET_ADMIN; then nothing is left
     */
    static TunnelDevice make(NetlinkBatch kernel, String tunName, int tunIndex, int mtu) {
        TunnelDevice device = makeDeaf(kernel, TunnelMessages.Kind.IPIP, tunName, tunIndex);
        try {
            device.prepare(mtu);
            return device;
        } catch (RuntimeException refused) {
            device.close();
            throw refused;
        }
    }

    /** Makes a device that lets nothing out, ever, and is nobody's way in. */
    static TunnelDevice makeDeaf(NetlinkBatch kernel, TunnelMessages.Kind kind, String tunName, int tunIndex) {
        String name = beside(tunName, "-" + kind);
        kernel.add("make " + kind + " device " + name, TunnelMessages.makeDevice(name, kind))
                .perform();
        int index = indexOf(kernel, name);
        TunnelDevice device = new TunnelDevice(kernel, tunIndex, index, name);
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

    private void deafen() {
        kernel.add("name the owner of " + name, TunnelMessages.setAlias(index, alias(tunIndex)))
                .add("make clsact at " + name, TrafficControlMessages.makeClsact(index))
                .add(
                        "drop the rest at " + name,
                        FlowerMessages.putForAll(ingress(REST, 1), new Action.Count(Counters.LEFT_TO_TUN, Then.DROP)))
                .perform();
        kernel.add("set " + name + " up", LinkMessages.setUp(index, true)).perform();
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
        putRule();
    }

    /** Has the kernel look into our table. */
    void putRule() {
        hasRule = true;
        kernel.add("add rule " + RULE_PRIORITY, RuleMessages.add(RULE), Errno.EEXIST)
                .perform();
    }

    static boolean isOurs(Rule rule) {
        return rule.protocol() == PROTOCOL && rule.table() == TABLE;
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

    String name() {
        return name;
    }

    /**
     * It neither wraps nor lets out any more. It stays, where it can, until it is closed: without it a kernel that has ipip would
     * answer each tunnelled packet with "port unreachable".
     */
    void switchOff() {
        removeRule();
        letIn(false);
    }

    /** Whatever somebody else has done to it. */
    @Override
    public void close() {
        removeRule();
        removeDevice(kernel, index);
    }

    /** The kernel looks into our table no more. */
    void removeRule() {
        if (hasRule) {
            hasRule = false;
            removeRule(kernel);
        }
    }

    private static void removeRule(NetlinkBatch kernel) {
        kernel.add("remove rule " + RULE_PRIORITY, RuleMessages.remove(RULE), Errno.ENOENT)
                .perform();
    }

    static void removeDevice(NetlinkBatch kernel, int index) {
        kernel.add("delete interface " + index, LinkMessages.delete(index), Errno.ENODEV)
                .perform();
    }

    /**
     * Removes devices whose TUN device is no more, with the rule.
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
            removeRule(kernel);
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
