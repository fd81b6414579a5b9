package org.mobileip.auth;

import java.time.Instant;
import java.util.Optional;
import org.mobileip.wire.Identification;

/**
 * Where a mobile node takes its Identifications from: its time of day, corrected to that of its home agent, and never
 * the same or an earlier one again (RFC 5944 §5.7.1). The system's clock is left alone. For one thread.
 */
public final class IdentificationClock implements IdentificationSource {

    /** The home agent tells whole seconds only: the middle of one is at most half a second wrong. */
    private static final long HALF_A_SECOND = 1L << 31;

    /** A lead over the home agent that is no more than rounding and travel time. */
    private static final long TWO_SECONDS = 2L << 32;

    /** To be added to our timestamps, in units of 2⁻³² s and modulo 2⁶⁴, as timestamps are. */
    private long offset;

    private Optional<Identification> last;

    /** The clock of a node that has never asked before. */
    public IdentificationClock() {
        this(Optional.empty());
    }

    /** A clock that goes on from {@code last}, the newest Identification that this node has ever sent. */
    public IdentificationClock(Optional<Identification> last) {
        this.last = last;
    }

    /** The newest Identification given out; empty before the first. */
    public Optional<Identification> newest() {
        return last;
    }

    /**
     * The Identification for the next request, retransmissions included: newer than any before, even if the time of
     * day went backwards.
     *
     * @param timeOfDay the system's
     * @param noise random bits, for what is finer than the system's clock
     */
    @Override
    public Identification next(Instant timeOfDay, int noise) {
        Identification now =
                new Identification(Identification.ofTimestamp(timeOfDay, noise).bits() + offset);
        Identification chosen = last.filter(earlier -> !now.isNewerThan(earlier))
                .map(earlier -> new Identification(earlier.bits() + 1))
                .orElse(now);
        last = Optional.of(chosen);
        return chosen;
    }

    /** What the home agent's clock shows at that time of day, as far as it is known. Nothing is given out. */
    public Instant homeAgentsTime(Instant timeOfDay) {
        return new Identification(Identification.ofTimestamp(timeOfDay, 0).bits() + offset).toInstant();
    }

    /** Only a reply with code 133 tells anything: the home agent's time of day. */
    @Override
    public boolean hear(Identification requested, Identification replied, boolean mismatch, Instant timeOfDay) {
        return mismatch ? resynchronise(requested, replied, timeOfDay) : replied.low() == requested.low();
    }

    @Override
    public boolean renewsRetransmissions() {
        return true;
    }

    /**
     * Takes over the home agent's time of day from a reply with code 133. Its authenticator was found good.
     *
     * <p>RFC 5944 wants every Identification greater than any before. Where ours were ahead of the home agent, which
     * therefore accepted none of them, keeping to that would be refused until the home agent's clock catches up. So
     * the series starts again from the home agent's time, unless the lead is only rounding.
     *
     * @param requested the Identification of our request
     * @param replied that of the reply
     * @param timeOfDay the system's, when the reply arrived
     * @return false, and nothing changed, when the low-order halves differ: the reply is not for this request (§3.6.2.1)
     */
    public boolean resynchronise(Identification requested, Identification replied, Instant timeOfDay) {
        if (replied.low() != requested.low()) {
            return false;
        }
        long homeAgentsTime = ((long) replied.high() << 32) + HALF_A_SECOND;
        offset = homeAgentsTime - Identification.ofTimestamp(timeOfDay, 0).bits();
        last = last.filter(earlier -> earlier.bits() - homeAgentsTime <= TWO_SECONDS);
        return true;
    }
}
