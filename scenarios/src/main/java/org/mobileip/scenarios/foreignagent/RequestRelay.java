package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.UnrecognizedExtensionException;

/** From the link to home agents: requests, relayed as they were signed or denied (RFC 5944 §3.7.2). */
final class RequestRelay {

    private final ForeignAgentSettings settings;
    private final VisitorList visitors;
    private final Challenges challenges;
    private final RequestPolicy policy;
    private final Denials denials;

    RequestRelay(
            ForeignAgentSettings settings,
            VisitorList visitors,
            Challenges challenges,
            RequestPolicy policy,
            Denials denials) {
        this.settings = settings;
        this.visitors = visitors;
        this.challenges = challenges;
        this.policy = policy;
        this.denials = denials;
    }

    List<Effect> request(Tick now, Event.Requested event) {
        Datagram datagram = event.datagram();
        Arrival arrival;
        try {
            RegistrationRequest request = RegistrationRequest.decode(datagram.payload());
            arrival = new Arrival(event.sender(), event.timeToLive(), datagram, request);
        } catch (UnrecognizedExtensionException unknown) {
            return List.of(new Effect.Discard(datagram, DiscardReason.UNKNOWN_EXTENSION));
        } catch (MalformedMessageException malformed) {
            return malformed(now, event);
        }
        Verdict verdict = policy.judge(now, arrival);
        if (verdict instanceof Verdict.Ignore ignore) {
            return List.of(new Effect.Discard(datagram, ignore.why()));
        } else if (verdict instanceof Verdict.Deny deny) {
            return denials.deny(now, arrival, deny.code());
        } else if (verdict instanceof Verdict.Relay relay) {
            return relay(arrival, relay.pending());
        }
        throw new AssertionError(verdict);
    }

    /** What has a fixed part is answered; its extensions are not read, so that they say nothing of who sent it (§3.7.2.1). */
    private List<Effect> malformed(Tick now, Event.Requested event) {
        Octets payload = event.datagram().payload();
        boolean isRequest = payload.size() > 0 && payload.u8(0) == RegistrationRequest.TYPE;
        if (!isRequest || payload.size() < RegistrationRequest.FIXED_SIZE) {
            DiscardReason why = isRequest ? DiscardReason.MALFORMED : DiscardReason.NOT_A_REQUEST;
            return List.of(new Effect.Discard(event.datagram(), why));
        }
        try {
            RegistrationRequest fixed = RegistrationRequest.decode(payload.slice(0, RegistrationRequest.FIXED_SIZE));
            Arrival arrival = new Arrival(event.sender(), event.timeToLive(), event.datagram(), fixed);
            return denials.deny(now, arrival, ReplyCode.FOREIGN_AGENT_POORLY_FORMED_REQUEST);
        } catch (MalformedMessageException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<Effect> relay(Arrival arrival, Pending pending) {
        visitors.add(pending);
        pending.challenge().ifPresent(challenge -> challenges.use(pending.node(), challenge));
        Octets content =
                Envelope.content(arrival.octets(), arrival.request().extensions(), RegistrationRequest.FIXED_SIZE);
        boolean isOurs = settings.offers(pending.careOf());
        Optional<SecurityAssociation> signer = arrival.registers() && isOurs // §3.5.4
                ? settings.peers()
                        .homeAgent(pending.homeAgent())
                        .flatMap(shared -> shared.preferred(arrival.datagram().timeOfDay()))
                : Optional.empty();
        return List.of(new Effect.Relay(
                isOurs ? pending.careOf() : settings.careOfAddresses().get(0),
                new Endpoint(pending.homeAgent(), ControlMessage.PORT),
                signer.map(association -> association.sign(content, Kind.FOREIGN_HOME))
                        .orElse(content)));
    }
}
