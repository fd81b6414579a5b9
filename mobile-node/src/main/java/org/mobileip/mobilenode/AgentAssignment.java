package org.mobileip.mobilenode;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.DynamicHomeAgent;
import org.mobileip.wire.Extension;

/**
 * Which home agent serves the node, where it leaves that open (RFC 4433 §5.1.2): until one has accepted, each that is asked is
 * asked as the one that would be liked best, in an extension; the Home Agent field names nobody. The one that has accepted is
 * named in all requests of the session.
 *
 * <p>Home agents that do not know this say 136, or nothing, and foreign agents 70 or 90: they are asked by name (§10). Whoever
 * said nothing may have lost its way in an extension whose length is not where it looks for one: there it is left out.
 */
final class AgentAssignment {

    /** A node meets few home agents; one that met more of them than this starts again. */
    private static final int MOST_AGENTS = 16;

    /** How a home agent is asked that does not take it otherwise. */
    private enum Asking {
        /** By its address in both places (§4.1 step 2). */
        NAMED,
        /** By its address in the Home Agent field alone. */
        PLAINLY
    }

    private final boolean isLeftOpen;
    private final Map<Ipv4, Asking> others = new HashMap<>();
    private Optional<Ipv4> assigned = Optional.empty();

    AgentAssignment(CurrentSettings settings) {
        isLeftOpen = settings.home().leavesAgentOpen();
    }

    /** Who serves the node for the rest of its session; empty: nobody, or that was never open. */
    Optional<Ipv4> assigned() {
        return assigned;
    }

    /** Whether a request for that to {@code agent} leaves it open who serves the node. */
    boolean leavesOpen(Ipv4 agent, Target target) {
        return isLeftOpen
                && !target.isDeregistration()
                && !assigned.equals(Optional.of(agent))
                && !others.containsKey(agent);
    }

    /** What its Home Agent field says. */
    Ipv4 field(HomeAgents.Candidate agent, Target target) {
        boolean isOpen = !agent.isDiscovery() && leavesOpen(agent.address(), target);
        return isOpen ? Ipv4.UNSPECIFIED : agent.address(); // 0.0.0.0: of whatever domain
    }

    /** The extension that must name whoever the request is sent to. */
    Optional<Extension> extension(HomeAgents.Candidate agent, Target target) {
        boolean isOpen = leavesOpen(agent.address(), target);
        boolean isNamed = isLeftOpen && !target.isDeregistration() && others.get(agent.address()) == Asking.NAMED;
        return !agent.isDiscovery() && (isOpen || isNamed)
                ? Optional.of(new DynamicHomeAgent(DynamicHomeAgent.Use.REQUESTED, agent.address()).toExtension())
                : Optional.empty();
    }

    /** {@code agent} has accepted: it serves the node until the session ends. */
    void accepted(Ipv4 agent) {
        if (isLeftOpen) {
            assigned = Optional.of(agent);
        }
    }

    /** The session has ended: by the node, by the home agent, or with the lifetime. */
    void over() {
        assigned = Optional.empty();
    }

    /** {@code agent} wants to be asked by name. */
    void askByName(Ipv4 agent) {
        ask(agent, Asking.NAMED);
    }

    /** So does the foreign agent on the way to {@code agent}. */
    void askPlainly(Ipv4 agent) {
        ask(agent, Asking.PLAINLY);
    }

    private void ask(Ipv4 agent, Asking how) {
        if (others.size() >= MOST_AGENTS) {
            others.clear();
        }
        others.put(agent, how);
    }

    /** {@code agent} does not answer: unless it serves the node, it is asked the other way next. */
    void silent(Ipv4 agent) {
        if (!isLeftOpen || assigned.equals(Optional.of(agent))) {
            return;
        }
        if (others.get(agent) == Asking.PLAINLY) {
            others.remove(agent);
        } else {
            askPlainly(agent);
        }
    }
}
