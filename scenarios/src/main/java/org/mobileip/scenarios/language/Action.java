package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What {@code at TIME} makes happen. */
public sealed interface Action {

    /**
     * The mobile node leaves its network for {@code network}.
     *
     * @param overlap how long it keeps the old link
     */
    record Move(String node, String network, Optional<Duration> overlap) implements Action {}

    /** The link between a node and a network goes down or up, or changes. */
    record ChangeLink(String node, String network, LinkChange change) implements Action {}

    /** The program of a node stops, starts, restarts or is killed. */
    record Control(Verb verb, String node) implements Action {}

    /** The home agent of a mobile node ends its binding, and tells the node if that has asked to be told (RFC 3543). */
    record DropBinding(String node) implements Action {}

    /** The NAT of a network forgets its mappings. */
    record RebindNat(String network) implements Action {}

    /**
     * A node's time of day is set.
     *
     * @param by negative: back
     */
    record ShiftClock(String node, Duration by) implements Action {}

    /** A line for the log, the capture and the report. */
    record Note(String text) implements Action {}

    /** The scenario ends. */
    record End() implements Action {}

    /** What can be done to the program of a node. */
    enum Verb {
        STOP,
        START,
        RESTART,
        KILL;

        /** As the language writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can happen to a link. */
    sealed interface LinkChange {

        /** Whether it makes a link better or worse, and does not take it away or bring it back. */
        default boolean isOfQuality() {
            return !(this instanceof Down) && !(this instanceof Up);
        }

        record Down() implements LinkChange {}

        record Up() implements LinkChange {}

        record Delay(Duration delay) implements LinkChange {}

        /**
         * Another share of lost packets.
         *
         * @param share 0 to 1
         */
        record Loss(double share) implements LinkChange {}

        record Rate(long bitsPerSecond) implements LinkChange {}
    }
}
