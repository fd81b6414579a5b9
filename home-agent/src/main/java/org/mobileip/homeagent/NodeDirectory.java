package org.mobileip.homeagent;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.NonceSource;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
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

    private final NodesByHome byHome = new NodesByHome();
    private final Map<NetworkAccessIdentifier, NodeState> byNai = new HashMap<>();
    private final Map<NetworkAccessIdentifier, AuthorizedNode> byRealm = new HashMap<>();
    private final Map<NetworkAccessIdentifier, NodeState> boundGuests = new HashMap<>();
    private final LinkedHashMap<NetworkAccessIdentifier, NodeState> idleGuests = new LinkedHashMap<>();
    private final Map<AddressRange, AddressPool> pools = new HashMap<>();

    /** What was kept of nodes of realms that are not bound. */
    private final Map<NodeIdentity, Identification> newest = new HashMap<>();

    private final NonceSource nonces;
    private final Ipv4 agent;

    NodeDirectory(HomeAgentSettings settings, Map<NodeIdentity, Identification> newest, NonceSource nonces) {
        this.agent = settings.address();
        this.nonces = nonces;
        settings.nodes().forEach(node -> add(node, newest));
        if (!byRealm.isEmpty()) {
            newest.forEach((node, identification) -> {
                if (node instanceof NodeIdentity.OfNai known && !byNai.containsKey(known.nai())) {
                    this.newest.put(node, identification);
                }
            });
        }
    }

    private void add(AuthorizedNode node, Map<NodeIdentity, Identification> newest) {
        if (node.home() instanceof HomeAddress.FromPool from) {
            pools.computeIfAbsent(from.range(), range -> new AddressPool(range, this::isReserved));
        }
        if (node.isRealm()) {
            node.nai().flatMap(NetworkAccessIdentifier::realm).ifPresent(realm -> byRealm.put(realm, node));
        } else {
            Optional<Identification> before = Optional.ofNullable(newest.get(node.identity()));
            NodeState state = new NodeState(node, ReplayGuard.of(node.replay(), before, nonces));
            state.home().ifPresent(own -> byHome.put(own, state));
            node.nai().ifPresent(nai -> byNai.put(nai.canonical(), state));
        }
    }

    /** One of the nodes that a realm stands for; {@code nai} in canonical form. */
    private NodeState guest(AuthorizedNode realm, NetworkAccessIdentifier nai) {
        Optional<Identification> before = Optional.ofNullable(newest.get(new NodeIdentity.OfNai(nai)));
        return new NodeState(realm, nai, ReplayGuard.of(realm.replay(), before, nonces), before.isPresent());
    }

    /**
     * Who sends a request with this Home Address field and NAI: a NAI that we know says more than an address. Changes
     * nothing: a node of a realm that is new is not known before {@link #keep}.
     */
    Optional<NodeState> find(Ipv4 homeAddress, Optional<NetworkAccessIdentifier> nai) {
        return nai.map(NetworkAccessIdentifier::canonical).flatMap(this::named).or(() -> byHome.get(homeAddress));
    }

    private Optional<NodeState> named(NetworkAccessIdentifier nai) {
        return Optional.ofNullable(byNai.get(nai))
                .or(() -> Optional.ofNullable(boundGuests.get(nai)))
                .or(() -> Optional.ofNullable(idleGuests.get(nai)))
                .or(() -> nai.realm().map(byRealm::get).map(realm -> guest(realm, nai)));
    }

    /** The node has proved who it is: where it is one of a realm, it is known from now on. */
    void keep(NodeState state) {
        state.guest().filter(nai -> !boundGuests.containsKey(nai)).ifPresent(nai -> {
            idleGuests.remove(nai); // To be put at the end again.
            idleGuests.put(nai, state);
            if (idleGuests.size() > MOST_IDLE_GUESTS) {
                forget(idleGuests.remove(idleGuests.keySet().iterator().next()));
            }
        });
    }

    /** What was kept over a restart is kept on. */
    private void forget(NodeState state) {
        if (state.isFromBefore()) {
            state.replay().newest().ifPresent(latest -> newest.put(state.identity(), latest));
        }
    }

    /** Whose home address this is now. */
    Optional<NodeState> at(Ipv4 homeAddress) {
        return byHome.get(homeAddress);
    }

    /** Whether some node has this home address, or may have it from a pool. */
    boolean isHomeAddress(Ipv4 address) {
        return byHome.get(address).isPresent()
                || (!pools.isEmpty() && pools.keySet().stream().anyMatch(range -> range.contains(address)));
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
            byHome.put(home, state);
            state.guest().ifPresent(nai -> {
                idleGuests.remove(nai);
                boundGuests.put(nai, state);
                newest.remove(state.identity());
            });
        }
    }

    /** The node has no binding any more: an address from a pool goes back there. */
    void release(NodeState state) {
        pool(state).ifPresent(pool -> state.home().ifPresent(home -> {
            pool.giveBack(home);
            byHome.remove(home);
            state.leased(Optional.empty());
            state.guest().ifPresent(boundGuests::remove);
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
