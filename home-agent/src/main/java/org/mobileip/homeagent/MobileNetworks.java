package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MobileNetworkAcknowledgement;
import org.mobileip.wire.MobileNetworkAcknowledgement.Code;
import org.mobileip.wire.MobileNetworkAcknowledgement.Mode;
import org.mobileip.wire.MobileNetworkRequest;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Which networks a request gets (RFC 5177 §6). The table of who may have which is what the nodes are configured with; nothing
 * else is ever forwarded (§10). A request that names networks gets those of them that are the node's; one that names none
 * gets all of the node's; one that asks for any gets one that it has not named (RFC 6626 §3.2). Changes nothing.
 */
final class MobileNetworks {

    /** So many networks in one request: their acknowledgements fit into one packet. */
    static final int MOST_IN_A_REQUEST = 100;

    /**
     * What a request gets.
     *
     * @param acknowledgements one for each network
     * @param granted those among them that are forwarded
     * @param denial why the whole request is denied; empty: it is not, for the sake of its networks
     */
    record Decision(
            List<MobileNetworkAcknowledgement> acknowledgements, List<Ipv4Prefix> granted, Optional<ReplyCode> denial) {

        private static final Decision NONE = new Decision(List.of(), List.of(), Optional.empty());

        /** No network is there, and none is asked for. */
        private static boolean isAboutNone(List<MobileNetworkRequest> asked, List<Ipv4Prefix> listed) {
            return asked.isEmpty() && listed.isEmpty();
        }

        private static Decision denied(ReplyCode code) {
            return new Decision(List.of(), List.of(), Optional.of(code));
        }

        /** §6.3: denied where not one of them could be had. */
        private static Decision of(List<MobileNetworkAcknowledgement> acknowledgements) {
            List<Ipv4Prefix> granted = acknowledgements.stream()
                    .filter(each -> each.code().isSuccess())
                    .flatMap(each -> each.network().stream())
                    .distinct()
                    .toList();
            boolean isInVain = granted.isEmpty() && !acknowledgements.isEmpty();
            return new Decision(
                    acknowledgements,
                    granted,
                    isInVain ? Optional.of(ReplyCode.MOBILE_NETWORK_PREFIX_ERROR) : Optional.empty());
        }
    }

    private final BindingTable bindings;
    private final Ipv4 agent;
    private Set<Ipv4> ours = Set.of();

    MobileNetworks(BindingTable bindings, Ipv4 agent) {
        this.bindings = bindings;
        this.agent = agent;
    }

    /** These are the addresses of this machine now: a network that has one is here, and behind nobody. */
    void ourAddresses(Set<Ipv4> addresses) {
        ours = Set.copyOf(addresses);
    }

    /** What becomes of the networks of a request; the same until something changes. */
    Decision decide(Authentic authentic) {
        Optional<Ipv4> home = authentic.home().address();
        if (!authentic.registers() || home.isEmpty()) { // §6.7: a deregistration's are ignored
            return Decision.NONE;
        }
        try { // Only what the node has signed (§10).
            return decide(
                    MobileNetworkRequest.allOf(authentic.arrival().covered()),
                    authentic.state().node().networks(),
                    home.get());
        } catch (MalformedMessageException malformed) { // RFC 5944 §3.8.2.3
            return Decision.denied(ReplyCode.POORLY_FORMED_REQUEST);
        }
    }

    /** Those networks that a registration was granted, as its reply says, and that are the node's still. */
    List<Ipv4Prefix> granted(Binding binding, AuthorizedNode node) {
        try {
            return MobileNetworkAcknowledgement.allOf(
                            RegistrationReply.decode(binding.reply()).extensions())
                    .stream()
                    .filter(each -> each.code().isSuccess())
                    .flatMap(each -> each.network().stream())
                    .distinct()
                    .filter(network -> node.networks().contains(network)
                            && whetherForwarded(network, binding.home()).isSuccess())
                    .toList();
        } catch (MalformedMessageException neverSent) {
            throw new IllegalStateException(neverSent);
        }
    }

    /** What is told of those networks of a request that it does not get; nothing: it gets all of them, or there are none. */
    Optional<Effect> refused(Authentic authentic) {
        List<MobileNetworkAcknowledgement> refused = new ArrayList<>(0);
        for (MobileNetworkAcknowledgement each : decide(authentic).acknowledgements()) {
            if (!each.code().isSuccess()) {
                refused.add(each);
            }
        }
        Ipv4 home = authentic.home().address().orElse(Ipv4.UNSPECIFIED);
        return refused.isEmpty()
                ? Optional.empty()
                : Optional.of(new Effect.NetworksRefused(authentic.state().name(), home, refused));
    }

    private Decision decide(List<MobileNetworkRequest> asked, List<Ipv4Prefix> listed, Ipv4 home) {
        if (Decision.isAboutNone(asked, listed)) {
            return Decision.NONE;
        }
        if (asked.isEmpty()) {
            return Decision.of(listed.stream()
                    .map(network ->
                            MobileNetworkAcknowledgement.of(Mode.IMPLICIT, whetherForwarded(network, home), network))
                    .toList());
        }
        if (listed.isEmpty()) { // §6.1
            return Decision.denied(ReplyCode.MOBILE_NETWORK_DISALLOWED);
        }
        return asked.size() > MOST_IN_A_REQUEST
                ? Decision.denied(ReplyCode.INSUFFICIENT_RESOURCES)
                : explicit(asked, listed, home);
    }

    private Decision explicit(List<MobileNetworkRequest> asked, List<Ipv4Prefix> listed, Ipv4 home) {
        List<Ipv4Prefix> left = new ArrayList<>(listed);
        asked.stream().filter(each -> !each.isForAny()).forEach(each -> each.network()
                .ifPresent(left::remove));
        Set<Ipv4Prefix> allowed = new HashSet<>(listed);
        List<MobileNetworkAcknowledgement> acknowledgements = new ArrayList<>();
        for (MobileNetworkRequest each : asked) {
            acknowledgements.add(each.isForAny() ? assign(each, left, home) : judge(each, allowed, home));
        }
        return Decision.of(acknowledgements);
    }

    private MobileNetworkAcknowledgement judge(MobileNetworkRequest asked, Set<Ipv4Prefix> allowed, Ipv4 home) {
        Optional<Ipv4Prefix> network = asked.network();
        if (network.isEmpty()) { // §6.6
            return MobileNetworkAcknowledgement.of(Code.INVALID_PREFIX_LENGTH, asked);
        }
        boolean isAllowed =
                allowed.contains(network.get()); // §6.3, §10: exactly this network, not one within or around it
        return MobileNetworkAcknowledgement.of(
                isAllowed ? whetherForwarded(network.get(), home) : Code.UNAUTHORIZED, asked);
    }

    /** One of those that nobody has named, of the size that is wished for if there is one (RFC 6626 §3.2). */
    private MobileNetworkAcknowledgement assign(MobileNetworkRequest asked, List<Ipv4Prefix> left, Ipv4 home) {
        if (asked.prefixLength() > 32) {
            return MobileNetworkAcknowledgement.of(Code.INVALID_PREFIX_LENGTH, asked);
        }
        Optional<Ipv4Prefix> best = left.stream()
                .filter(network -> whetherForwarded(network, home).isSuccess())
                .min(Comparator.comparing(network -> network.length() != asked.prefixLength()));
        if (best.isEmpty()) {
            return MobileNetworkAcknowledgement.of(Code.UNASSIGNED, asked);
        }
        left.remove(best.get());
        return MobileNetworkAcknowledgement.of(Mode.EXPLICIT, Code.SUCCESS, best.get());
    }

    /** Nodes of one realm share a list, but no network; and none leads here. */
    private Code whetherForwarded(Ipv4Prefix network, Ipv4 home) {
        boolean isTaken = bindings.holderOf(network)
                .filter(holder -> !holder.equals(home))
                .isPresent();
        boolean isHere = network.contains(agent) || ours.stream().anyMatch(network::contains);
        return isTaken || isHere ? Code.FORWARDING_SETUP_FAILED : Code.SUCCESS;
    }
}
