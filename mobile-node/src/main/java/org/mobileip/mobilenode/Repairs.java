package org.mobileip.mobilenode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** The denials that a mobile node can repair by itself (RFC 5944 §3.6.2.3): what the next request says otherwise. */
final class Repairs {

    private final Settings settings;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Set<Ipv4> tunnelPlainly = new HashSet<>();

    Repairs(Settings settings, HomeAddress home, HomeAgents agents) {
        this.settings = settings;
        this.home = home;
        this.agents = agents;
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
        return switch (Remedy.of(reply.code())) {
            case RESYNCHRONISE -> attempt.tries(Remedy.RESYNCHRONISE);
            case ASK_THE_ONE_NAMED -> isRedirected(attempt, asked.homeAgent(), reply.homeAgent());
            case TUNNEL_PLAINLY ->
                encapsulationAt(asked.homeAgent()) != Encapsulation.IPIP && tunnelPlainly.add(asked.homeAgent());
            case ASK_LATER -> isUnbound && !asked.target().isDeregistration() && isAddressTakenBack(reply.code());
            case ASK_WITHOUT_NETWORKS -> home.networks().isRouter() && attempt.tries(Remedy.ASK_WITHOUT_NETWORKS);
            case ASK_FOR_ONE_BINDING -> asked.target().isBesideOthers();
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
