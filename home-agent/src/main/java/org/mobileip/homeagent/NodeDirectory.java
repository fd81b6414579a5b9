package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.mobileip.auth.NonceSource;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.AddressSet;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ReplyCode;

/**
 * The mobile nodes there are, found by home address, by NAI and by the realm of an NAI, and the pools that some have their
 * addresses from. Of a realm's nodes those that are bound are known, no more than their pool has addresses, and of the
 * others the ones that were heard of last.
 */
final class NodeDirectory {

    /** So many nodes of realms are known that have no binding. */
    static final int MOST_IDLE_GUESTS = 10_000;

    /** Those that are configured themselves. */
    private final NodesByHome byHome = new NodesByHome();

    private final Map<NetworkAccessIdentifier, NodeState> byNai = new HashMap<>();
    private Map<NetworkAccessIdentifier, AuthorizedNode> byRealm = new HashMap<>();

    /** The realms of {@link #boundGuests}: those of before, until all have heard of the others. */
    private Map<NetworkAccessIdentifier, AuthorizedNode> realmsOfBound = byRealm;

    private final BoundGuests boundGuests;
    private final LinkedHashMap<NetworkAccessIdentifier, NodeState> idleGuests = new LinkedHashMap<>();
    private final Map<AddressRange, AddressPool> pools = new HashMap<>();

    /**
     * What was kept of nodes that are not known now: of realms and not bound, or not configured any more; where it is not what it
     * was at the start.
     */
    private final Map<NodeIdentity, Identification> newest = new HashMap<>();

    /** What was kept of all nodes at the start; nothing, once {@link #wasBefore} has heard of all of it. */
    private Map<NodeIdentity, Identification> before;

    private final NonceSource nonces;
    private final Ipv4 agent;

    /** One whose nodes have no bindings. */
    NodeDirectory(HomeAgentSettings settings, Map<NodeIdentity, Identification> newest, NonceSource nonces) {
        this(settings, newest, nonces, new BindingTable());
    }

    /** @param bindings theirs, which are asked what they say of a node */
    NodeDirectory(
            HomeAgentSettings settings,
            Map<NodeIdentity, Identification> newest,
            NonceSource nonces,
            BindingTable bindings) {
        this.boundGuests = new BoundGuests(bindings, this::boundGuest);
        bindings.beforeChange(this::at);
        this.agent = settings.address();
        this.nonces = nonces;
        this.before = newest;
        settings.nodes().forEach(node -> add(node, Optional.empty(), kept(node.identity()), Map.of()));
    }

    /** What was kept of a node that is not known now. */
    private Optional<Identification> kept(NodeIdentity node) {
        return Optional.ofNullable(newest.get(node)).or(() -> Optional.ofNullable(before.get(node)));
    }

    /** This was kept of a node at the start: {@link #forgetBefore} is to come. */
    void wasBefore(NodeIdentity node, Identification identification) {
        boolean isOfKnownGuest = node instanceof NodeIdentity.OfNai known
                && (boundGuests.contains(known.nai()) || idleGuests.containsKey(known.nai()));
        if (!isOfKnownGuest && configured(node).isEmpty()) {
            newest.putIfAbsent(node, identification);
        }
    }

    /** Nothing is to be asked any more of what there was at the start. */
    void forgetBefore() {
        before = Map.of();
    }

    /**
     * A node is one of those that are configured.
     *
     * @param known where it was one before
     * @param latest that was accepted of it, where it is no such one
     * @param poolsBefore to go on with
     */
    private void add(
            AuthorizedNode node,
            Optional<NodeState> known,
            Optional<Identification> latest,
            Map<AddressRange, AddressPool> poolsBefore) {
        if (node.home() instanceof HomeAddress.FromPool from) {
            AddressPool before = poolsBefore.get(from.range());
            pools.computeIfAbsent(
                    from.range(), range -> before != null ? before : new AddressPool(range, this::isReserved));
        }
        if (node.isRealm()) {
            node.nai().flatMap(NetworkAccessIdentifier::realm).ifPresent(realm -> byRealm.put(realm, node));
            return;
        }
        known.ifPresent(state -> state.becomes(node, guard(state, node)));
        NodeState state = known.orElseGet(() -> new NodeState(node, ReplayGuard.of(node.replay(), latest, nonces)));
        settle(state);
        node.nai().ifPresent(nai -> byNai.put(nai.canonical(), state));
    }

    /** It is found by the home address that it has, which nobody else gets. */
    private void settle(NodeState state) {
        state.home().ifPresent(home -> {
            byHome.put(home, state);
            pool(state).ifPresent(pool -> pool.take(home));
        });
    }

    /** The node that is remembered under this, where it is configured itself. */
    private Optional<NodeState> configured(NodeIdentity identity) {
        Optional<NodeState> state = identity instanceof NodeIdentity.OfAddress own
                ? byHome.get(own.home())
                : identity instanceof NodeIdentity.OfNai known
                        ? Optional.ofNullable(byNai.get(known.nai().canonical()))
                        : Optional.empty();
        return state.filter(found -> found.identity().equals(identity));
    }

    /** How requests are known to be new when {@code state} is that of {@code after}: nothing that was used is new again. */
    private ReplayGuard guard(NodeState state, AuthorizedNode after) {
        if (state.node().replay().equals(after.replay())) {
            return state.replay();
        }
        remember(state);
        return ReplayGuard.of(after.replay(), kept(state.identity()), nonces);
    }

    private void remember(NodeState state) {
        state.replay().newest().ifPresent(latest -> newest.put(state.identity(), latest));
    }

    /** Home addresses of now that are not their nodes' any more under other settings, in their order. */
    List<Ipv4> servedNoMore(HomeAgentSettings after) {
        Map<NodeIdentity, AuthorizedNode> nodes = new HashMap<>();
        Set<Ipv4> own = new HashSet<>();
        Set<NetworkAccessIdentifier> named = new HashSet<>();
        for (AuthorizedNode node : after.nodes()) {
            nodes.put(node.identity(), node);
            node.nai().map(NetworkAccessIdentifier::canonical).ifPresent(named::add);
            if (node.home() instanceof HomeAddress.Own fixed) {
                own.add(fixed.address());
            }
        }
        List<Ipv4> homes = new ArrayList<>();
        forEachAtHome((home, state) -> {
            AuthorizedNode node = nodes.get(state.node().identity());
            boolean isNamedItself = state.guest().filter(named::contains).isPresent();
            if (node == null || isNamedItself || !isAt(node, home, own)) {
                homes.add(home);
            }
        });
        homes.sort(Comparator.naturalOrder());
        return homes;
    }

    private void forEachAtHome(BiConsumer<Ipv4, NodeState> visitor) {
        byHome.forEach(visitor);
        boundGuests.forEach(visitor);
    }

    private boolean isAt(AuthorizedNode node, Ipv4 home, Set<Ipv4> own) {
        return !(node.home() instanceof HomeAddress.FromPool from)
                || (from.range().contains(home) && !own.contains(home) && !home.equals(agent));
    }

    /**
     * The nodes are those of {@code settings} from now on. Those {@link #servedNoMore} have no bindings.
     *
     * @return the home addresses of those that have another name or other networks behind them than before
     */
    List<Ipv4> become(HomeAgentSettings settings) {
        Map<NodeIdentity, NodeState> before = new HashMap<>();
        byHome.forEach((home, state) -> before.put(state.identity(), state));
        byNai.values().forEach(state -> before.put(state.identity(), state));
        List<Ipv4> altered = new ArrayList<>();
        before.values().forEach(state -> state.home().ifPresent(byHome::remove));
        byNai.clear();
        byRealm = new HashMap<>();
        Map<AddressRange, AddressPool> poolsBefore = new HashMap<>(pools);
        pools.clear();
        for (AuthorizedNode node : settings.nodes()) {
            node.nai()
                    .map(NetworkAccessIdentifier::canonical)
                    .map(idleGuests::get)
                    .ifPresent(this::remember);
            Optional<NodeState> known = Optional.ofNullable(before.remove(node.identity()));
            String look = known.map(NodeDirectory::look).orElse("");
            add(node, known, kept(node.identity()), poolsBefore);
            known.filter(state -> !look(state).equals(look))
                    .flatMap(NodeState::home)
                    .ifPresent(altered::add);
        }
        before.values().forEach(this::dismiss);
        boundGuests.retain(guest -> stays(guest, altered));
        realmsOfBound = byRealm;
        idleGuests.values().removeIf(guest -> !stays(guest, altered));
        return altered;
    }

    /** What bindings show of a node. */
    private static String look(NodeState state) {
        return state.name() + state.node().networks();
    }

    /** It is none of those that are configured any more. */
    private void dismiss(NodeState state) {
        remember(state);
        if (state.node().home() instanceof HomeAddress.Own own) {
            pools.values().forEach(pool -> pool.isNotReservedAnyMore(own.address()));
        }
    }

    /** Whether its realm is still there, and it is not configured itself. */
    private boolean stays(NodeState guest, List<Ipv4> altered) {
        NetworkAccessIdentifier nai = guest.guest().orElseThrow();
        Optional<AuthorizedNode> realm = nai.realm().map(byRealm::get).filter(found -> !byNai.containsKey(nai));
        if (realm.isEmpty()) {
            remember(guest);
            return false;
        }
        String before = look(guest);
        guest.becomes(realm.get(), guard(guest, realm.get()));
        guest.home().ifPresent(home -> pool(guest).ifPresent(pool -> pool.take(home)));
        if (!look(guest).equals(before)) {
            guest.home().ifPresent(altered::add);
        }
        return true;
    }

    /** One of the nodes that a realm stands for; {@code nai} in canonical form. */
    private NodeState guest(AuthorizedNode realm, NetworkAccessIdentifier nai) {
        Optional<Identification> known = kept(new NodeIdentity.OfNai(nai));
        return new NodeState(realm, nai, ReplayGuard.of(realm.replay(), known, nonces), known.isPresent());
    }

    /** One of them as its binding says. */
    private NodeState boundGuest(NetworkAccessIdentifier nai, Binding binding, boolean isFromBefore) {
        AuthorizedNode realm = nai.realm().map(realmsOfBound::get).orElseThrow();
        ReplayGuard replay = ReplayGuard.of(realm.replay(), Optional.of(binding.identification()), nonces);
        NodeState state = new NodeState(realm, nai, replay, isFromBefore);
        state.leased(Optional.of(binding.home()));
        return state;
    }

    /**
     * Who sends a request with this Home Address field and NAI: a NAI that we know says more than an address. Changes
     * nothing: a node of a realm that is new is not known before {@link #keep}.
     */
    Optional<NodeState> find(Ipv4 homeAddress, Optional<NetworkAccessIdentifier> nai) {
        Optional<NodeState> named = nai.isPresent() ? named(nai.get().canonical()) : Optional.empty();
        return named.isPresent() ? named : at(homeAddress);
    }

    private Optional<NodeState> named(NetworkAccessIdentifier nai) {
        return Optional.ofNullable(byNai.get(nai))
                .or(() -> boundGuests.get(nai))
                .or(() -> Optional.ofNullable(idleGuests.get(nai)))
                .or(() -> nai.realm().map(byRealm::get).map(realm -> guest(realm, nai)));
    }

    /** The node has proved who it is: where it is one of a realm, it is known from now on. */
    void keep(NodeState state) {
        Optional<NetworkAccessIdentifier> nai = state.guest();
        if (nai.isEmpty() || boundGuests.contains(nai.get())) {
            return;
        }
        idleGuests.remove(nai.get()); // To be put at the end again.
        idleGuests.put(nai.get(), state);
        if (idleGuests.size() > MOST_IDLE_GUESTS) {
            forget(idleGuests.remove(idleGuests.keySet().iterator().next()));
        }
    }

    /** What was kept over a restart is kept on. */
    private void forget(NodeState state) {
        if (state.isFromBefore()) {
            state.replay().newest().ifPresent(latest -> newest.put(state.identity(), latest));
        }
    }

    /** Whose home address this is now. */
    Optional<NodeState> at(Ipv4 homeAddress) {
        Optional<NodeState> configured = byHome.get(homeAddress);
        return configured.isPresent() ? configured : boundGuests.at(homeAddress);
    }

    /**
     * Nobody has a node that was found before, or will have changed it: what its binding says of it need not be kept.
     *
     * @param inHand but this one
     */
    void putAway(Tick now, Optional<NodeState> inHand) {
        boundGuests.putAway(now, inHand);
    }

    /** Whether some node has this home address, or may have it from a pool. */
    boolean isHomeAddress(Ipv4 address) {
        if (byHome.get(address).isPresent()) {
            return true;
        }
        for (AddressRange range : pools.keySet()) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** All of those, as it is now. */
    HomeAddresses homeAddresses() {
        AddressSet own = new AddressSet();
        byHome.forEach((home, state) -> own.add(home.bits()));
        return new HomeAddresses(own, List.copyOf(pools.keySet()));
    }

    /**
     * The home address that a node is served at, or why not.
     *
     * @param address empty where there is none to give, with 130 for the reason
     * @param denial code 129 where it asks for one that it cannot have
     */
    record Choice(Optional<Ipv4> address, Optional<ReplyCode> denial) {}

    /** What the node gets that asks for the home address {@code asked}, or for any with 0.0.0.0. Takes nothing. */
    Choice choose(NodeState state, Ipv4 asked) {
        Optional<Ipv4> has = state.home();
        if (asked.isUnspecified()) {
            Optional<Ipv4> any = has.or(() -> pool(state).flatMap(pool -> pool.candidate(state.lastHome())));
            return new Choice(any, any.isPresent() ? Optional.empty() : Optional.of(ReplyCode.INSUFFICIENT_RESOURCES));
        }
        boolean servable = has.isPresent()
                ? has.get().equals(asked)
                : pool(state).filter(pool -> pool.isFree(asked)).isPresent();
        return new Choice(
                Optional.of(asked), servable ? Optional.empty() : Optional.of(ReplyCode.ADMINISTRATIVELY_PROHIBITED));
    }

    /** The node has a binding at {@code home}, which is its own from now on. */
    void lease(NodeState state, Ipv4 home) {
        if (state.home().isEmpty()) {
            pool(state).ifPresent(pool -> pool.take(home));
            state.leased(Optional.of(home));
            Optional<NetworkAccessIdentifier> guest = state.guest();
            if (guest.isEmpty()) {
                byHome.put(home, state);
                return;
            }
            idleGuests.remove(guest.get());
            boundGuests.add(state);
            newest.remove(state.identity());
        }
    }

    /** The node has no binding any more: an address from a pool goes back there. */
    void release(NodeState state) {
        pool(state).ifPresent(pool -> state.home().ifPresent(home -> {
            pool.giveBack(home);
            if (state.guest().isPresent()) {
                boundGuests.remove(state);
            } else {
                byHome.remove(home);
            }
            state.leased(Optional.empty());
            keep(state);
        }));
    }

    private Optional<AddressPool> pool(NodeState state) {
        return state.node().home() instanceof HomeAddress.FromPool from
                ? Optional.ofNullable(pools.get(from.range()))
                : Optional.empty();
    }

    /** An address within a range that is not the pool's to give. */
    private boolean isReserved(Ipv4 address) {
        return address.equals(agent)
                || byHome.get(address)
                        .filter(holder -> holder.node().home() instanceof HomeAddress.Own)
                        .isPresent();
    }
}
