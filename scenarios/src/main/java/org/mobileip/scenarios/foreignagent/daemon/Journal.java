package org.mobileip.scenarios.foreignagent.daemon;

import java.util.OptionalLong;
import org.apache.logging.log4j.Level;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.host.TunnelCounters;
import org.mobileip.scenarios.foreignagent.DiscardReason;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Visitor;
import org.mobileip.time.RateLimit;
import org.mobileip.time.Ticker;

/** Tells what happened, one line an event; strangers get one line a second for each reason. Never keys. */
public final class Journal {

    private final Ticker ticker;
    private final Diary diary;
    private final RateLimit<DiscardReason> discards = new RateLimit<>();
    private final RateLimit<Integer> denials = new RateLimit<>();
    private final RateLimit<String> failures = new RateLimit<>();

    /** A journal that nothing is in yet. */
    public Journal(Ticker ticker, Diary diary) {
        this.ticker = ticker;
        this.diary = diary;
    }

    /** Serving begins. */
    public void started(ForeignAgentConfig config, String device) {
        diary.write(
                Level.INFO,
                "foreign-agent-started interface={} address={} careof={} reverse={} challenge={} tunnel={}",
                config.visitedInterface(),
                config.address(),
                config.careOf(),
                config.tunnel().reverse().configured(),
                config.registration().challenge(),
                device);
    }

    /** Everything is undone. */
    public void stopped() {
        diary.write(Level.INFO, "foreign-agent-stopped");
    }

    /** Something about this machine that a person should know. */
    public void warn(String sentence) {
        diary.write(Level.WARN, "machine-note text=\"{}\"", sentence);
    }

    /** A failure that the daemon survives; told once a second for each event. */
    void failure(String event, Throwable cause) {
        OptionalLong heldBack = failures.pass(ticker.now(), event);
        if (heldBack.isPresent()) {
            diary.write(Level.ERROR, "{} cause=\"{}\"{}", event, cause, suppressed(heldBack.getAsLong()));
            diary.write(Level.DEBUG, "{}", event, cause);
        }
    }

    /** What went through the tunnel of a visitor that is served no more. */
    void served(Object home, TunnelCounters counters) {
        diary.write(
                Level.INFO,
                "visitor-released home={} to-node-packets={} from-node-packets={}",
                home,
                counters.decapsulatedPackets(),
                counters.encapsulatedPackets());
    }

    /** Notes an effect that is only a note; any other is not for here. */
    void note(Effect note) {
        if (note instanceof Effect.Admitted it) {
            admitted(it.visitor());
        } else if (note instanceof Effect.Denied it) {
            denied(it);
        } else if (note instanceof Effect.Expired it) {
            diary.write(Level.INFO, "visitor-expired home={}", it.home());
        } else if (note instanceof Effect.Discard it) {
            OptionalLong heldBack = discards.pass(ticker.now(), it.why());
            if (heldBack.isPresent()) {
                diary.write(
                        Level.WARN,
                        "message-discarded reason={} from={}{}",
                        it.why().word(),
                        it.datagram().from(),
                        suppressed(heldBack.getAsLong()));
            }
        } else {
            throw new AssertionError(note);
        }
    }

    private void admitted(Visitor visitor) {
        diary.write(
                Level.INFO,
                "visitor-accepted home={} mac={} home-agent={} careof={} reverse={} lifetime={}",
                visitor.home(),
                visitor.mac(),
                visitor.homeAgent(),
                visitor.careOf(),
                visitor.reverse() ? (visitor.encapsulates() ? "encapsulating" : "direct") : "no",
                visitor.granted());
    }

    private void denied(Effect.Denied it) {
        OptionalLong heldBack = denials.pass(ticker.now(), it.code().value());
        if (heldBack.isPresent()) {
            diary.write(
                    Level.WARN,
                    "registration-denied code={} reason=\"{}\" by={} home={} home-agent={} mac={}{}",
                    it.code().value(),
                    it.code().meaning(),
                    it.byHomeAgent() ? "home-agent" : "us",
                    it.home(),
                    it.homeAgent(),
                    it.mac(),
                    suppressed(heldBack.getAsLong()));
        }
    }

    private static String suppressed(long heldBack) {
        return heldBack == 0 ? "" : " suppressed=" + heldBack;
    }
}
