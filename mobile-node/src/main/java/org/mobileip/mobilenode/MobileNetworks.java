package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MobileNetworkAcknowledgement;
import org.mobileip.wire.MobileNetworkRequest;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * The networks behind this node, and what a home agent has said of each (RFC 5177 §5). Those that are configured are asked for
 * by name (explicit mode); where none is, the home agent knows them and tells them (implicit mode). What a home agent has
 * refused it is not asked for again (§5.1), and what it has not acknowledged is not forwarded.
 */
final class MobileNetworks {

    private final Optional<Settings.Network> configured;
    private final Map<Ipv4, Set<Ipv4Prefix>> refused = new HashMap<>();
    private final Set<Ipv4> disallowing = new HashSet<>();
    private Map<Ipv4Prefix, NetworkStanding.Answer> answers = Map.of();

    MobileNetworks(Optional<Settings.Network> configured) {
        this.configured = configured;
    }

    /** Whether there are any, or may be. */
    boolean isRouter() {
        return configured.isPresent();
    }

    /** What asks {@code agent} for them; nothing where it knows them, or has said that it will not. */
    List<Extension> requestTo(Ipv4 agent) {
        return askable(agent).stream()
                .map(network -> MobileNetworkRequest.of(network).toExtension())
                .toList();
    }

    private List<Ipv4Prefix> askable(Ipv4 agent) {
        if (disallowing.contains(agent)) {
            return List.of();
        }
        Set<Ipv4Prefix> no = refused.getOrDefault(agent, Set.of());
        return prefixes().stream().filter(network -> !no.contains(network)).toList();
    }

    private List<Ipv4Prefix> prefixes() {
        return configured.map(Settings.Network::prefixes).orElse(List.of());
    }

    /**
     * Takes in an authentic reply to a registration.
     *
     * @return whether anything has changed
     */
    boolean heard(Ipv4 agent, RegistrationReply reply) {
        if (configured.isEmpty()) {
            return false;
        }
        Map<Ipv4Prefix, NetworkStanding.Answer> before = answers;
        if (reply.code().equals(ReplyCode.MOBILE_NETWORK_DISALLOWED)) {
            disallowing.add(agent);
            answers = allOf(new NetworkStanding.Answer.Disallowed());
        } else if (reply.code().equals(ReplyCode.MOBILE_NETWORK_PREFIX_ERROR)) {
            take(agent, reply, true);
        } else if (reply.code().isAccepted()) {
            take(agent, reply, false);
        }
        return !answers.equals(before);
    }

    private void take(Ipv4 agent, RegistrationReply reply, boolean isDenial) {
        Map<Ipv4Prefix, NetworkStanding.Answer> said = allOf(
                disallowing.contains(agent)
                        ? new NetworkStanding.Answer.Disallowed()
                        : new NetworkStanding.Answer.Ignored());
        for (MobileNetworkAcknowledgement each : acknowledgements(reply)) {
            each.network().filter(this::isOurs).ifPresent(network -> {
                said.put(network, new NetworkStanding.Answer.Coded(each.code()));
                if (!each.code().isSuccess() && (isDenial || isFinal(each.code()))) {
                    refused.computeIfAbsent(agent, first -> new HashSet<>()).add(network);
                }
            });
        }
        answers = said;
    }

    /** That forwarding could not be set up may be otherwise the next time. */
    private static boolean isFinal(MobileNetworkAcknowledgement.Code code) {
        return !code.equals(MobileNetworkAcknowledgement.Code.FORWARDING_SETUP_FAILED);
    }

    private Map<Ipv4Prefix, NetworkStanding.Answer> allOf(NetworkStanding.Answer answer) {
        Map<Ipv4Prefix, NetworkStanding.Answer> all = new LinkedHashMap<>();
        prefixes().forEach(network -> all.put(network, answer));
        return all;
    }

    private boolean isOurs(Ipv4Prefix network) {
        return prefixes().isEmpty() || prefixes().contains(network);
    }

    /** Those that the Mobile-Home authenticator covers (§10). */
    private static List<MobileNetworkAcknowledgement> acknowledgements(RegistrationReply reply) {
        int coveredUntil =
                AuthenticationExtension.allOf(reply.extensions(), AuthenticationExtension.Kind.MOBILE_HOME).stream()
                        .mapToInt(AuthenticationExtension::offset)
                        .findFirst()
                        .orElse(0);
        try {
            return MobileNetworkAcknowledgement.allOf(reply.extensions().stream()
                    .filter(extension -> extension.offset() < coveredUntil)
                    .toList());
        } catch (MalformedMessageException malformed) {
            return List.of(); // As if the home agent did not know these extensions.
        }
    }

    /** The home agent tunnels nothing any more. */
    void deregistered() {
        answers = Map.of();
    }

    /** Those that the home agent forwards. */
    List<Ipv4Prefix> forwarded() {
        return answers.entrySet().stream()
                .filter(each -> each.getValue().isForwarded())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those whose hosts speak through the tunnel, whether it leads anywhere already or not. */
    List<Ipv4Prefix> tunnelled() {
        return prefixes().isEmpty() ? forwarded() : prefixes();
    }

    /** How each of them is. */
    List<NetworkStanding> standings() {
        List<NetworkStanding> all = new ArrayList<>();
        answers.forEach((network, answer) -> all.add(new NetworkStanding(network, answer)));
        prefixes().stream()
                .filter(network -> !answers.containsKey(network))
                .forEach(network -> all.add(new NetworkStanding(network, new NetworkStanding.Answer.None())));
        return all;
    }
}
