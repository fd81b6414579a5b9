package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.net.AddressCounts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.NumbersByAddress;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * The mobility binding list: one entry a care-of address, oldest first. Ends are deadlines, so no scan finds what has
 * expired; only {@link #all} sorts. Its size is bounded by {@link Admission}.
 *
 * <p>Nearly every node has one binding: those are packed, and made into a {@link Binding} when somebody asks. Whoever is asked
 * about is asked about again and again while a request is served, so the last answer is kept.
 */
final class BindingTable {

    private record Key(Ipv4 home, Ipv4 careOf) {}

    private final PackedBindings packed = new PackedBindings();
    private final PackedEnds packedEnds = new PackedEnds(packed);

    /** Where the one binding of a home address is. */
    private final NumbersByAddress single = new NumbersByAddress(packed::homeBits);

    /** Those of nodes with several, and what does not suit. */
    private final Map<Ipv4, List<Binding>> several = new HashMap<>();

    private final Deadlines<Key> endsOfSeveral = new Deadlines<>();

    /** The addresses through which they are reached. */
    private final AddressCounts tunnelEnds = new AddressCounts();

    private final Map<Ipv4Prefix, Ipv4> networkHolders = new HashMap<>();

    /** The answer of {@link #of} that was given last; none: it is not so any more. */
    private List<Binding> lastAnswer = List.of();

    private int size;

    private Consumer<Ipv4> watcher = home -> {};

    /** {@code watcher} hears of a home address before its bindings change, where it has any. */
    void beforeChange(Consumer<Ipv4> watcher) {
        this.watcher = watcher;
    }

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
        set(binding.home(), before, before.isEmpty() ? List.of(binding) : after(before, binding, keepsOthers));
    }

    private static boolean isRenewal(Binding binding, Binding before) {
        return binding.careOf().equals(before.careOf()) && binding.networks().equals(before.networks());
    }

    /** The node's bindings when {@code binding} is one of them. */
    private static List<Binding> after(List<Binding> before, Binding binding, boolean keepsOthers) {
        List<Binding> after = new ArrayList<>(before.size() + 1);
        boolean isThere = false;
        for (Binding each : before) {
            if (each.careOf().equals(binding.careOf())) {
                after.add(binding);
                isThere = true;
            } else if (keepsOthers) {
                after.add(each.withNetworks(binding.networks()));
            }
        }
        if (!isThere) {
            after.add(binding);
        }
        return List.copyOf(after);
    }

    void remove(Ipv4 home, Ipv4 careOf) {
        List<Binding> before = of(home);
        List<Binding> after = new ArrayList<>(before);
        if (!after.removeIf(each -> each.careOf().equals(careOf))) {
            return;
        }
        if (after.isEmpty()) {
            networks(home).forEach(networkHolders::remove);
        }
        set(home, before, List.copyOf(after));
    }

    /** The bindings of {@code home} are these from now on, and no longer those. */
    private void set(Ipv4 home, List<Binding> before, List<Binding> after) {
        if (!before.isEmpty()) {
            watcher.accept(home);
        }
        if (before.size() == 1 && after.size() == 1 && replaced(home, before.get(0), after.get(0))) {
            lastAnswer = after;
            return;
        }
        after.forEach(each -> tunnelEnds.add(end(each)));
        before.forEach(each -> tunnelEnds.remove(end(each)));
        size += after.size() - before.size();
        forget(home, before);
        if (after.size() == 1 && PackedBindings.suits(after.get(0))) {
            int run = packed.add(after.get(0));
            single.add(home.bits(), run);
            packedEnds.add(run);
        } else if (!after.isEmpty()) {
            several.put(home, after);
            after.forEach(each -> endsOfSeveral.set(new Key(home, each.careOf()), each.ends()));
        }
        lastAnswer = after;
    }

    /** Whether the one binding of {@code home} became another where it is: what nearly every renewal does. */
    private boolean replaced(Ipv4 home, Binding before, Binding after) {
        int run = single.get(home.bits());
        if (run == 0 || end(before) != end(after) || !PackedBindings.suits(after)) {
            return false;
        }
        packedEnds.remove(run);
        boolean isInPlace = packed.replace(run, after);
        packedEnds.add(run);
        return isInPlace;
    }

    private void forget(Ipv4 home, List<Binding> before) {
        int run = single.get(home.bits());
        if (run != 0) {
            packedEnds.remove(run);
            single.remove(home.bits());
            packed.free(run);
        } else if (several.remove(home) != null) {
            before.forEach(each -> endsOfSeveral.clear(new Key(home, each.careOf())));
        }
    }

    private static int end(Binding binding) {
        return binding.path().careOf().bits();
    }

    void removeAll(Ipv4 home) {
        careOfAddresses(home).forEach(careOf -> remove(home, careOf));
    }

    /** Takes out what has expired, earliest first. */
    List<Binding> takeExpired(Tick now) {
        List<Binding> expired = new ArrayList<>();
        while (nextDeadline().hasCome(now)) {
            if (endsOfSeveral.next().isBefore(packedEnds.next())) {
                takeExpiredOfSeveral(endsOfSeveral.next(), expired);
            } else {
                Binding first = packed.get(packedEnds.first());
                expired.add(first);
                remove(first.home(), first.careOf());
            }
        }
        return expired;
    }

    private void takeExpiredOfSeveral(Tick now, List<Binding> expired) {
        for (Key key : endsOfSeveral.takeDue(now)) {
            of(key.home, key.careOf).ifPresent(expired::add);
            remove(key.home, key.careOf);
        }
    }

    Tick nextDeadline() {
        return packedEnds.next().earlierOf(endsOfSeveral.next());
    }

    int size() {
        return size;
    }

    /** Whether somebody is reached through this address: a care-of address, or that of a NAT before one. */
    boolean isCareOfAddress(Ipv4 address) {
        return tunnelEnds.has(address.bits());
    }

    /** The node's bindings, oldest first. */
    List<Binding> of(Ipv4 home) {
        if (!lastAnswer.isEmpty() && lastAnswer.get(0).home().equals(home)) {
            return lastAnswer;
        }
        int run = single.get(home.bits());
        List<Binding> ofNode = run == 0 ? several.getOrDefault(home, List.of()) : List.of(packed.get(run));
        lastAnswer = ofNode;
        return ofNode;
    }

    /** The node's binding, where it has one and no others. */
    Optional<Binding> only(Ipv4 home) {
        List<Binding> ofNode = of(home);
        return ofNode.size() == 1 ? Optional.of(ofNode.get(0)) : Optional.empty();
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
        single.forEach((home, run) -> all.add(packed.get(run)));
        several.values().forEach(all::addAll);
        all.sort(Comparator.comparing(Binding::home)); // Stable: of a node the oldest first.
        return all;
    }
}
