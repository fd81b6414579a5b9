package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * What a home agent has promised: until {@code endsAt} it tunnels to {@code careOf}.
 *
 * @param agent where it was asked
 * @param tunnelEnd its end of the tunnel: the Home Agent of its reply (RFC 5944 §4.2.3)
 * @param careOf our end
 * @param encapsulation what was asked for, and granted
 * @param udp that all is within UDP; empty: it is not
 * @param isBesideOthers whether the bindings from before stay (S and code 0)
 * @param granted the shorter one of what was asked for and what was granted (§3.4)
 * @param endsAt counted from the sending of the request (§3.6.2.2)
 * @param renewAt when to ask again
 */
record Binding(
        Ipv4 agent,
        Ipv4 tunnelEnd,
        Ipv4 careOf,
        Encapsulation encapsulation,
        Optional<UdpAgreement> udp,
        boolean isBesideOthers,
        Lifetime granted,
        Tick endsAt,
        Tick renewAt) {

    /** It is renewed when this part of its life is over at the latest, and at the earliest a tenth sooner. */
    private static final double RENEW_AT = 0.75;

    private static final double RENEW_JITTER = 0.1;
    private static final Duration SOONEST = Duration.ofSeconds(1);

    /** What the reply that accepts {@code asked} promises. */
    static Binding of(Pending asked, RegistrationReply reply, Moment moment) {
        Lifetime granted = reply.lifetime().atMost(asked.lifetime());
        return new Binding(
                asked.homeAgent(),
                reply.homeAgent().isUnicast() ? reply.homeAgent() : asked.homeAgent(),
                asked.target().careOf(),
                asked.encapsulation(),
                UdpAgreement.of(asked, reply),
                asked.target().isBesideOthers() && reply.code().equals(ReplyCode.ACCEPTED),
                granted,
                granted.endFrom(asked.sentAt()),
                renewAt(asked.sentAt(), granted, moment.fraction()));
    }

    private static Tick renewAt(Tick sentAt, Lifetime granted, double jitter) {
        if (granted.isInfinite()) {
            return Tick.NEVER;
        }
        double part = RENEW_AT * (1 - RENEW_JITTER * jitter);
        Duration life = Duration.ofNanos(Math.round(granted.duration().toNanos() * part));
        return sentAt.plus(life.compareTo(SOONEST) > 0 ? life : SOONEST);
    }
}
