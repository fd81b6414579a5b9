package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * How the mobile node is.
 *
 * @param registered whether the home agent has promised to tunnel to where the node is
 * @param tunnel as last wanted; empty: none
 * @param roundTrip to the home agent, measured with the last reply
 * @param bindingEndsAt when the promise ends
 * @param lastCode of the last reply; empty before the first
 * @param unanswered requests in a row without a reply
 * @param isAsking whether a request waits for its reply or for its time
 * @param lastHandover the last one that the home agent has answered
 */
public record Status(
        State state,
        boolean registered,
        Attachment attachment,
        Optional<HomeTunnel> tunnel,
        Optional<Duration> roundTrip,
        Optional<Tick> bindingEndsAt,
        Optional<ReplyCode> lastCode,
        int unanswered,
        boolean isAsking,
        Optional<Handover> lastHandover) {}
