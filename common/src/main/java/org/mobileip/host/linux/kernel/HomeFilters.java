package org.mobileip.host.linux.kernel;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NetlinkBatch;
import org.mobileip.host.linux.netlink.FlowerMessages;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.TrafficControlMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The filters of a mobile node: at the TUN device, which hand what is sent to the device that wraps it; and at both devices of the
 * tunnel, which hand what comes from the home agent for the home address to the TUN device, and drop everything else. What
 * comes to the care-of address that is sent from takes the device that wraps, what comes to others - the one before, or the next -
 * the other device; so while the one is moved the other has its packets. For one thread at a time.
 */
final class HomeFilters {

    private static final int ICMP = 1;
    private static final int FIRST = 2;
    private static final Integer[] IS_GONE = {Errno.ENOENT, Errno.ENODEV, Errno.EINVAL};

    private final NetlinkBatch kernel;
    private final TunnelDevice receiver;
    private final HomeDevice sender;
    private final boolean keepsSyns;
    private final Map<Ipv4, Integer> addresses = new HashMap<>();
    private Set<Ipv4Prefix> inner = Set.of();
    private Optional<Ipv4> careOf = Optional.empty();
    private boolean isReady;
    private int lastHandle = FIRST;

    HomeFilters(NetlinkBatch kernel, TunnelDevice receiver, HomeDevice sender, boolean keepsSyns) {
        this.kernel = kernel;
        this.receiver = receiver;
        this.sender = sender;
        this.keepsSyns = keepsSyns;
        kernel.add(
                        "make clsact at the TUN device",
                        TrafficControlMessages.makeClsact(receiver.tunIndex()),
                        Errno.EEXIST)
                .perform();
    }

    /** Lets in what comes by that tunnel, too, and sends by it; with the home address and networks that there were before, if any. */
    void letIn(HomeTunnel tunnel) {
        if (!isReady) {
            inner = inner(tunnel);
        }
        for (Ipv4 address : tunnel.receivesAt()) {
            if (!addresses.containsKey(address)) {
                addresses.put(address, nextHandles());
                letIn(tunnel, address);
            }
        }
        if (!isReady) {
            keepFromKernel(tunnel.homeAgent());
            letIn(sender.ingress(TunnelDevice.BOUND, FIRST), Match.ANY);
            put(sender.ingress(TunnelDevice.EXITS, FIRST), Match.ANY, new Action.Count(Counters.NOT_HOME, Then.DROP));
        }
        if (!careOf.equals(Optional.of(tunnel.careOf()))) {
            sender.move(tunnel.careOf(), tunnel.homeAgent());
            careOf = Optional.of(tunnel.careOf());
        }
        if (!isReady) {
            sendBy(sender.index());
        }
        isReady = true;
        kernel.perform();
    }

    /** What a tunnel is for: the home address, and the networks behind the node. */
    static Set<Ipv4Prefix> inner(HomeTunnel tunnel) {
        Set<Ipv4Prefix> inner =
                new TreeSet<>(Comparator.comparing(Ipv4Prefix::address).thenComparing(Ipv4Prefix::length));
        inner.add(Ipv4Prefix.host(tunnel.home()));
        inner.addAll(tunnel.networks());
        return Collections.unmodifiableSet(inner);
    }

    /** The first of as many as a tunnel has addresses and networks. */
    private int nextHandles() {
        int first = lastHandle + 1;
        lastHandle += inner.size();
        return first;
    }

    private void letIn(HomeTunnel tunnel, Ipv4 address) {
        int handle = addresses.getOrDefault(address, FIRST);
        letIn(receiver.ingress(TunnelDevice.BOUND, handle), Match.ANY.outOfTunnel(tunnel.homeAgent(), address));
        put(
                receiver.ingress(TunnelDevice.EXITS, handle),
                Match.ANY.outOfTunnel(tunnel.homeAgent(), address),
                new Action.Count(Counters.NOT_HOME, Then.DROP));
    }

    private void letIn(Place first, Match match) {
        Place place = first;
        for (Ipv4Prefix each : inner) {
            put(
                    place,
                    match.to(each),
                    new Action.Count(Counters.DECAPSULATED, Then.GO_ON),
                    new Action.Redirect(receiver.tunIndex(), true));
            place = place.next();
        }
    }

    private void sendBy(int link) {
        Place place = atTun(TunnelDevice.BOUND, FIRST);
        for (Ipv4Prefix each : inner) {
            put(
                    place,
                    Match.ANY.from(each),
                    new Action.Count(Counters.ENCAPSULATED, Then.GO_ON),
                    new Action.Redirect(link, false));
            place = place.next();
        }
    }

    /** What is the tun dataplane's: on its way out it reads it from the TUN device, and what comes in it has received before. */
    private void keepFromKernel(Ipv4 homeAgent) {
        Action pass = new Action.Count(Counters.PASSED_TO_TUN, Then.PASS);
        int handle = FIRST;
        for (int protocol : KernelShare.KEPT_PROTOCOLS) {
            keepIn(handle, Match.protocol(protocol));
            put(atTun(TunnelDevice.KEPT, handle), Match.protocol(protocol), pass);
            handle++;
        }
        keepIn(handle, Match.protocol(ICMP).from(homeAgent));
        keepIn(handle + 1, Match.udpPort(KernelShare.KEPT_PORT));
        if (keepsSyns) {
            keepIn(handle + 2, Match.syn());
            put(atTun(TunnelDevice.KEPT, handle + 2), Match.syn(), pass);
        }
    }

    private void keepIn(int handle, Match match) {
        Action drop = new Action.Count(Counters.LEFT_TO_TUN, Then.DROP);
        put(receiver.ingress(TunnelDevice.KEPT, handle), match, drop);
        put(sender.ingress(TunnelDevice.KEPT, handle), match, drop);
    }

    private void put(Place place, Match match, Action... actions) {
        kernel.add("put filter at interface " + place.link(), FlowerMessages.put(place, match, List.of(actions)));
    }

    private Place atTun(int priority, int handle) {
        return new Place(receiver.tunIndex(), Hook.EGRESS, priority, handle);
    }

    /** Lets in no more what comes to other addresses. */
    void letInOnly(HomeTunnel tunnel) {
        for (Ipv4 address : Set.copyOf(addresses.keySet())) {
            if (!tunnel.receivesAt().contains(address)) {
                forget(address);
            }
        }
        kernel.perform();
    }

    private void forget(Ipv4 address) {
        int handle = addresses.getOrDefault(address, FIRST);
        addresses.remove(address);
        removeAll(receiver.ingress(TunnelDevice.BOUND, handle));
        remove(receiver.ingress(TunnelDevice.EXITS, handle));
    }

    private void removeAll(Place first) {
        Place place = first;
        for (int i = 0; i < inner.size(); i++) {
            remove(place);
            place = place.next();
        }
    }

    private void remove(Place place) {
        kernel.add("remove filter at interface " + place.link(), FlowerMessages.remove(place), IS_GONE);
    }

    /** Neither sends nor lets in; what is kept from the kernel it does not get anyway. */
    void clear() {
        if (!isReady) {
            return;
        }
        isReady = false;
        removeAll(atTun(TunnelDevice.BOUND, FIRST));
        removeAll(sender.ingress(TunnelDevice.BOUND, FIRST));
        remove(sender.ingress(TunnelDevice.EXITS, FIRST));
        Set.copyOf(addresses.keySet()).forEach(this::forget);
        kernel.perform();
    }
}
