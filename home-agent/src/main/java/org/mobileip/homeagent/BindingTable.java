package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * The mobility binding list: one entry a care-of address, oldest first. Ends are deadlines, so no scan finds what has
 * expired; only {@link #all} sorts. Its size is bounded by {@link Admission}.
 */
final class BindingTable {

    private record Key(Ipv4 home, Ipv4 careOf) {}

    private final Map<Ipv4, List<Binding>> byHome = new HashMap<>();
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
        List<Binding> before = of(binding.home());
        if (!(before.size() == 1 && isRenewal(binding, before.get(0)))) {
            networks(binding.home()).forEach(networkHolders::remove);
            binding.networks().forEach(network -> networkHolders.put(network, binding.home()));
        }
        byHome.put(binding.home(), before.isEmpty() ? List.of(binding) : after(before, binding, keepsOthers));
        count(binding);
        ends.set(new Key(binding.home(), binding.careOf()), binding.ends());
    }

    private static boolean isRenewal(Binding binding, Binding before) {
        return binding.careOf().equals(before.careOf()) && binding.networks().equals(before.networks());
    }

    /** The node's bindings when {@code binding} is one of them. */
    private List<Binding> after(List<Binding> before, Binding binding, boolean keepsOthers) {
        List<Binding> after = new ArrayList<>(before.size() + 1);
        boolean isThere = false;
        for (Binding each : before) {
            if (each.careOf().equals(binding.careOf())) {
                uncount(each);
                after.add(binding);
                isThere = true;
            } else if (keepsOthers) {
                after.add(each.withNetworks(binding.networks()));
            } else {
                uncount(each);
                ends.clear(new Key(each.home(), each.careOf()));
            }
        }
        if (!isThere) {
            after.add(binding);
        }
        return List.copyOf(after);
    }

    void remove(Ipv4 home, Ipv4 careOf) {
        ends.clear(new Key(home, careOf));
        List<Binding> before = of(home);
        List<Binding> after = new ArrayList<>(before);
        if (!after.removeIf(each -> each.careOf().equals(careOf))) {
            return;
        }
        before.stream().filter(each -> each.careOf().equals(careOf)).forEach(this::uncount);
        if (after.isEmpty()) {
            networks(home).forEach(networkHolders::remove);
            byHome.remove(home);
        } else {
            byHome.put(home, List.copyOf(after));
        }
    }

    private void count(Binding binding) {
        size++;
        tunnelEnds.merge(binding.path().careOf(), 1, Integer::sum);
    }

    private void uncount(Binding binding) {
        size--;
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
    List<Binding> of(Ipv4 home) {
        List<Binding> ofNode = byHome.get(home);
        return ofNode == null ? List.of() : ofNode;
    }

    Optional<Binding> of(Ipv4 home, Ipv4 careOf) {
        for (Binding each : of(home)) {
            if (each.careOf().equals(careOf)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The networks behind the node that are forwarded. */
    List<Ipv4Prefix> networks(Ipv4 home) {
        List<Binding> ofNode = of(home);
        return ofNode.isEmpty() ? List.of() : ofNode.get(0).networks();
    }

    /** The home address of the node behind which exactly this network is forwarded. */
    Optional<Ipv4> holderOf(Ipv4Prefix network) {
        return Optional.ofNullable(networkHolders.get(network));
    }

    List<Ipv4> careOfAddresses(Ipv4 home) {
        List<Ipv4> addresses = new ArrayList<>(1);
        of(home).forEach(each -> addresses.add(each.careOf()));
        return addresses;
    }

    /** How datagrams reach the node at each of its care-of addresses, oldest first. */
    List<TunnelPath> paths(Ipv4 home) {
        List<TunnelPath> paths = new ArrayList<>(1);
        of(home).forEach(each -> paths.add(each.path()));
        return paths;
    }

    /** Every binding, in the order of home addresses. */
    List<Binding> all() {
        List<Binding> all = new ArrayList<>(size);
        byHome.values().forEach(all::addAll);
        all.sort(Comparator.comparing(Binding::home)); // Stable: of a node the oldest first.
        return all;
    }
}
