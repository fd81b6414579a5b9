package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** The one registration of a node as it stands: what is wanted, what has been promised, and what is due when. */
final class Registration {

    /** What there is to do at a time. */
    enum Timer {
        /** To ask, for the first time or again. */
        REQUEST,
        /** To renew what has been promised. */
        RENEW,
        /** To count on it no more. */
        EXPIRE
    }

    private final Lifetime usualLifetime;
    private final Deadlines<Timer> timers = new Deadlines<>();
    private Optional<Target> wanted = Optional.empty();
    private Optional<Binding> promised = Optional.empty();
    private boolean isInDoubt;
    private Optional<ReplyCode> lastCode = Optional.empty();
    private Optional<Denial> denial = Optional.empty();
    private Attempt attempt = new Attempt(Duration.ZERO, Lifetime.ZERO);
    private Duration roundTrip = Duration.ZERO;

    /** Nothing is wanted yet. {@code usualLifetime} bounds how long a deregistration waits for its reply. */
    Registration(Lifetime usualLifetime) {
        this.usualLifetime = usualLifetime;
    }

    /** A new attempt to get this. */
    void want(Target target) {
        attempt = new Attempt(roundTrip, target.isDeregistration() ? usualLifetime : target.lifetime());
        wanted = Optional.of(target);
        denial = Optional.empty();
        timers.clear(Timer.RENEW);
    }

    /** The same attempt goes on, for something a little different. */
    void wantInstead(Target target) {
        wanted = Optional.of(target);
    }

    /** Nothing is to be asked any more; what has been promised stays promised. */
    void wantNothing() {
        wanted = Optional.empty();
        denial = Optional.empty();
        attempt = new Attempt(roundTrip, usualLifetime);
        timers.clear(Timer.REQUEST);
        timers.clear(Timer.RENEW);
    }

    Optional<Target> wanted() {
        return wanted;
    }

    Attempt attempt() {
        return attempt;
    }

    /** The next request leaves then, unless a reply comes before. */
    void askAt(Tick when) {
        timers.set(Timer.REQUEST, when);
    }

    /** A request waits for its reply, or for its time, until then. */
    Optional<Tick> nextTry() {
        return timers.of(Timer.REQUEST);
    }

    /** A home agent has promised it. */
    void promised(Binding binding) {
        isDone();
        promised = Optional.of(binding);
        isInDoubt = false;
        timers.set(Timer.EXPIRE, binding.endsAt());
        timers.set(Timer.RENEW, binding.renewAt());
    }

    /** A home agent has forgotten the node, as was wanted. */
    void forgotten() {
        isDone();
        promiseIsOver();
        wanted = Optional.empty();
    }

    private void isDone() {
        denial = Optional.empty();
        timers.clear(Timer.REQUEST);
    }

    /** What has been promised is not counted on any more. */
    void promiseIsOver() {
        promised = Optional.empty();
        isInDoubt = false;
        timers.clear(Timer.EXPIRE);
        timers.clear(Timer.RENEW);
    }

    /** What a home agent has promised, wherever that is. */
    Optional<Binding> promised() {
        return promised;
    }

    /** The same, if it is for {@code careOf}. */
    Optional<Binding> promisedFor(Ipv4 careOf) {
        return promised.isPresent() && promised.get().careOf().equals(careOf) ? promised : Optional.empty();
    }

    /** That was asked for, in place of all other bindings: if it is granted, which nobody may hear, those are no more. */
    void askedInstead(Ipv4 careOf) {
        isInDoubt |= promised.isPresent() && !promised.get().careOf().equals(careOf);
    }

    /** Whether what has been promised may have been replaced meanwhile. */
    boolean isInDoubt() {
        return isInDoubt;
    }

    /** There is nobody else to ask. */
    void denied(Denial made) {
        denial = Optional.of(made);
    }

    Optional<Denial> denial() {
        return denial;
    }

    /** An agent has answered with this code. */
    void answered(ReplyCode code) {
        lastCode = Optional.of(code);
    }

    Optional<ReplyCode> lastCode() {
        return lastCode;
    }

    void measured(Duration time) {
        roundTrip = time;
    }

    /** As last measured; zero before the first reply. */
    Duration roundTrip() {
        return roundTrip;
    }

    Tick nextDeadline() {
        return timers.next();
    }

    /** What is due at {@code now}, and has not been given here before. */
    List<Timer> takeDue(Tick now) {
        return timers.takeDue(now);
    }
}
