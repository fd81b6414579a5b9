package org.mobileip.homeagent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/**
 * A home agent as a function of its events.
 *
 * <p>A mobile node that is away asks in a Registration Request that what arrives for its home address be tunnelled to its
 * care-of address for some time. {@link RegistrationPolicy} says whether that is granted. If it is, the order is: forward
 * at once to the new care-of address, attract what is sent to the home address on the home link, remember the
 * Identification so that no older request is believed after a restart, reply. A request with lifetime zero takes a binding
 * back, or all; a binding also ends with its lifetime, without a word to anybody.
 *
 * <p>Supported standards: RFC 5944 §3.8 (registration), §4.2.3 and §4.6 as far as they say when to forward, attract and
 * release, §2.3 (advertisements, by {@link Advertiser}), simultaneous bindings, timestamps; RFC 3024 §4.3.1 (the T bit).
 * Not served: foreign agents' authentication, nonces, dynamic home addresses, GRE and minimal encapsulation, broadcasts.
 *
 * <p>Not for use by several threads.
 */
public final class HomeAgent {

    private static final Duration BETWEEN_ANSWERED_FAILURES = Duration.ofSeconds(1);

    private final HomeAgentSettings settings;
    private final BindingTable bindings = new BindingTable();
    private final RegistrationPolicy policy;
    private final ReplyWriter replies;
    private final Advertiser advertiser;

    /**
     * A home agent without bindings.
     *
     * @param newest the highest Identification accepted from each node before, as {@link Effect.Remember} told it
     * @param start when advertising begins
     */
    public HomeAgent(HomeAgentSettings settings, Map<Ipv4, Identification> newest, Tick start) {
        this.settings = settings;
        this.policy = new RegistrationPolicy(settings, bindings, newest);
        this.replies = new ReplyWriter(settings);
        this.advertiser = new Advertiser(settings, start);
    }

    /** What is to be done about {@code event}, and about every deadline that has come by {@code now}, in this order. */
    public List<Effect> handle(Tick now, Event event) {
        List<Effect> effects = new ArrayList<>(expire(now));
        if (event instanceof Event.Received received) {
            effects.addAll(receive(now, received.datagram()));
        } else if (event instanceof Event.Solicited) {
            advertiser.solicited(now);
        } else if (!(event instanceof Event.DeadlineCame)) {
            throw new AssertionError(event);
        }
        effects.addAll(advertiser.due(now));
        return effects;
    }

    /** When to call {@link #handle} again though nothing happens; {@link Tick#NEVER} if there is nothing to wait for. */
    public Tick nextDeadline() {
        return bindings.nextDeadline().earlierOf(advertiser.nextDeadline());
    }

    /** Every binding, in the order of home addresses. */
    public List<Binding> bindings() {
        return bindings.all();
    }

    /** §3.8.2.2: the entry goes when its lifetime is over, and nobody is told (§3.8). */
    private List<Effect> expire(Tick now) {
        List<Effect> effects = new ArrayList<>();
        for (Binding expired : bindings.takeExpired(now)) {
            List<TunnelPath> left = bindings.paths(expired.home());
            effects.add(new Effect.Forward(expired.home(), left));
            if (left.isEmpty()) { // Where the node is, nobody knows: no gratuitous ARP.
                effects.add(new Effect.Release(expired.home(), false));
            }
            effects.add(new Effect.Expired(expired.node(), expired.home(), expired.careOf()));
        }
        return effects;
    }

    private List<Effect> receive(Tick now, Datagram arrived) {
        Verdict verdict = policy.judge(arrived);
        if (verdict instanceof Verdict.Discard discard) {
            return List.of(new Effect.Discard(arrived.from(), discard.why()));
        } else if (verdict instanceof Verdict.FailedAuthentication failed) {
            return refuse(now, arrived, failed);
        } else if (verdict instanceof Verdict.Deny deny) {
            return deny(arrived, deny);
        } else if (verdict instanceof Verdict.Repeat repeat) {
            return List.of(replies.address(repeat.reply(), arrived, repeat.request()));
        } else if (verdict instanceof Verdict.Accept accept) {
            return accept.request().lifetime().isZero() ? deregister(arrived, accept) : register(now, arrived, accept);
        }
        throw new AssertionError(verdict);
    }

    /** §3.8.2.1 a: silence, or as RFC 3344 has it code 131, signed as the node would expect it, one a second. */
    private List<Effect> refuse(Tick now, Datagram arrived, Verdict.FailedAuthentication failed) {
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Discard(arrived.from(), failed.why()));
        NodeState state = failed.state();
        boolean tooSoon = state.failureAnswered()
                .map(last -> now.isBefore(last.plus(BETWEEN_ANSWERED_FAILURES)))
                .orElse(false);
        if (settings.answersFailedAuthentication() && !tooSoon) {
            state.answeredFailure(now);
            SecurityAssociation association = state.node().associations().get(0);
            RegistrationRequest request = failed.request();
            Octets reply = replies.write(
                    ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION,
                    Lifetime.ZERO,
                    request,
                    request.identification(),
                    association);
            effects.add(replies.address(reply, arrived, request));
        }
        return effects;
    }

    private List<Effect> deny(Datagram arrived, Verdict.Deny deny) {
        List<Effect> effects = new ArrayList<>();
        RegistrationRequest request = deny.request();
        if (deny.clockAhead().isEmpty()) { // Its Identification was good, and is used up.
            effects.add(hear(deny.state(), request));
        }
        Octets reply = replies.write(deny.code(), Lifetime.ZERO, request, deny.identification(), deny.association());
        effects.add(replies.address(reply, arrived, request));
        effects.add(new Effect.Denied(
                deny.state().node().name(), request.homeAddress(), arrived.from(), deny.code(), deny.clockAhead()));
        return effects;
    }

    private List<Effect> register(Tick now, Datagram arrived, Verdict.Accept accept) {
        RegistrationRequest request = accept.request();
        Ipv4 home = request.homeAddress();
        Lifetime granted = request.lifetime().atMost(settings.maximumLifetime());
        Octets reply = accepted(granted, accept);
        List<Ipv4> before = bindings.careOfAddresses(home);
        bindings.put(
                new Binding(
                        accept.state().node().name(),
                        home,
                        request.careOfAddress(),
                        request.flags(),
                        settings.encapsulationFor(request.flags()).orElse(Encapsulation.IPIP),
                        granted,
                        bindings.of(home, request.careOfAddress())
                                .map(Binding::since)
                                .orElse(now),
                        granted.endFrom(now),
                        request.identification(),
                        accept.association().spi(),
                        arrived.from(),
                        arrived.payload(),
                        reply),
                request.flags().simultaneousBindings());
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Forward(home, bindings.paths(home)));
        effects.add(new Effect.Attract(home)); // Announced only where it is not attracted yet (§3.8.2.2).
        effects.add(hear(accept.state(), request));
        effects.add(replies.address(reply, arrived, request));
        effects.add(noteOf(accept, granted, before));
        return effects;
    }

    /** What is not bound is deregistered with the same success: the node asks until it is told so. */
    private List<Effect> deregister(Datagram arrived, Verdict.Accept accept) {
        RegistrationRequest request = accept.request();
        Ipv4 home = request.homeAddress();
        List<Ipv4> before = bindings.careOfAddresses(home);
        if (request.careOfAddress().equals(home)) {
            bindings.removeAll(home);
        } else {
            bindings.remove(home, request.careOfAddress());
        }
        List<TunnelPath> left = bindings.paths(home);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Forward(home, left));
        if (left.isEmpty()) { // §4.6: first stop answering, then say where the node is now.
            boolean nodeIsHome = !before.isEmpty() && ReplyWriter.deregistersFromHome(arrived, request);
            effects.add(new Effect.Release(home, nodeIsHome));
        }
        Octets reply = accepted(Lifetime.ZERO, accept);
        effects.add(hear(accept.state(), request));
        accept.state().deregistered(new NodeState.Exchange(arrived.payload(), reply));
        effects.add(replies.address(reply, arrived, request));
        effects.add(noteOf(accept, Lifetime.ZERO, before));
        return effects;
    }

    private Octets accepted(Lifetime granted, Verdict.Accept accept) {
        RegistrationRequest request = accept.request();
        return replies.write(ReplyCode.ACCEPTED, granted, request, request.identification(), accept.association());
    }

    private static Effect hear(NodeState state, RegistrationRequest request) {
        state.heard(request.identification());
        return new Effect.Remember(request.homeAddress(), request.identification());
    }

    private static Effect noteOf(Verdict.Accept accept, Lifetime granted, List<Ipv4> before) {
        RegistrationRequest request = accept.request();
        return new Effect.Accepted(
                accept.state().node().name(), request.homeAddress(), request.careOfAddress(), granted, before);
    }
}
