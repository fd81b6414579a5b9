package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * How the mobile node is.
 *
 * @param registered whether the home agent has promised to tunnel to where the node is
 * @param homeAddress empty: none was given yet
 * @param homeAgent the one asked last; empty: none is known yet
 * @param unknownNames of home agents that cannot be found
 * @param tunnel as last wanted; empty: none
 * @param roundTrip to the home agent, measured with the last reply
 * @param bindingEndsAt when the promise ends
 * @param lastCode of the last reply; empty before the first
 * @param denial why nothing is promised, where a home agent has said so
 * @param nextTry when the next request is sent unless a reply comes before
 * @param unanswered requests in a row without a reply
 * @param isAsking whether a request waits for its reply or for its time
 * @param isDeregistering whether that is a deregistration
 * @param lastHandover the last one that the home agent has answered
 * @param links why each configured link is used or is not, in their order
 * @param networks how those behind this node are
 * @param uplinks those that are used at the same time; none: the node uses one link at a time
 * @param message words of the agent that answered last for the person behind this node
 */
public record Status(
        State state,
        boolean registered,
        Attachment attachment,
        Optional<InterfaceAddress> homeAddress,
        Optional<Ipv4> homeAgent,
        List<String> unknownNames,
        Optional<HomeTunnel> tunnel,
        Optional<Duration> roundTrip,
        Optional<Tick> bindingEndsAt,
        Optional<ReplyCode> lastCode,
        Optional<Denial> denial,
        Optional<Tick> nextTry,
        int unanswered,
        boolean isAsking,
        boolean isDeregistering,
        Optional<Handover> lastHandover,
        List<LinkStanding> links,
        List<NetworkStanding> networks,
        List<UplinkStanding> uplinks,
        Optional<String> message) {

    public Status {
        unknownNames = List.copyOf(unknownNames);
        links = List.copyOf(links);
        networks = List.copyOf(networks);
        uplinks = List.copyOf(uplinks);
    }
}
