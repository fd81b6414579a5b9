package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * The nodes of realms that are bound. What is known of one says its binding, nearly always: its request has the NAI and the newest
 * Identification, and its home address is the one that it has from the pool. So there is nothing here but where to look, a number for
 * each, and its {@link NodeState} is made when somebody asks. From then on it is out, until {@link #putAway} finds again that
 * its binding says everything. Out stays who has more to be remembered: several bindings, a nonce, an allowance that is not full.
 *
 * <p>For one thread.
 */
final class BoundGuests {

    /** So many of those whose allowances are not full are looked at each time, which is more than come. */
    private static final int LOOKS = 2;

    private static final int NOWHERE = 0;
    private static final long MIXER = 0x9e37_79b9_7f4a_7c15L;

    private final BindingTable bindings;

    /** Makes one of its NAI and its binding. */
    private final Maker maker;

    private final ToHash hash;

    /** The home address of each by the hash of its NAI, unless another with the same hash came first, and whether it is out or not. */
    private final AddressIndex homes = new AddressIndex();

    /** The same of those of whom something was known over a restart. */
    private final AddressIndex homesFromBefore = new AddressIndex();

    private final Map<NetworkAccessIdentifier, NodeState> out = new HashMap<>();
    private final NodesByHome outByHome = new NodesByHome();

    /** Those of {@link #out} that were asked for since {@link #putAway}. */
    private final List<NodeState> touched = new ArrayList<>();

    /** The one of {@link #out} that will be put away, if nobody asks for it before. */
    private Optional<NodeState> ready = Optional.empty();

    /** Those of {@link #out} that are there because of an allowance. */
    private final Set<NodeState> resting = new LinkedHashSet<>();

    /** Makes a node as it was when it was put away. */
    interface Maker {
        NodeState make(NetworkAccessIdentifier nai, Binding binding, boolean isFromBefore);
    }

    /** A number for an NAI, the same each time. */
    interface ToHash {
        int of(NetworkAccessIdentifier nai);
    }

    BoundGuests(BindingTable bindings, Maker maker) {
        this(bindings, maker, nai -> hash(nai.octets()));
    }

    BoundGuests(BindingTable bindings, Maker maker, ToHash hash) {
        this.bindings = bindings;
        this.maker = maker;
        this.hash = hash;
    }

    private static int hash(Octets octets) {
        long mixed = octets.size();
        for (int at = 0; at < octets.size(); at++) {
            mixed = (mixed ^ octets.u8(at)) * MIXER;
            mixed ^= mixed >>> Integer.SIZE;
        }
        return (int) mixed;
    }

    /** The one with this NAI in canonical form. */
    Optional<NodeState> get(NetworkAccessIdentifier nai) {
        NodeState there = out.get(nai);
        if (there != null) {
            return Optional.of(touch(there));
        }
        Optional<Binding> binding = away(nai);
        return binding.isPresent() ? Optional.of(takeOut(nai, binding.get())) : Optional.empty();
    }

    boolean contains(NetworkAccessIdentifier nai) {
        return out.containsKey(nai) || away(nai).isPresent();
    }

    /** The one that has this home address. */
    Optional<NodeState> at(Ipv4 home) {
        Optional<NodeState> there = outByHome.get(home);
        if (there.isPresent()) {
            return Optional.of(touch(there.get()));
        }
        Optional<Binding> binding = areAllOut() ? Optional.empty() : bindings.only(home);
        Optional<NetworkAccessIdentifier> nai = binding.flatMap(BoundGuests::named);
        return nai.isPresent() && isHomeOf(home, nai.get())
                ? Optional.of(takeOut(nai.get(), binding.get()))
                : Optional.empty();
    }

    /** It has a home address since now. */
    void add(NodeState state) {
        NetworkAccessIdentifier nai = state.guest().orElseThrow();
        Ipv4 home = state.home().orElseThrow();
        out.put(nai, state);
        outByHome.put(home, state);
        touch(state);
        int number = hash.of(nai);
        if (homes(state).get(number) == NOWHERE) {
            homes(state).put(number, home.bits());
        }
    }

    /** It will have no home address any more. */
    void remove(NodeState state) {
        int number = hash.of(state.guest().orElseThrow());
        if (homes(state).get(number) == state.home().orElseThrow().bits()) {
            homes(state).remove(number);
        }
        forget(state);
    }

    /**
     * Whoever is not worked with any more is put away. Nobody may have one then who will change it.
     *
     * @param inHand is worked with, and may be until the next time
     */
    void putAway(Tick now, Optional<NodeState> inHand) {
        if (ready.isPresent()) {
            forget(ready.get());
        }
        for (int i = 0; i < LOOKS && !resting.isEmpty(); i++) {
            NodeState longest = resting.iterator().next();
            resting.remove(longest);
            touched.add(longest);
        }
        if (touched.isEmpty()) {
            return;
        }
        List<NodeState> all = List.copyOf(touched);
        touched.clear();
        for (NodeState each : all) {
            if (!isOut(each)) {
                continue;
            }
            if (!each.isRested(now)) {
                resting.add(each);
            } else if (isSaid(each)) {
                forget(each, inHand);
            }
        }
    }

    private void forget(NodeState state, Optional<NodeState> inHand) {
        if (inHand.isPresent() && inHand.get() == state) {
            ready = inHand;
        } else {
            forget(state);
        }
    }

    /** Shows all to {@code visitor}, with their home addresses; it must not change anything. */
    void forEach(BiConsumer<Ipv4, NodeState> visitor) {
        outByHome.forEach(visitor);
        allAway().forEach(home -> {
            Binding binding = bindings.only(home).orElseThrow();
            visitor.accept(home, make(named(binding).orElseThrow(), binding));
        });
    }

    /** All hear that something is about to be different; whoever does not stay is not bound any more. */
    void retain(Predicate<NodeState> stays) {
        List<Ipv4> away = allAway();
        for (NodeState each : List.copyOf(out.values())) {
            if (!stays.test(each)) {
                remove(each);
            }
        }
        for (Ipv4 home : away) {
            NodeState state = at(home).orElseThrow();
            if (!stays.test(state)) {
                remove(state);
            } else if (isSaid(state)) {
                forget(state);
            }
        }
    }

    /** The home addresses of those that are not out. */
    private List<Ipv4> allAway() {
        List<Ipv4> away = new ArrayList<>();
        for (AddressIndex each : List.of(homes, homesFromBefore)) {
            each.forEach((number, bits) -> {
                Ipv4 home = new Ipv4(bits);
                if (outByHome.get(home).isEmpty()) {
                    away.add(home);
                }
            });
        }
        return away;
    }

    private boolean areAllOut() {
        return homes.size() + homesFromBefore.size() == 0;
    }

    private AddressIndex homes(NodeState state) {
        return state.isFromBefore() ? homesFromBefore : homes;
    }

    private boolean isHomeOf(Ipv4 home, NetworkAccessIdentifier nai) {
        int number = hash.of(nai);
        return homes.get(number) == home.bits() || homesFromBefore.get(number) == home.bits();
    }

    /** What says everything of the one with this NAI; empty: it is out, or not bound. */
    private Optional<Binding> away(NetworkAccessIdentifier nai) {
        if (areAllOut()) {
            return Optional.empty();
        }
        int number = hash.of(nai);
        Optional<Binding> binding = away(nai, homes.get(number));
        return binding.isPresent() ? binding : away(nai, homesFromBefore.get(number));
    }

    private Optional<Binding> away(NetworkAccessIdentifier nai, int bits) {
        Ipv4 home = new Ipv4(bits);
        if (bits == NOWHERE || outByHome.get(home).isPresent()) {
            return Optional.empty();
        }
        Optional<Binding> binding = bindings.only(home);
        return binding.isPresent() && isOf(binding.get(), nai) ? binding : Optional.empty();
    }

    private NodeState takeOut(NetworkAccessIdentifier nai, Binding binding) {
        NodeState state = make(nai, binding);
        out.put(nai, state);
        outByHome.put(binding.home(), state);
        return touch(state);
    }

    private NodeState make(NetworkAccessIdentifier nai, Binding binding) {
        boolean isFromBefore =
                homesFromBefore.get(hash.of(nai)) == binding.home().bits();
        return maker.make(nai, binding, isFromBefore);
    }

    private NodeState touch(NodeState state) {
        if (ready.isPresent() && ready.get() == state) {
            ready = Optional.empty();
        }
        if (touched.isEmpty() || touched.get(touched.size() - 1) != state) {
            touched.add(state);
        }
        return state;
    }

    /** It is not out any more. */
    private void forget(NodeState state) {
        out.remove(state.guest().orElseThrow());
        outByHome.remove(state.home().orElseThrow());
        resting.remove(state);
        if (ready.isPresent() && ready.get() == state) {
            ready = Optional.empty();
        }
        if (!touched.isEmpty() && touched.get(touched.size() - 1) == state) {
            touched.remove(touched.size() - 1);
        }
    }

    private boolean isOut(NodeState state) {
        return out.get(state.guest().orElseThrow()) == state;
    }

    /** Whether its one binding says everything of it but how full its allowances are. */
    private boolean isSaid(NodeState state) {
        NetworkAccessIdentifier nai = state.guest().orElseThrow();
        Ipv4 home = state.home().orElseThrow();
        Optional<Identification> newest = state.replay().newest();
        if (newest.isEmpty()
                || state.deregistration().isPresent()
                || homes(state).get(hash.of(nai)) != home.bits()) {
            return false;
        }
        Optional<Binding> binding = bindings.only(home);
        return binding.isPresent() && newest.get().equals(binding.get().identification()) && isOf(binding.get(), nai);
    }

    private static boolean isOf(Binding binding, NetworkAccessIdentifier nai) {
        Optional<NetworkAccessIdentifier> named = named(binding);
        return named.isPresent() && named.get().equals(nai);
    }

    /** The NAI in its request, in canonical form. */
    private static Optional<NetworkAccessIdentifier> named(Binding binding) {
        return RequestLayout.naiOfAccepted(binding.request(), binding.multipath())
                .map(NetworkAccessIdentifier::canonical);
    }
}
