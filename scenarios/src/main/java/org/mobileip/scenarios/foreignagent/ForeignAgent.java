package org.mobileip.scenarios.foreignagent;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.auth.NonceSource;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * A foreign agent as a function of its events.
 *
 * <p>It plays a passive role: it tells of itself on the visited link, relays requests from there to home agents and their
 * replies back, octet for octet as far as the node and its home agent have signed them, and serves whoever was accepted: what
 * comes out of the home agent's tunnel goes to the node's Ethernet address, and what the node sends goes back through the
 * tunnel, where that was agreed. It never asks for anything itself, and says nothing when a lifetime ends (§3.7).
 *
 * <p>Supported standards: RFC 5944 §2.3 and §3.7 with all of its codes, §4.2.2 as far as it says whom to serve; RFC 3024 §4.2
 * with both delivery styles; RFC 4721 §2 and §3 (challenges) without an AAA server; RFC 4636 (what it does not honour);
 * RFC 2794 §3 (NAIs). Home addresses are told apart by NAI until they are served; then there is one of each.
 *
 * <p>Not for use by several threads.
 */
public final class ForeignAgent {

    private final VisitorList visitors = new VisitorList();
    private final RequestPolicy policy;
    private final RequestRelay requests;
    private final ReplyRelay replies;
    private final Denials denials;
    private final Advertisements advertisements;

    /**
     * A foreign agent without visitors.
     *
     * @param nonces for challenges, with a seed that nobody knows
     * @param start when advertising begins
     */
    public ForeignAgent(ForeignAgentSettings settings, NonceSource nonces, Tick start) {
        Challenges challenges = new Challenges(nonces);
        ReplyWriter writer = new ReplyWriter(settings, challenges);
        this.denials = new Denials(settings, writer);
        this.policy = new RequestPolicy(settings, visitors, challenges);
        this.requests = new RequestRelay(settings, visitors, challenges, policy, denials);
        this.replies = new ReplyRelay(settings, visitors, new ReplyPolicy(settings, visitors), writer, denials);
        this.advertisements = new Advertisements(settings, visitors, challenges, start);
    }

    /** What is to be done about every deadline that has come by {@code now}, and about {@code event}, in this order. */
    public List<Effect> handle(Tick now, Event event) {
        List<Effect> effects = new ArrayList<>(expire(now));
        if (!(event instanceof Event.CouldNotServe)) {
            replies.settle();
        }
        if (event instanceof Event.Requested requested) {
            effects.addAll(requests.request(now, requested));
        } else if (event instanceof Event.Replied replied) {
            effects.addAll(replies.reply(now, replied.datagram()));
        } else if (event instanceof Event.Unreachable unreachable) {
            effects.addAll(giveUp(now, unreachable));
        } else if (event instanceof Event.Solicited) {
            advertisements.solicited(now);
        } else if (event instanceof Event.OurAddresses our) {
            policy.ourAddresses(our.addresses());
        } else if (event instanceof Event.CouldNotServe) {
            effects.addAll(replies.takeBack());
        } else if (!(event instanceof Event.DeadlineCame)) {
            throw new AssertionError(event);
        }
        effects.addAll(advertisements.due(now));
        return effects;
    }

    /** When to call {@link #handle} again though nothing happens; {@link Tick#NEVER} if there is nothing to wait for. */
    public Tick nextDeadline() {
        return visitors.nextDeadline().earlierOf(advertisements.nextDeadline());
    }

    /** The nodes that are served, in the order of home addresses. */
    public List<Visitor> visitors() {
        return visitors.visitors();
    }

    private List<Effect> expire(Tick now) {
        List<Effect> effects = new ArrayList<>();
        for (Pending pending : visitors.takePendingDue(now)) {
            boolean outOfPatience = pending.requested().isZero()
                    || pending.requested().duration().compareTo(RequestPolicy.PATIENCE) >= 0;
            if (outOfPatience) { // §3.7.1; one whose own lifetime has ended is only forgotten (§3.7.2.2)
                effects.addAll(denials.deny(now, pending, ReplyCode.REGISTRATION_TIMEOUT));
            }
        }
        for (Ipv4 home : visitors.takeVisitorsDue(now)) {
            effects.add(new Effect.Release(home));
            effects.add(new Effect.Expired(home));
        }
        return effects;
    }

    /** §3.7.3; RFC 792 names the codes of type 3. */
    private List<Effect> giveUp(Tick now, Event.Unreachable error) {
        ReplyCode code = error.type() != 3
                ? ReplyCode.HOME_AGENT_UNREACHABLE
                : switch (error.code()) {
                    case 0 -> ReplyCode.HOME_NETWORK_UNREACHABLE;
                    case 1 -> ReplyCode.HOME_AGENT_HOST_UNREACHABLE;
                    case 3 -> ReplyCode.HOME_AGENT_PORT_UNREACHABLE;
                    default -> ReplyCode.HOME_AGENT_UNREACHABLE;
                };
        List<Effect> effects = new ArrayList<>();
        for (Pending pending : visitors.allPending()) {
            if (pending.homeAgent().equals(error.homeAgent())) {
                visitors.remove(pending);
                effects.addAll(denials.deny(now, pending, code));
            }
        }
        return effects;
    }
}
