package org.mobileip.mobilenode.daemon;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.mobileip.mobilenode.Effect;
import org.mobileip.time.RateLimit;
import org.mobileip.time.Ticker;

/** Lines about discarded datagrams: security exceptions for everybody (RFC 5944 §3.6.2.1), one a second; others for debugging. */
final class DiscardLog {

    private static final Set<Effect.Reason> EXCEPTIONS = EnumSet.of(
            Effect.Reason.AUTHENTICATION_EXTENSION,
            Effect.Reason.AUTHENTICATOR,
            Effect.Reason.OTHER_HOME_ADDRESS,
            Effect.Reason.REVOCATION,
            Effect.Reason.NOTIFICATION);

    private final Ticker ticker;
    private final Diary diary;
    private final RateLimit<Effect.Reason> limit = new RateLimit<>();

    DiscardLog(Ticker ticker, Diary diary) {
        this.ticker = ticker;
        this.diary = diary;
    }

    void note(Effect.Discard discard) {
        if (!EXCEPTIONS.contains(discard.why())) {
            diary.write(
                    Level.DEBUG,
                    "discarded from={} reason={}",
                    discard.from(),
                    discard.why().label());
            return;
        }
        OptionalLong heldBack = limit.pass(ticker.now(), discard.why());
        if (heldBack.isPresent()) {
            diary.write(
                    Level.WARN,
                    "security-exception what={}-discarded from={} reason={} more-like-this={}",
                    isReply(discard.why()) ? "reply" : "message",
                    discard.from(),
                    discard.why().label(),
                    heldBack.getAsLong());
        }
    }

    private static boolean isReply(Effect.Reason why) {
        return why != Effect.Reason.REVOCATION && why != Effect.Reason.NOTIFICATION;
    }
}
