package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.EventStrip;
import org.mobileip.homeagent.DiscardReason;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.HomeLink;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.host.Dataplane;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.RateLimit;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NotificationCode;
import org.mobileip.wire.ReplyCode;

/**
 * Tells what happened: counters, the last events for {@code status}, and the log, in which strangers get one line a second
 * for each reason. Never keys. Its size is bounded: reasons and codes are a fixed few.
 */
public final class Journal {

    private final Ticker ticker;
    private final InstantSource timeOfDay;
    private final Diary diary;
    private final RateLimit<DiscardReason> discards = new RateLimit<>();
    private final RateLimit<Integer> denials = new RateLimit<>();
    private final RateLimit<String> failures = new RateLimit<>();
    private final Tally tally = new Tally();
    private final ViolationTable violations = new ViolationTable();
    private final Oddities oddities;
    private final EventStrip events = new EventStrip();
    private long resumed;
    private Tick turn = Tick.NEVER;
    private Instant turnBegan = Instant.EPOCH;

    /** A journal that nothing is in yet. */
    public Journal(Ticker ticker, InstantSource timeOfDay, Diary diary) {
        this.ticker = ticker;
        this.timeOfDay = timeOfDay;
        this.diary = diary;
        this.oddities = new Oddities(diary, this::event);
    }

    /**
     * Notes an effect that is only a note; any other is not for here.
     *
     * @param now of the turn that it is from
     */
    void note(Tick now, Effect note) {
        if (note instanceof Effect.Accepted it) {
            accepted(it);
        } else if (note instanceof Effect.Denied it) {
            denied(now, it);
        } else if (note instanceof Effect.Discard it) {
            discarded(now, it);
        } else if (note instanceof Effect.Violation it) {
            violations.add(timeOfDay(now), it);
        } else if (note instanceof Effect.NetworksRefused it) {
            oddities.note(now, it);
        } else if (note instanceof Effect.Remapped it) {
            oddities.note(now, it);
        } else if (note instanceof Effect.Revoked it) {
            event(it.node() + " at " + it.careOf() + " dropped" + (it.told() ? ", and told so" : ""));
            diary.write(
                    Level.INFO,
                    "binding-revoked node={} home={} careof={} told={}",
                    it.node(),
                    it.home(),
                    it.careOf(),
                    it.told());
        } else if (note instanceof Effect.Notified it) {
            notified(it);
        } else if (note instanceof Effect.Told it) {
            told(it);
        } else if (note instanceof Effect.Expired it) {
            event(it.node() + " at " + it.careOf() + " expired");
            diary.write(Level.INFO, "binding-expired node={} home={} careof={}", it.node(), it.home(), it.careOf());
        } else if (note instanceof Effect.Resumed it) {
            resumed++;
            diary.write(Level.DEBUG, "binding-resumed node={} home={} careof={}", it.node(), it.home(), it.careOf());
        } else if (note instanceof Effect.LeftOut it) {
            event(it.home() + " at " + it.careOf() + " was not resumed: " + it.why());
            diary.write(
                    Level.WARN, "binding-left-out home={} careof={} reason=\"{}\"", it.home(), it.careOf(), it.why());
        } else {
            throw new AssertionError(note);
        }
    }

    /** So many replies have left whose requests were read at {@code since}. */
    void answered(Tick since, int replies) {
        if (replies > 0 && tally.isTimed()) {
            tally.answered(replies, ticker.now().nanos() - since.nanos());
        }
    }

    Tally tally() {
        return tally;
    }

    private void notified(Effect.Notified it) {
        String outcome = it.answer().map(code -> "answered: " + code).orElse("did not answer");
        event(it.node() + " was told something and " + outcome);
        diary.write(
                it.answer().filter(NotificationCode::isAccepted).isPresent() ? Level.INFO : Level.WARN,
                "notification-settled node={} home={} answer=\"{}\"",
                it.node(),
                it.home(),
                it.answer().map(NotificationCode::toString).orElse("none"));
    }

    private void told(Effect.Told it) {
        String text = it.words().map(MessageString::text).orElse("");
        event(it.node() + " at " + it.careOf() + " says: " + text);
        diary.write(
                Level.INFO,
                "notification-heard node={} home={} careof={} text=\"{}\"",
                it.node(),
                it.home(),
                it.careOf(),
                text);
    }

    /** Tells of packets that somebody has made up, if that is due. */
    void look(Tick now, Dataplane dataplane) {
        if (oddities.isDue(now)) {
            oddities.look(now, dataplane.total().dropped());
        }
    }

    /** Serving begins. */
    public void started(HomeAgentConfig config, String dataplane) {
        diary.write(
                Level.INFO,
                "home-agent-started address={} interface={} network={} nodes={} dataplane={}",
                config.address(),
                config.homeInterface().orElse("none"),
                config.network(),
                config.nodes().size(),
                dataplane);
    }

    /** What carries the tunnels, which is a warning where it is not what was asked for. */
    void carriedBy(Dataplane dataplane, DataplaneChoice wanted) {
        diary.write(
                wanted.isMissedBy(dataplane.name()) ? Level.WARN : Level.INFO,
                "dataplane name={} asked={} reason=\"{}\"",
                dataplane.name(),
                wanted.configured(),
                dataplane.why());
    }

    /** What was kept over a restart is there again, out of so many bindings and nodes. */
    void resumed(Contents kept) {
        if (kept.index() > 0) {
            diary.write(
                    Level.INFO,
                    "state-resumed bindings={} of={} identifications={}",
                    resumed,
                    kept.bindings().size(),
                    kept.newest().size());
        }
    }

    /** The store can keep less, or more again. */
    void storeIs(StoreState state, String why) {
        String text = state == StoreState.READY ? "bindings are kept over restarts again" : why;
        event(text);
        Level level =
                switch (state) {
                    case READY -> Level.INFO;
                    case NEARLY_FULL -> Level.WARN;
                    case HALTED -> Level.ERROR;
                };
        diary.write(
                level,
                "store-{} text=\"{}\"",
                state.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                text);
    }

    /** Another file is good from now on. */
    void reloaded(Revision revision) {
        event("configuration reloaded: " + revision.summary());
        diary.write(
                revision.waiting().isEmpty() ? Level.INFO : Level.WARN,
                "configuration-reloaded nodes={} waits-for-restart={} text=\"{}\"",
                revision.after().nodes().size(),
                revision.waiting().isEmpty() ? "none" : String.join(",", revision.waiting()),
                revision.summary());
    }

    /** The file is not good, and what was good before stays so. */
    void notReloaded(String why) {
        event("configuration not reloaded: " + why);
        diary.write(Level.ERROR, "configuration-refused text=\"{}\"", why);
    }

    /** Everything is undone. */
    public void stopped() {
        diary.write(Level.INFO, "home-agent-stopped");
    }

    /** Something about this machine that a person should know. */
    public void warn(String sentence) {
        diary.write(Level.WARN, "machine-note text=\"{}\"", sentence);
    }

    /**
     * A failure that the daemon survives; told once a second for each event.
     *
     * @param event one of a fixed few, perhaps with {@code key=value} behind it
     */
    void failure(String event, Throwable cause) {
        OptionalLong heldBack = failures.pass(ticker.now(), event);
        if (heldBack.isPresent()) {
            diary.write(Level.ERROR, "{} cause=\"{}\"{}", event, cause, suppressed(heldBack.getAsLong()));
            diary.write(Level.DEBUG, "{}", event, cause);
        }
    }

    /** The home address of a node that is away is claimed by somebody on the home link. */
    void claimed(HomeLink.Claim claim) {
        OptionalLong heldBack = failures.pass(ticker.now(), "home-address-claimed");
        if (heldBack.isPresent()) {
            event(claim.home() + " is claimed by " + claim.claimant() + " on the home link, but its node is away");
            diary.write(
                    Level.WARN,
                    "home-address-claimed home={} by={}{}",
                    claim.home(),
                    claim.claimant(),
                    suppressed(heldBack.getAsLong()));
        }
    }

    /** {@code registrations} of {@code status}: accepted, denied by code, discarded by reason, and what was odd beside. */
    Map<String, Object> registrations(Map<String, Long> droppedByKernel) {
        Map<String, Object> document = new LinkedHashMap<>();
        Tally.Snapshot counted = tally.snapshot();
        document.put("accepted", counted.accepted());
        document.put("denied", counted.denied());
        Map<String, Long> reasons = new TreeMap<>(counted.discarded());
        droppedByKernel.forEach((reason, count) -> {
            if (count > 0) {
                reasons.put(reason, count);
            }
        });
        document.put("discarded", reasons);
        oddities.addTo(document);
        return document;
    }

    /** {@code security} of {@code status}: who failed to prove who it is, the newest first. */
    List<Map<String, Object>> security() {
        return violations.rows();
    }

    /** The last events, the newest first, each with {@code at}, {@code text} and {@code number}. */
    List<Map<String, Object>> events() {
        return events.newestFirst();
    }

    private void accepted(Effect.Accepted it) {
        tally.accepted();
        if (isRenewal(it)) { // Nothing has happened to anybody, and there may be a hundred thousand a second.
            if (diary.isWritten(Level.DEBUG)) {
                write(Level.DEBUG, it);
            }
            return;
        }
        changeBy(it).ifPresent(change -> event(it.node() + " " + change));
        write(Level.INFO, it);
    }

    private static boolean isRenewal(Effect.Accepted it) {
        return !it.granted().isZero() && it.before().contains(it.careOf());
    }

    private void write(Level level, Effect.Accepted it) {
        diary.write(
                level,
                "registration-accepted node={} home={} careof={} before={} lifetime={}{}",
                it.node(),
                it.home(),
                it.careOf(),
                it.before().isEmpty() ? "none" : words(it.before()),
                it.granted().isInfinite() ? "infinite" : it.granted().seconds() + "s",
                it.nat().map(nat -> " nat=" + nat).orElse(""));
    }

    /** What is new for a person; nothing is about a renewal, nor about a deregistration of what was not there. */
    private static Optional<String> changeBy(Effect.Accepted it) {
        if (it.granted().isZero()) {
            String where = it.careOf().equals(it.home()) ? "is home" : "left " + it.careOf();
            return it.before().isEmpty() ? Optional.empty() : Optional.of(where);
        }
        if (it.before().isEmpty()) {
            return Optional.of("registered from " + place(it));
        }
        return it.before().contains(it.careOf())
                ? Optional.empty()
                : Optional.of("moved " + words(it.before()) + " -> " + place(it));
    }

    private static String place(Effect.Accepted it) {
        return it.careOf() + it.nat().map(nat -> " behind NAT " + nat).orElse("");
    }

    private void denied(Tick now, Effect.Denied it) {
        tally.denied(it.code());
        OptionalLong heldBack = denials.pass(now, it.code().value());
        if (heldBack.isEmpty()) {
            return;
        }
        String clock = it.clockAhead()
                .filter(ahead -> it.code().equals(ReplyCode.IDENTIFICATION_MISMATCH))
                .map(ahead -> String.format(Locale.ROOT, " clock-ahead=%.3fs", ahead.toMillis() / 1000.0))
                .orElse("");
        event(it.node() + " denied: code " + it.code());
        diary.write(
                Level.WARN,
                "registration-denied code={} reason=\"{}\" node={} home={} from={}{}{}",
                it.code().value(),
                it.code().meaning(),
                it.node(),
                it.home(),
                it.from(),
                clock,
                suppressed(heldBack.getAsLong()));
    }

    /** A datagram is longer than any request. */
    void cut(Datagram datagram) {
        discarded(ticker.now(), new Effect.Discard(datagram, DiscardReason.MALFORMED));
    }

    private void discarded(Tick now, Effect.Discard it) {
        tally.discarded(it.why());
        OptionalLong heldBack = discards.pass(now, it.why());
        if (heldBack.isPresent()) {
            diary.write(
                    Level.WARN,
                    "request-discarded reason={} from={}{}",
                    it.why().word(),
                    it.from(),
                    suppressed(heldBack.getAsLong()));
            diary.write(Level.DEBUG, "request-contents octets={}", it.datagram().payload());
        }
    }

    /** When a turn began, to within what it takes: nobody asks twice for one of a thousand notes. */
    private Instant timeOfDay(Tick now) {
        if (!now.equals(turn)) {
            turn = now;
            turnBegan = timeOfDay.instant();
        }
        return turnBegan;
    }

    private void event(String text) {
        events.add(timeOfDay.instant(), text);
    }

    private static String words(List<Ipv4> addresses) {
        return String.join(",", addresses.stream().map(Ipv4::toString).toList());
    }

    private static String suppressed(long heldBack) {
        return heldBack == 0 ? "" : " suppressed=" + heldBack;
    }
}
