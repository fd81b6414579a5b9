package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * The mobility binding list: one entry a care-of address, oldest first. Ends are deadlines, so no scan finds what has
 * expired. Its size is bounded by {@link Admission}.
 */
final class BindingTable {

    private record Key(Ipv4 home, Ipv4 careOf) {}

    private final Map<Ipv4, Map<Ipv4, Binding>> byHome = new TreeMap<>();
    private final Map<Ipv4, Integer> tunnelEnds = new HashMap<>();
    private final Map<Ipv4Prefix, Ipv4> networkHolders = new HashMap<>();
    private final Deadlines<Key> ends = new Deadlines<>();
    private int size;

    /**
     * Adds {@code binding}, in place of the one with the same care-of address. Its networks are from now on those of all the
     * node's bindings (RFC 5177 §6.3).
     *
     * @param keepsOthers whether the node's other bindings stay (the S bit, RFC 5944 §3.8.2.2)
     */
    void put(Binding binding, boolean keepsOthers) {
        if (!keepsOthers) {
            removeAll(binding.home());
        }
        networks(binding.home()).forEach(networkHolders::remove);
        binding.networks().forEach(network -> networkHolders.put(network, binding.home()));
        Map<Ipv4, Binding> ofNode = byHome.computeIfAbsent(binding.home(), home -> new LinkedHashMap<>());
        Binding before = ofNode.put(binding.careOf(), binding);
        if (before == null) {
            size++;
        } else {
            uncount(before);
        }
        tunnelEnds.merge(binding.path().careOf(), 1, Integer::sum);
        ofNode.replaceAll((careOf, each) -> each.withNetworks(binding.networks()));
        ends.set(new Key(binding.home(), binding.careOf()), binding.ends());
    }

    void remove(Ipv4 home, Ipv4 careOf) {
        ends.clear(new Key(home, careOf));
        Binding removed = of(home, careOf).orElse(null);
        if (removed != null) {
            Map<Ipv4, Binding> ofNode = byHome.getOrDefault(home, Map.of());
            if (ofNode.size() == 1) {
                networks(home).forEach(networkHolders::remove);
            }
            ofNode.remove(careOf);
            size--;
            uncount(removed);
            if (ofNode.isEmpty()) {
                byHome.remove(home);
            }
        }
    }

    private void uncount(Binding binding) {
        tunnelEnds.computeIfPresent(binding.path().careOf(), (key, count) -> count == 1 ? null : count - 1);
    }

    void removeAll(Ipv4 home) {
        careOfAddresses(home).forEach(careOf -> remove(home, careOf));
    }

    /** Takes out what has expired, earliest first. */
    List<Binding> takeExpired(Tick now) {
        List<Binding> expired = new ArrayList<>();
        for (Key key : ends.takeDue(now)) {
            of(key.home, key.careOf).ifPresent(expired::add);
            remove(key.home, key.careOf);
        }
        return expired;
    }

    Tick nextDeadline() {
        return ends.next();
    }

    int size() {
        return size;
    }

    /** Whether somebody is reached through this address: a care-of address, or that of a NAT before one. */
    boolean isCareOfAddress(Ipv4 address) {
        return tunnelEnds.containsKey(address);
    }

    /** The node's bindings, oldest first. */
    Collection<Binding> of(Ipv4 home) {
        return byHome.getOrDefault(home, Map.of()).values();
    }

    Optional<Binding> of(Ipv4 home, Ipv4 careOf) {
        return Optional.ofNullable(byHome.getOrDefault(home, Map.of()).get(careOf));
    }

    /** The networks behind the node that are forwarded. */
    List<Ipv4Prefix> networks(Ipv4 home) {
        return of(home).stream().findFirst().map(Binding::networks).orElse(List.of());
    }

    /** The home address of the node behind which exactly this network is forwarded. */
    Optional<Ipv4> holderOf(Ipv4Prefix network) {
        return Optional.ofNullable(networkHolders.get(network));
    }

    List<Ipv4> careOfAddresses(Ipv4 home) {
        return List.copyOf(byHome.getOrDefault(home, Map.of()).keySet());
    }

    /** How datagrams reach the node at each of its care-of addresses, oldest first. */
    List<TunnelPath> paths(Ipv4 home) {
        return of(home).stream().map(Binding::path).toList();
    }

    /** Every binding, in the order of home addresses. */
    List<Binding> all() {
        List<Binding> all = new ArrayList<>();
        byHome.values().forEach(ofNode -> all.addAll(ofNode.values()));
        return all;
    }
}
