package org.mobileip.homeagent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.NonceSource;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ReplyCode;

/** The mobile nodes there are, found by home address and by NAI, and the pools that some have their addresses from. */
final class NodeDirectory {

    private final Map<Ipv4, NodeState> byHome = new HashMap<>();
    private final Map<NetworkAccessIdentifier, NodeState> byNai = new HashMap<>();
    private final Map<AddressRange, AddressPool> pools = new HashMap<>();
    private final Ipv4 agent;

    NodeDirectory(HomeAgentSettings settings, Map<NodeIdentity, Identification> newest, NonceSource nonces) {
        this.agent = settings.address();
        for (AuthorizedNode node : settings.nodes()) {
            Optional<Identification> remembered = Optional.ofNullable(newest.get(node.identity()));
            NodeState state = new NodeState(node, ReplayGuard.of(node.replay(), remembered, nonces));
            state.home().ifPresent(own -> byHome.put(own, state));
            node.nai().ifPresent(nai -> byNai.put(nai.canonical(), state));
            if (node.home() instanceof HomeAddress.FromPool from) {
                pools.computeIfAbsent(from.range(), range -> new AddressPool(range, this::isReserved));
            }
        }
    }

    /** Who sends a request with this Home Address field and NAI: a NAI that we know says more than an address. */
    Optional<NodeState> find(Ipv4 homeAddress, Optional<NetworkAccessIdentifier> nai) {
        return nai.map(NetworkAccessIdentifier::canonical)
                .map(byNai::get)
                .or(() -> Optional.ofNullable(byHome.get(homeAddress)));
    }

    /** Whose home address this is now. */
    Optional<NodeState> at(Ipv4 homeAddress) {
        return Optional.ofNullable(byHome.get(homeAddress));
    }

    /** Whether some node has this home address, or may have it from a pool. */
    boolean isHomeAddress(Ipv4 address) {
        return byHome.containsKey(address) || pools.keySet().stream().anyMatch(range -> range.contains(address));
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
        }
    }

    /** The node has no binding any more: an address from a pool goes back there. */
    void release(NodeState state) {
        pool(state).ifPresent(pool -> state.home().ifPresent(home -> {
            pool.giveBack(home);
            byHome.remove(home);
            state.leased(Optional.empty());
        }));
    }

    private Optional<AddressPool> pool(NodeState state) {
        return state.node().home() instanceof HomeAddress.FromPool from
                ? Optional.ofNullable(pools.get(from.range()))
                : Optional.empty();
    }

    /** An address within a range that is not the pool's to give. */
    private boolean isReserved(Ipv4 address) {
        NodeState holder = byHome.get(address);
        return address.equals(agent) || (holder != null && holder.node().home() instanceof HomeAddress.Own);
    }
}
