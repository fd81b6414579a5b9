package org.mobileip.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ServiceSelection;

/**
 * A mobile node that this home agent serves (RFC 5944 §3.8.1).
 *
 * @param name what people call it, in logs and tables
 * @param home where its home address comes from
 * @param nai its network access identifier (RFC 2794); a node without an address of its own has one. That of a realm,
 *     {@code @realm}, stands for everybody in it who has the key: each is a node of its own
 * @param associations the security associations shared with it
 * @param replay how its requests are known to be new
 * @param message words for the person behind it, in every reply (RFC 4917)
 * @param networks the networks that may be behind it (RFC 5177 §6.2.2); those of two nodes do not overlap
 * @param services what it may register for beside the default service (RFC 5446); empty: services are not told apart here
 * @param multipath whether it may have several bindings at once, each for its own flows (RFC 7629)
 */
public record AuthorizedNode(
        String name,
        HomeAddress home,
        Optional<NetworkAccessIdentifier> nai,
        SecurityAssociations associations,
        Replay replay,
        Optional<MessageString> message,
        List<Ipv4Prefix> networks,
        Optional<Set<ServiceSelection>> services,
        boolean multipath) {

    /** Where a home address comes from. */
    public sealed interface HomeAddress {

        /** It is always this. */
        record Own(Ipv4 address) implements HomeAddress {}

        /** It is one of these while the node is bound; nodes that name the same range share it. */
        record FromPool(AddressRange range) implements HomeAddress {}
    }

    /** How requests are known to be new (RFC 5944 §5.7). */
    public sealed interface Replay {

        /** By timestamps that may be this far from our clock (§5.7.1). */
        record Timestamps(Duration tolerance) implements Replay {}

        /** By nonces of ours (§5.7.2). */
        record Nonces() implements Replay {}
    }

    public AuthorizedNode {
        networks = List.copyOf(networks);
        services = services.map(Set::copyOf);
        if (home instanceof HomeAddress.FromPool && nai.isEmpty()) {
            throw new IllegalArgumentException(name + " has neither a home address nor an NAI");
        }
    }

    /** A node of a home agent that tells no services apart. */
    public AuthorizedNode(
            String name,
            HomeAddress home,
            Optional<NetworkAccessIdentifier> nai,
            SecurityAssociations associations,
            Replay replay,
            Optional<MessageString> message,
            List<Ipv4Prefix> networks) {
        this(name, home, nai, associations, replay, message, networks, Optional.empty(), false);
    }

    /** A node that is no router. */
    public AuthorizedNode(
            String name,
            HomeAddress home,
            Optional<NetworkAccessIdentifier> nai,
            SecurityAssociations associations,
            Replay replay) {
        this(name, home, nai, associations, replay, Optional.empty(), List.of());
    }

    /** The same node, with networks behind it. */
    public AuthorizedNode withNetworks(List<Ipv4Prefix> behind) {
        return new AuthorizedNode(name, home, nai, associations, replay, message, behind, services, multipath);
    }

    /** The same node, whose person is told that. */
    public AuthorizedNode withMessage(MessageString words) {
        return new AuthorizedNode(
                name, home, nai, associations, replay, Optional.of(words), networks, services, multipath);
    }

    /** The same node, which may register for these services. */
    public AuthorizedNode withServices(Set<ServiceSelection> allowed) {
        return new AuthorizedNode(
                name, home, nai, associations, replay, message, networks, Optional.of(allowed), multipath);
    }

    /** The same node, which may use RFC 7629. */
    public AuthorizedNode withMultipath() {
        return new AuthorizedNode(name, home, nai, associations, replay, message, networks, services, true);
    }

    /** A node with a home address of its own and nothing special. */
    public static AuthorizedNode at(Ipv4 home, String name, SecurityAssociations associations, Replay replay) {
        return new AuthorizedNode(name, new HomeAddress.Own(home), Optional.empty(), associations, replay);
    }

    boolean isRealm() {
        return nai.filter(NetworkAccessIdentifier::isRealm).isPresent();
    }

    /** What is remembered of it is remembered under this. */
    public NodeIdentity identity() {
        return home instanceof HomeAddress.Own own
                ? new NodeIdentity.OfAddress(own.address())
                : new NodeIdentity.OfNai(nai.orElseThrow());
    }
}
