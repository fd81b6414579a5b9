package org.mobileip.homeagent;

import java.time.Instant;
import java.util.Optional;
import org.mobileip.auth.NonceReplayProtection;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.TimestampReplayProtection;
import org.mobileip.wire.Identification;

/** How one node's requests are known to be new, whichever of its security associations they use (RFC 5944 §5.7). */
sealed interface ReplayGuard {

    /** Whether a request with this Identification is new. Changes nothing. */
    boolean accepts(Identification requested, Instant timeOfDay);

    /** Uses up the Identification of a request that is new; what the reply carries. */
    Identification use(Identification requested);

    /** What the reply to a request carries that is not new, code 133. */
    Identification mismatch(Identification requested, Instant timeOfDay);

    /** What the reply to a request carries that was not asked whether it is new, codes 131 and 132. */
    Identification unused(Identification requested);

    /** What must be known after a restart; nothing where a restart makes no old request good. */
    Optional<Identification> newest();

    static ReplayGuard of(AuthorizedNode.Replay style, Optional<Identification> newest, NonceSource nonces) {
        return style instanceof AuthorizedNode.Replay.Timestamps timestamps
                ? new ByTimestamps(timestamps, newest)
                : new ByNonces(new NonceReplayProtection(nonces));
    }

    /** §5.7.1. */
    final class ByTimestamps implements ReplayGuard {

        private final AuthorizedNode.Replay.Timestamps terms;
        private boolean hasNewest;
        private long newest;

        private ByTimestamps(AuthorizedNode.Replay.Timestamps terms, Optional<Identification> newest) {
            this.terms = terms;
            newest.ifPresent(this::use);
        }

        private TimestampReplayProtection.Verdict check(Identification requested, Instant timeOfDay) {
            return new TimestampReplayProtection(terms.tolerance()).check(newest(), requested, timeOfDay);
        }

        @Override
        public boolean accepts(Identification requested, Instant timeOfDay) {
            return check(requested, timeOfDay).accepted();
        }

        @Override
        public Identification use(Identification requested) {
            hasNewest = true;
            newest = requested.bits();
            return requested;
        }

        @Override
        public Identification mismatch(Identification requested, Instant timeOfDay) {
            return check(requested, timeOfDay).replyIdentification();
        }

        @Override
        public Identification unused(Identification requested) {
            return requested;
        }

        @Override
        public Optional<Identification> newest() {
            return hasNewest ? Optional.of(new Identification(newest)) : Optional.empty();
        }
    }

    /** §5.7.2. */
    final class ByNonces implements ReplayGuard {

        private final NonceReplayProtection protection;

        private ByNonces(NonceReplayProtection protection) {
            this.protection = protection;
        }

        @Override
        public boolean accepts(Identification requested, Instant timeOfDay) {
            return protection.accepts(requested);
        }

        @Override
        public Identification use(Identification requested) {
            return protection.renew(requested);
        }

        @Override
        public Identification mismatch(Identification requested, Instant timeOfDay) {
            return protection.offer(requested);
        }

        @Override
        public Identification unused(Identification requested) {
            return protection.offer(requested);
        }

        @Override
        public Optional<Identification> newest() {
            return Optional.empty();
        }
    }
}
