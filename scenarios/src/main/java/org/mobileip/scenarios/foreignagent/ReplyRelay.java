package org.mobileip.scenarios.foreignagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ReplyWriter.Addressee;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.UnrecognizedExtensionException;

/** From home agents to the link: replies, and what they make of the visitor list (RFC 5944 §3.7.3). */
final class ReplyRelay {

    private final ForeignAgentSettings settings;
    private final VisitorList visitors;
    private final ReplyPolicy policy;
    private final ReplyWriter writer;
    private final Denials denials;
    private Optional<Accepted> justAccepted = Optional.empty();

    /** A reply that made us serve a node. */
    private record Accepted(Octets arrived, RegistrationReply reply, Pending request) {}

    ReplyRelay(
            ForeignAgentSettings settings,
            VisitorList visitors,
            ReplyPolicy policy,
            ReplyWriter writer,
            Denials denials) {
        this.settings = settings;
        this.visitors = visitors;
        this.policy = policy;
        this.writer = writer;
        this.denials = denials;
    }

    /** What was asked for last has been done: it cannot be taken back any more. */
    void settle() {
        justAccepted = Optional.empty();
    }

    List<Effect> reply(Tick now, Datagram datagram) {
        RegistrationReply reply;
        try {
            reply = RegistrationReply.decode(datagram.payload());
        } catch (UnrecognizedExtensionException unknown) {
            return List.of(new Effect.Discard(datagram, DiscardReason.UNKNOWN_EXTENSION));
        } catch (MalformedMessageException malformed) {
            return malformedReply(now, datagram);
        }
        ReplyPolicy.Match match = policy.match(datagram, reply);
        if (match.request().isEmpty()) {
            return List.of(new Effect.Discard(datagram, match.otherwise()));
        }
        Pending request = match.request().get();
        Optional<ReplyCode> error =
                policy.reasonAgainst(datagram, reply, request).or(() -> takenBy(reply, request));
        visitors.remove(request);
        List<Effect> effects = new ArrayList<>();
        if (error.isPresent()) {
            if (error.get().equals(ReplyCode.HOME_AGENT_FAILED_AUTHENTICATION)) {
                effects.add(new Effect.Discard(datagram, DiscardReason.HOME_AGENT_FAILED_AUTHENTICATION));
            }
            effects.add(denied(reply, request, error.get(), false));
        } else {
            effects.addAll(honour(now, datagram.payload(), reply, request));
        }
        effects.add(writer.relayed(datagram.payload(), reply, error, Addressee.of(request)));
        return effects;
    }

    /** What has a fixed part that answers a request is told to the node with code 71. */
    private List<Effect> malformedReply(Tick now, Datagram datagram) {
        Octets payload = datagram.payload();
        boolean isReply = payload.size() > 0 && payload.u8(0) == RegistrationReply.TYPE;
        if (isReply && payload.size() >= RegistrationReply.FIXED_SIZE) {
            try {
                RegistrationReply fixed = RegistrationReply.decode(payload.slice(0, RegistrationReply.FIXED_SIZE));
                Optional<Pending> request = policy.match(datagram, fixed).request();
                if (request.isPresent()) {
                    visitors.remove(request.get());
                    return denials.deny(now, request.get(), ReplyCode.POORLY_FORMED_REPLY);
                }
            } catch (MalformedMessageException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return List.of(new Effect.Discard(datagram, isReply ? DiscardReason.MALFORMED : DiscardReason.NOT_A_REPLY));
    }

    /** Whether another node is served that has the same home address: datagrams could not be told apart. */
    private Optional<ReplyCode> takenBy(RegistrationReply reply, Pending request) {
        boolean wants = reply.code().isAccepted() && !reply.lifetime().isZero() && !request.decapsulatesItself();
        return visitors.visitor(reply.homeAddress())
                .filter(entry -> wants
                        && !(entry.request()
                                        .node()
                                        .identifier()
                                        .equals(request.node().identifier())
                                && entry.visitor().homeAgent().equals(reply.homeAgent())))
                .map(entry -> ReplyCode.FOREIGN_AGENT_INSUFFICIENT_RESOURCES);
    }

    /** The visitor list after a reply that is as it should be (§3.7.3.2). */
    private List<Effect> honour(Tick now, Octets arrived, RegistrationReply reply, Pending request) {
        if (!reply.code().isAccepted()) {
            return List.of(denied(reply, request, reply.code(), true));
        }
        boolean isOurs = settings.offers(request.careOf());
        if (reply.lifetime().isZero()) {
            boolean leaves = isOurs || request.careOf().equals(reply.homeAddress());
            return leaves ? release(reply, request) : List.of();
        }
        if (request.decapsulatesItself() || !isOurs) {
            return List.of(); // The tunnel does not end here.
        }
        Lifetime granted = reply.lifetime().atMost(settings.offer().maximumLifetime());
        Visitor visitor = Visitor.of(request, reply.homeAddress(), reply.homeAgent(), granted);
        visitors.put(new VisitorList.Entry(visitor, request), granted.endFrom(now));
        justAccepted = Optional.of(new Accepted(arrived, reply, request));
        return List.of(new Effect.Serve(visitor), new Effect.Admitted(visitor));
    }

    private List<Effect> release(RegistrationReply reply, Pending request) {
        Visitor gone = Visitor.of(request, reply.homeAddress(), reply.homeAgent(), Lifetime.ZERO);
        return visitors.removeVisitor(reply.homeAddress()).isPresent()
                ? List.of(new Effect.Release(reply.homeAddress()), new Effect.Admitted(gone))
                : List.of();
    }

    /** RFC 4636 §4: the home agent has accepted it, and we cannot. */
    List<Effect> takeBack() {
        if (justAccepted.isEmpty()) {
            return List.of();
        }
        Accepted accepted = justAccepted.get();
        justAccepted = Optional.empty();
        Ipv4 home = accepted.reply().homeAddress();
        visitors.removeVisitor(home);
        ReplyCode why = ReplyCode.FOREIGN_AGENT_REASON_UNSPECIFIED;
        return List.of(
                new Effect.Release(home),
                denied(accepted.reply(), accepted.request(), why, false),
                writer.relayed(
                        accepted.arrived(), accepted.reply(), Optional.of(why), Addressee.of(accepted.request())));
    }

    private static Effect.Denied denied(RegistrationReply reply, Pending request, ReplyCode code, boolean byHomeAgent) {
        return new Effect.Denied(
                reply.homeAddress(), request.homeAgent(), request.node().mac(), code, byHomeAgent);
    }
}
