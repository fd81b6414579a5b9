package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.Replay;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** The addresses and people of the engine's tests: an agent, its mobile node, and the places that one visits. */
final class Village {

    static final Ipv4 AGENT = Ipv4.parse("10.1.1.20");
    static final Ipv4Prefix HOME_NETWORK = Ipv4Prefix.parse("10.1.1.0/24");
    static final Ipv4 HOME = Ipv4.parse("10.1.1.10");
    static final Ipv4 NEIGHBOUR = Ipv4.parse("10.1.1.11");
    static final Ipv4 CAFE = Ipv4.parse("10.1.2.15");
    static final Ipv4 TRAIN = Ipv4.parse("10.1.3.15");
    static final int HOME_LINK = 2;
    static final int UPLINK = 3;
    static final Instant MIDNIGHT = Instant.parse("2017-01-01T00:00:00Z");
    static final RequestFlags CO_LOCATED =
            RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING);
    static final SecurityAssociation ASSOCIATION = association(256, "1234567812345678");
    static final Replay TIMESTAMPS = new Replay.Timestamps(Duration.ofSeconds(7));
    static final AuthorizedNode LAPTOP =
            AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
    static final AuthorizedNode TABLET = AuthorizedNode.at(
            NEIGHBOUR, "tablet", SecurityAssociations.of(association(257, "another secret..")), TIMESTAMPS);
    static final Grants GRANTS = Grants.everythingFor(new Lifetime(600));

    /** Nothing is to be kept, but a reply must wait for what was to be kept before. */
    static final Effect AFTER_ALL_BEFORE = new Effect.Remember(List.of(), true);

    private Village() {}

    static HomeAgent agent() {
        return agent(settings());
    }

    static HomeAgent agent(HomeAgentSettings settings) {
        return new HomeAgent(settings, Map.of(), nonces(), at(0));
    }

    static NonceSource nonces() {
        return new NonceSource(Key.of(new byte[16]));
    }

    static HomeAgentSettings settings() {
        return settings(GRANTS, false);
    }

    static HomeAgentSettings settings(Grants grants, boolean answersFailedAuthentication) {
        return settings(grants, answersFailedAuthentication, List.of(), LAPTOP, TABLET);
    }

    static HomeAgentSettings settings(
            Grants grants,
            boolean answersFailedAuthentication,
            List<ForeignAgentPeer> foreignAgents,
            AuthorizedNode... nodes) {
        return new HomeAgentSettings(
                AGENT,
                HOME_NETWORK,
                Optional.empty(),
                grants,
                answersFailedAuthentication,
                foreignAgents,
                List.of(nodes));
    }

    /** The grants of {@link #settings()} but for how the T bit is met. */
    static Grants granting(ReverseTunneling reverse) {
        return new Grants(GRANTS.maximumLifetime(), reverse, Set.of(), true, 1000, 8, List.of());
    }

    static SecurityAssociation association(int spi, String key) {
        return new SecurityAssociation(
                spi, AuthenticationAlgorithm.HMAC_MD5, Key.of(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The effect that IP within IP to these co-located care-of addresses is wanted. */
    static Effect.Forward forward(Ipv4 home, List<Ipv4> careOf) {
        return new Effect.Forward(home, careOf.stream().map(TunnelPath::to).toList());
    }

    static Tick at(double second) {
        return new Tick((long) (second * 1e9));
    }

    static Identification identification(double second) {
        return Identification.ofTimestamp(MIDNIGHT.plusNanos((long) (second * 1e9)), 0);
    }

    /** What the node at {@code careOf} sends in that second, by its own and the agent's clock. */
    static Event request(double second, Ipv4 careOf, int lifetime) {
        return request(second, careOf, lifetime, CO_LOCATED);
    }

    static Event request(double second, Ipv4 careOf, int lifetime, RequestFlags flags) {
        return arrives(second, careOf, signed(unsigned(second, careOf, lifetime, flags)));
    }

    static RegistrationRequest unsigned(double second, Ipv4 careOf, int lifetime, RequestFlags flags) {
        return new RegistrationRequest(
                flags, new Lifetime(lifetime), HOME, AGENT, careOf, identification(second), List.of());
    }

    static Octets signed(RegistrationRequest request) {
        return ASSOCIATION.sign(request.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
    }

    static Event arrives(double second, Ipv4 from, Octets payload) {
        int link = HOME_NETWORK.contains(from) ? HOME_LINK : UPLINK;
        return arrives(second, new Endpoint(from, 434), new Endpoint(AGENT, 434), link, payload);
    }

    static Event arrives(double second, Endpoint from, Endpoint to, int link, Octets payload) {
        return new Event.Received(new Datagram(from, to, link, MIDNIGHT.plusNanos((long) (second * 1e9)), payload));
    }

    /** The one reply among {@code effects}, its authenticator checked. */
    static RegistrationReply replyIn(List<Effect> effects) {
        return replyIn(effects, ASSOCIATION);
    }

    /** The one reply among {@code effects}, which {@code association} must have signed. */
    static RegistrationReply replyIn(List<Effect> effects, SecurityAssociation association) {
        Octets octets = sendIn(effects).octets();
        try {
            RegistrationReply reply = RegistrationReply.decode(octets);
            AuthenticationExtension authenticator =
                    AuthenticationExtension.allOf(reply.extensions()).get(0);
            if (!association.verifies(octets, authenticator)) {
                throw new AssertionError("the authenticator of " + reply + " is wrong");
            }
            return reply;
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** What is to be kept of {@code effects}. */
    static List<Change> changes(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Remember.class::isInstance)
                .flatMap(effect -> ((Effect.Remember) effect).changes().stream())
                .toList();
    }

    /** That the one binding that is to be kept of {@code effects} is made again, two seconds after midnight. */
    static Event restored(List<Effect> effects) {
        return changes(effects).stream()
                .filter(Change.Bound.class::isInstance)
                .map(change -> new Event.Restored(((Change.Bound) change).binding(), MIDNIGHT.plusSeconds(2)))
                .findFirst()
                .orElseThrow();
    }

    static Octets payload(Event received) {
        return ((Event.Received) received).datagram().payload();
    }

    static Effect.Send sendIn(List<Effect> effects) {
        List<Effect.Send> sends = effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .toList();
        if (sends.size() != 1) {
            throw new AssertionError("not one datagram is sent but " + sends.size() + ": " + effects);
        }
        return sends.get(0);
    }

    /** What was said before an event was handled is what was said then, and nothing else should have been said of tunnels before it. */
    static void assertCameTrue(Effect.Forward anticipated, List<Effect> effects) {
        assertThat(effects).filteredOn(Effect.Forward.class::isInstance).containsExactly(anticipated);
        assertThat(effects)
                .hasAtLeastOneElementOfType(Effect.Accepted.class)
                .doesNotHaveAnyElementsOfTypes(Effect.Steer.class, Effect.AgreeOnKeys.class);
    }
}
