package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ControlMessage;

/**
 * Keeps the mapping of a NAT alive, and notices when it is lost (RFC 3519 §4.9, §4.10). It is not told of each packet but looks
 * now and then at how many there were, so that packets pay nothing for it: ever so often that nothing was sent for no longer
 * than the interval, less a part of it, when a keepalive is.
 *
 * <p>A lost mapping shows only in that nothing comes back, and what is sent goes on making a new one. So a keepalive is sent
 * too when packets were sent and none came for a while; where that is how things are, ever more rarely. One that is not answered
 * is repeated twice within a second, and then the node registers (§4.10), and expects mappings to be lost sooner here. Where none
 * was ever answered, something drops echo requests, and nothing is learnt of the NAT: then it registers ever more rarely.
 */
final class Keepalives {

    static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 3;
    private static final int LOOKS_AN_INTERVAL = 4;
    private static final int LAST_SEQUENCE = 0xffff;

    /** How soon one-way traffic is looked into. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(1);

    /**
     * From where to where.
     *
     * @param home the inner source
     * @param homeAgent the inner and the outer destination
     */
    private record Path(Attachment.Away from, Ipv4 home, Ipv4 homeAgent, UdpAgreement agreed) {
        boolean isThereStill(Path other) {
            return from.equals(other.from) && homeAgent.equals(other.homeAgent);
        }
    }

    private Optional<Path> path = Optional.empty();
    private Duration interval = UdpAgreement.USUAL;
    private boolean isLost;
    private boolean isAnswering;

    private Tick lookAt = Tick.NEVER;
    private Tick lookedAt = Tick.NEVER;
    private Tick sentAt = Tick.NEVER;
    private Tick heardAt = Tick.NEVER;
    private Duration suspicion = SUSPICIOUS;
    private TunnelUse use = TunnelUse.NONE;

    private int sequence;
    private int tries;
    private int firstSequence;
    private Tick giveUpAt = Tick.NEVER;

    /** When {@link #deadline} has something to look at; {@link Tick#NEVER}: there is no NAT. */
    Tick nextDeadline() {
        return lookAt;
    }

    /** No tunnel within UDP, or another one soon. */
    void stop() {
        lookAt = Tick.NEVER;
        tries = 0;
    }

    /** The home agent has said yes to a request from {@code away}. Where no NAT was seen there is nothing to keep. */
    List<Effect> registered(Tick now, Attachment.Away away, TunnelPlan.Ends ends, Binding binding) {
        if (binding.udp().isEmpty() || !binding.careOf().equals(away.careOf())) {
            stop();
            return List.of();
        }
        return agreed(
                now, new Path(away, ends.home(), ends.homeAgent(), binding.udp().get()));
    }

    /** The request has made or renewed the mapping. */
    private List<Effect> agreed(Tick now, Path next) {
        boolean isThereStill = path.filter(next::isThereStill).isPresent();
        Duration assigned = next.agreed().keepalive();
        if (!isThereStill) { // after a move the interval is again as assigned (§4.10)
            interval = assigned;
            isAnswering = false;
            suspicion = SUSPICIOUS;
        } else if (isLost && isAnswering) {
            interval = shorter(interval.compareTo(assigned) < 0 ? interval : assigned);
            suspicion = SUSPICIOUS;
        } else if (isLost) {
            suspicion = longer(interval);
        }
        path = Optional.of(next);
        isLost = false;
        tries = 0;
        sentAt = now;
        heardAt = now;
        lookedAt = now;
        lookAt = now.plus(suspicion);
        return next.agreed().isThroughAgent() ? send(now, next, Duration.ZERO) : List.of(); // §4.4
    }

    private static Duration shorter(Duration interval) {
        Duration half = interval.dividedBy(2);
        return half.compareTo(UdpAgreement.SHORTEST) > 0 ? half : UdpAgreement.SHORTEST;
    }

    /** Whether the mapping was found to be lost: then nothing more is done before {@link #registered}. */
    boolean isLost() {
        return isLost;
    }

    /**
     * What is due.
     *
     * @param roundTrip as last measured: an answer that must travel longer is waited for
     */
    List<Effect> deadline(Tick now, TunnelUse seen, Duration roundTrip) {
        if (!lookAt.hasCome(now) || path.isEmpty()) {
            return List.of();
        }
        return tries > 0 ? await(now, seen, roundTrip) : look(now, seen, roundTrip);
    }

    private List<Effect> look(Tick now, TunnelUse seen, Duration roundTrip) {
        boolean hasSent = seen.sent() != use.sent();
        boolean hasReceived = seen.received() != use.received();
        use = seen;
        if (hasSent) {
            sentAt = lookedAt; // at the earliest
        }
        if (hasReceived) {
            heardAt = now;
            suspicion = SUSPICIOUS;
        }
        lookedAt = now;
        boolean isIdle = sentAt.plus(interval).hasCome(now);
        boolean isOneWay = hasSent && !hasReceived && heardAt.plus(suspicion).hasCome(now);
        if (isIdle || isOneWay) {
            return send(now, path.orElseThrow(), roundTrip);
        }
        Tick soon = now.plus(hasSent ? suspicion : interval.dividedBy(LOOKS_AN_INTERVAL));
        lookAt = soon.earlierOf(sentAt.plus(interval));
        return List.of();
    }

    private List<Effect> send(Tick now, Path to, Duration roundTrip) {
        sequence = sequence == LAST_SEQUENCE ? 1 : sequence + 1;
        if (tries == 0) {
            firstSequence = sequence;
            Duration patience = roundTrip.multipliedBy(2);
            giveUpAt = now.plus(patience.compareTo(PATIENCE) > 0 ? patience : PATIENCE);
        }
        tries++;
        sentAt = now;
        lookAt = tries == MOST_TRIES ? giveUpAt : now.plus(PATIENCE.dividedBy(MOST_TRIES));
        return List.of(new Effect.SendKeepalive(
                to.from().linkIndex(),
                to.from().careOf(),
                new Endpoint(to.homeAgent(), ControlMessage.PORT),
                to.agreed().isThroughAgent(),
                KeepaliveMessage.of(to.home(), to.homeAgent(), sequence)));
    }

    private List<Effect> await(Tick now, TunnelUse seen, Duration roundTrip) {
        if (isAnswered(seen)) {
            tries = 0;
            isAnswering = true;
            boolean isOneWay = seen.sent() != use.sent();
            use = seen;
            heardAt = now;
            lookedAt = now;
            suspicion = isOneWay ? longer(interval.dividedBy(LOOKS_AN_INTERVAL)) : SUSPICIOUS;
            lookAt = now.plus(suspicion);
            return List.of();
        }
        if (tries < MOST_TRIES) {
            return send(now, path.orElseThrow(), roundTrip);
        }
        isLost = true;
        stop();
        return List.of(
                new Effect.Tell(new Notice.MappingLost(path.orElseThrow().from().careOf(), interval)));
    }

    /** That only one direction is used is how things are, then. */
    private Duration longer(Duration longest) {
        Duration twice = suspicion.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    private boolean isAnswered(TunnelUse seen) {
        int behind = (seen.answered().orElse(firstSequence - 1) - firstSequence) & LAST_SEQUENCE;
        return behind < MOST_TRIES;
    }
}
