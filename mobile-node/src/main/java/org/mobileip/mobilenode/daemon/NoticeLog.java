package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.mobilenode.Notice;

/** Notices as lines of the log: a named event and key=value. */
final class NoticeLog {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    private NoticeLog() {}

    static void write(Notice notice) {
        LOG.log(isTrouble(notice) ? Level.WARN : Level.INFO, line(notice));
    }

    /** One line a handover, once its phases are known. */
    static void write(HandoverMeter.Result result) {
        LOG.info(line(result));
    }

    private static boolean isTrouble(Notice notice) {
        return notice instanceof Notice.Denied
                || notice instanceof Notice.Resynchronised
                || notice instanceof Notice.NotAnswered
                || notice instanceof Notice.Expired;
    }

    static String line(Notice notice) {
        if (notice instanceof Notice.StateChanged changed) {
            return "state from=" + changed.from().label() + " to="
                    + changed.to().label();
        }
        if (notice instanceof Notice.Attached attached) {
            return "attached to=\"" + attached.to() + "\" trigger="
                    + attached.trigger().label();
        }
        if (notice instanceof Notice.Accepted accepted) {
            return "registration-accepted care-of=" + accepted.careOf() + " lifetime=\"" + accepted.granted()
                    + "\" renew-in=" + seconds(accepted.renewIn()) + " rtt=" + millis(accepted.roundTrip());
        }
        if (notice instanceof Notice.Deregistered done) {
            return "deregistered rtt=" + millis(done.roundTrip());
        }
        if (notice instanceof Notice.HandoverDone done) {
            return "handover-answered to=\"" + done.handover().to() + "\"";
        }
        return lineOfTrouble(notice);
    }

    private static String lineOfTrouble(Notice notice) {
        if (notice instanceof Notice.Denied denied) {
            return "registration-denied code=" + denied.code().value() + " meaning=\""
                    + denied.code().meaning() + "\" next-try-in=" + seconds(denied.nextTry());
        }
        if (notice instanceof Notice.Resynchronised clock) {
            return "clock-resynchronised home-agent-ahead-by=" + seconds(clock.offset());
        }
        if (notice instanceof Notice.NotAnswered silence) {
            Optional<Duration> left = silence.bindingLeft();
            return "home-agent-silent tries=" + silence.tries() + " next-try-in=" + seconds(silence.nextTry())
                    + " binding-left=" + left.map(NoticeLog::seconds).orElse("none");
        }
        if (notice instanceof Notice.Expired expired) {
            return "registration-expired care-of=" + expired.careOf();
        }
        throw new AssertionError("unknown notice: " + notice);
    }

    static String line(HandoverMeter.Result result) {
        return "handover from=\"" + result.handover().from() + "\" to=\""
                + result.handover().to() + "\" trigger="
                + result.handover().trigger().label()
                + " detect=" + millis(result.handover().detect())
                + " address=" + millis(result.handover().address())
                + " register=" + millis(result.handover().register())
                + " install=" + millis(result.install())
                + " first-packet=" + result.firstPacket().map(NoticeLog::millis).orElse("none");
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1fms", duration.toNanos() / 1e6);
    }

    /** An infinite lifetime has no end that anybody will see. */
    private static String seconds(Duration duration) {
        return duration.toDays() > 36_500 ? "never" : String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1e3);
    }
}
