package org.mobileip.scenarios.load;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one rate gave.
 *
 * @param rate requests a second that were meant to leave
 * @param seconds how long they were
 * @param wanted how many that are
 * @param sent how many left, in time or not
 * @param accepted how many were granted
 * @param denied how many were denied, by code
 * @param wronglySigned replies, of the sample that is checked, whose authenticator is wrong
 * @param strange datagrams that answer nothing that was asked
 * @param repeated replies to what had been answered before
 * @param forged how many forged requests left
 * @param latency from when a request was meant to leave until its grant was read, in nanoseconds
 * @param lateness from when a request was meant to leave until it left, in nanoseconds: what the generator itself adds
 * @param serverNanos processor time of the home agent; empty: nobody could say
 */
public record Step(
        double rate,
        double seconds,
        int wanted,
        int sent,
        int accepted,
        Map<Integer, Integer> denied,
        int wronglySigned,
        int strange,
        int repeated,
        int forged,
        Histogram latency,
        Histogram lateness,
        OptionalLong serverNanos) {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    public Step {
        denied = new TreeMap<>(denied);
    }

    /** How many were answered, one way or the other. */
    public int answered() {
        return accepted + denied.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The share of all requests that nobody answered, 0 to 1. Those that could not be sent were not answered either. */
    public double lost() {
        return Math.max(0, wanted - answered()) / (double) wanted;
    }

    /** The share of all requests that were not granted, 0 to 1. */
    public double notGranted() {
        return (wanted - accepted) / (double) wanted;
    }

    /** Grants a second. */
    public double grantedPerSecond() {
        return accepted / seconds;
    }

    /** Processor time of the home agent for each grant, in microseconds; NaN: nobody knows. */
    public double serverMicros() {
        return serverNanos.isPresent() && accepted > 0
                ? serverNanos.getAsLong() / NANOS_PER_MICRO / accepted
                : Double.NaN;
    }

    /** How many processors the home agent kept busy; NaN: nobody knows. */
    public double serverProcessors() {
        return serverNanos.isPresent() ? serverNanos.getAsLong() / NANOS_PER_SECOND / seconds : Double.NaN;
    }
}
