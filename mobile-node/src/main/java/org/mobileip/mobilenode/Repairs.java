package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.DynamicHomeAgent;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** The denials that a mobile node can repair by itself (RFC 5944 §3.6.2.3): what the next request says otherwise. */
final class Repairs {

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final UplinkList uplinks;
    private final Set<Ipv4> tunnelPlainly = new HashSet<>();

    Repairs(CurrentSettings settings, HomeAddress home, HomeAgents agents, UplinkList uplinks) {
        this.settings = settings;
        this.home = home;
        this.agents = agents;
        this.uplinks = uplinks;
    }

    /** What is asked for, unless that agent has refused it: then IP within IP, which everybody has (§4.1). */
    Encapsulation encapsulationAt(Ipv4 agent) {
        return tunnelPlainly.contains(agent)
                ? Encapsulation.IPIP
                : settings.tunnel().encapsulation();
    }

    /**
     * Whether asking again at once is worth it, and what is asked then is another thing. The Identification has been put
     * right already ({@link Identifications#heard}).
     *
     * @param isUnbound no home agent has promised anything
     */
    boolean repair(Attempt attempt, Pending asked, RegistrationReply reply, boolean isUnbound) {
        if (isToBeNamed(asked, reply)) {
            return true;
        }
        return switch (Remedy.of(reply.code())) {
            case RESYNCHRONISE -> attempt.tries(Remedy.RESYNCHRONISE);
            case ASK_THE_ONE_NAMED -> isRedirected(attempt, asked.homeAgent(), reply.homeAgent());
            case FOLLOW_REDIRECTION -> isSentOn(attempt, asked, reply);
            case TUNNEL_PLAINLY ->
                encapsulationAt(asked.homeAgent()) != Encapsulation.IPIP && tunnelPlainly.add(asked.homeAgent());
            case ASK_LATER -> isUnbound && !asked.target().isDeregistration() && isAddressTakenBack(reply.code());
            case ASK_WITHOUT_NETWORKS -> home.networks().isRouter() && attempt.tries(Remedy.ASK_WITHOUT_NETWORKS);
            case ASK_FOR_ONE_BINDING -> asked.target().isBesideOthers();
            case ASK_WITHOUT_FLOWS -> uplinks.refuse(asked.homeAgent(), asked.sentAt());
            case ASK_WITHOUT_OTHERS -> uplinks.forgetOthers(asked.target().careOf());
            case SHORTEN -> !reply.lifetime().isZero() && attempt.tries(Remedy.SHORTEN);
            case ANSWER_CHALLENGE -> isAbleToAnswer(asked) && attempt.tries(Remedy.ANSWER_CHALLENGE);
            case ASK_RARELY -> false;
        };
    }

    private boolean isAbleToAnswer(Pending asked) {
        Settings.Roaming roaming = settings.roaming();
        return roaming.aaa().isPresent()
                || asked.target()
                        .through()
                        .flatMap(agent -> roaming.keyOf(
                                agent.address(), List.of(asked.target().careOf())))
                        .isPresent();
    }

    /** What is asked for after the repair: no longer than the foreign agent allows, or one binding alone, where that was it. */
    static Target repaired(Target wanted, Pending asked, RegistrationReply reply) {
        return switch (Remedy.of(reply.code())) {
            case SHORTEN -> wanted.during(asked.lifetime().atMost(reply.lifetime()));
            case ASK_FOR_ONE_BINDING -> wanted.besideOthers(false);
            default -> wanted;
        };
    }

    /** An answer to a discovery is what was asked for; else an agent that knows itself by another address is asked once. */
    private boolean isRedirected(Attempt attempt, Ipv4 asked, Ipv4 named) {
        boolean isUsable =
                named.isUnicast() && !named.equals(asked) && !home.address().equals(Optional.of(named));
        if (!isUsable || !(agents.isDiscovery(asked) || attempt.tries(Remedy.ASK_THE_ONE_NAMED))) {
            return false;
        }
        agents.redirected(asked, named);
        return true;
    }

    /** RFC 4433 §10: who does not take a request that leaves the home agent open wants to have it named. */
    private boolean isToBeNamed(Pending asked, RegistrationReply reply) {
        if (!agents.assignment().leavesOpen(asked.homeAgent(), asked.target())) {
            return false;
        }
        boolean isFromLegacyAgent = reply.code().equals(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS)
                && reply.homeAgent().equals(asked.homeAgent());
        boolean isFromForeignAgent = reply.code().equals(ReplyCode.FOREIGN_AGENT_POORLY_FORMED_REQUEST)
                || reply.code().equals(ReplyCode.NONZERO_HOME_AGENT_REQUIRED);
        if (isFromLegacyAgent) {
            agents.assignment().askByName(asked.homeAgent());
        } else if (isFromForeignAgent) {
            agents.assignment().askPlainly(asked.homeAgent());
        }
        return isFromLegacyAgent || isFromForeignAgent;
    }

    /** RFC 4433 §5.1.2: the reply is authentic; who has not left it open which home agent serves it goes nowhere. */
    private boolean isSentOn(Attempt attempt, Pending asked, RegistrationReply reply) {
        Optional<Ipv4> other = redirection(reply)
                .filter(named -> named.isUnicast() && !home.address().equals(Optional.of(named)))
                .filter(any -> agents.assignment().leavesOpen(asked.homeAgent(), asked.target()))
                .filter(named -> attempt.follows(asked.homeAgent(), named));
        other.ifPresent(named -> agents.redirected(asked.homeAgent(), named));
        return other.isPresent();
    }

    /** Whom the home agent names in its place, and has signed. */
    static Optional<Ipv4> redirection(RegistrationReply reply) {
        return DynamicHomeAgent.in(Revocations.covered(reply), DynamicHomeAgent.Use.REDIRECTED);
    }

    /** An address that was given may have been given to another node, once nothing was bound to it any more. */
    private boolean isAddressTakenBack(ReplyCode code) {
        boolean isAboutAddress =
                code.equals(ReplyCode.ADMINISTRATIVELY_PROHIBITED) || code.equals(ReplyCode.REASON_UNSPECIFIED);
        if (!home.isGiven() || !isAboutAddress) {
            return false;
        }
        home.takeBack();
        return true;
    }
}
