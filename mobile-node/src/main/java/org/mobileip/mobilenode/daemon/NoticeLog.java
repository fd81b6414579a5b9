package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.mobileip.mobilenode.NetworkStanding;
import org.mobileip.mobilenode.Notice;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.ReplyCode;

/** Notices as lines of the log: a named event and key=value. */
final class NoticeLog {

    private NoticeLog() {}

    static void write(Notice notice, Diary diary) {
        diary.write(isTrouble(notice) ? Level.WARN : Level.INFO, "{}", line(notice));
    }

    /** One line a handover, once its phases are known. */
    static void write(HandoverMeter.Result result, Diary diary) {
        diary.write(Level.INFO, "{}", line(result));
    }

    private static boolean isTrouble(Notice notice) {
        return notice instanceof Notice.Denied
                || notice instanceof Notice.NotAnswered
                || notice instanceof Notice.UplinkDenied
                || notice instanceof Notice.NameUnknown
                || notice instanceof Notice.MappingLost
                || notice instanceof Notice.Revoked
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
        if (notice instanceof Notice.UplinkRegistered registered) {
            return "uplink-registered care-of=" + registered.careOf() + " lifetime=\"" + registered.granted()
                    + "\" rtt=" + millis(registered.roundTrip());
        }
        if (notice instanceof Notice.UplinkLost lost) {
            return "uplink-lost interface=" + lost.interfaceName() + " care-of=" + lost.careOf();
        }
        if (notice instanceof Notice.HandoverDone done) {
            return "handover-answered to=\"" + done.handover().to() + "\"";
        }
        if (notice instanceof Notice.Resumed resumed) {
            return "resumed asleep=" + seconds(resumed.asleep()) + " action=\"the home agent is asked again\"";
        }
        if (notice instanceof Notice.HomeAddressGiven given) {
            return "home-address-given address=" + given.address();
        }
        if (notice instanceof Notice.Networks networks) {
            return "mobile-networks " + networks(networks.standings());
        }
        if (notice instanceof Notice.Message message) {
            return "message from="
                    + (message.words().from() == MessageString.Author.HOME_AGENT ? "home-agent" : "foreign-agent")
                    + " text=\"" + message.words().text() + "\"";
        }
        if (notice instanceof Notice.Notification told) {
            return "notification from=" + told.by() + " text=\"" + told.words().text() + "\"";
        }
        if (notice instanceof Notice.NameKnown known) {
            return "home-agent-found name=" + known.name() + " addresses=" + known.addresses();
        }
        if (notice instanceof Notice.Repaired repaired) {
            return repaired(repaired);
        }
        return lineOfTrouble(notice);
    }

    private static String networks(List<NetworkStanding> standings) {
        return standings.stream()
                .map(each -> each.network() + "=\"" + each.answer().words() + "\"")
                .collect(Collectors.joining(" "));
    }

    private static String repaired(Notice.Repaired repaired) {
        String what = "registration-repaired code=" + repaired.code().value() + " meaning=\""
                + repaired.code().meaning() + "\" home-agent=" + repaired.by();
        if (repaired.code().equals(ReplyCode.IDENTIFICATION_MISMATCH)) {
            return what
                    + repaired.offset()
                            .map(ahead -> " home-agent-ahead-by=" + seconds(ahead))
                            .orElse("");
        }
        boolean isElsewhere = repaired.code().equals(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS)
                || repaired.code().equals(ReplyCode.REDIRECT_HOME_AGENT_REQUEST);
        return isElsewhere ? what + " asking-now=" + repaired.named() : what;
    }

    private static String lineOfTrouble(Notice notice) {
        if (notice instanceof Notice.Denied denied) {
            ReplyCode code = denied.denial().code();
            return (denied.isSecurityException() ? "security-exception what=" : "") + "registration-denied code="
                    + code.value() + " meaning=\"" + code.meaning() + "\" home-agent="
                    + denied.denial().by()
                    + denied.denial()
                            .foreignAgent()
                            .map(agent -> " foreign-agent=" + agent)
                            .orElse("")
                    + (code.equals(ReplyCode.REDIRECT_HOME_AGENT_REQUEST) ? " cause=redirected-in-a-circle" : "")
                    + " next-try-in=" + seconds(denied.nextTry()) + " explain=" + code.value();
        }
        if (notice instanceof Notice.UplinkDenied denied) {
            return "uplink-denied care-of=" + denied.careOf() + " code="
                    + denied.code().value() + " meaning=\"" + denied.code().meaning() + "\" explain="
                    + denied.code().value();
        }
        if (notice instanceof Notice.NotAnswered silence) {
            Optional<Duration> left = silence.bindingLeft();
            return "home-agent-silent tries=" + silence.tries() + " next-try-in=" + seconds(silence.nextTry())
                    + " binding-left=" + left.map(NoticeLog::seconds).orElse("none");
        }
        if (notice instanceof Notice.Revoked revoked) {
            return "registration-revoked care-of=" + revoked.careOf() + " home-agent=" + revoked.by();
        }
        if (notice instanceof Notice.Expired expired) {
            return "registration-expired care-of=" + expired.careOf();
        }
        if (notice instanceof Notice.MappingLost lost) {
            return "nat-mapping-lost care-of=" + lost.careOf() + " keepalive=" + seconds(lost.interval());
        }
        if (notice instanceof Notice.NameUnknown unknown) {
            return "home-agent-unknown name=" + unknown.name() + " cause=name-not-found";
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
