package org.mobileip.scenarios.language;

import java.time.Duration;

/** What is expected. */
public sealed interface Condition {

    /** The longest time without a received packet that overlaps a move window, less the send interval. */
    record Interruption(String stream, Comparison comparison, Duration limit) implements Condition {}

    /** The longest round trip. */
    record RoundTrip(String stream, Comparison comparison, Duration limit) implements Condition {}

    /** The longest time in which a tcp stream made no progress. */
    record Stall(String stream, Comparison comparison, Duration limit) implements Condition {}

    /** What a stream carried. */
    record Throughput(String stream, Comparison comparison, long bitsPerSecond) implements Condition {}

    /** Datagrams sent and never received, both directions together, by number. */
    record LostCount(String stream, Comparison comparison, long limit) implements Condition {}

    /** The same, as a share of those sent, 0 to 1. */
    record LostShare(String stream, Comparison comparison, double limit) implements Condition {}

    /** The accepting reply came within this time of the move. */
    record RegisteredWithin(Duration limit) implements Condition {}

    /** The home agent tunnels to the node in this network, or does not tunnel because the node is at home in it. */
    record BindingOf(String node, String network) implements Condition {}

    /** A reply with this code came from this node. */
    record ReplyFrom(int code, String node) implements Condition {}

    /** One connection, no reset, every octet once and in order. */
    record Intact(String stream) implements Condition {}

    /** Nothing was sent to an old care-of address after the reply that replaced it. */
    record NoLeak() implements Condition {}
}
