package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a tcp stream fared, all its directions together.
 *
 * @param intact the same connection, no reset, every octet once and in order, hashes equal
 * @param bytes octets received
 * @param longestStall the longest time in which the reader got nothing
 * @param connections how many connections one direction took; 1 when all was well
 * @param resets connections that ended other than in order
 */
public record TcpResult(boolean intact, long bytes, Duration longestStall, int connections, int resets) {

    private static final double MEBI = 1 << 20;

    static TcpResult of(List<TcpMeter> flows, When when) {
        return new TcpResult(
                flows.stream().allMatch(TcpMeter::isIntact),
                flows.stream().mapToLong(meter -> meter.flow().bytes()).sum(),
                Duration.ofNanos(flows.stream()
                        .mapToLong(meter -> meter.stall(when))
                        .max()
                        .orElse(0)),
                flows.stream()
                        .mapToInt(meter -> meter.flow().connections())
                        .max()
                        .orElse(0),
                flows.stream().mapToInt(meter -> meter.flow().resets()).sum());
    }

    /** What there is to say of these flows, for a person. */
    static String summary(List<TcpMeter> flows, When when) {
        TcpResult all = of(flows, when);
        String flaws = flows.stream()
                .flatMap(meter -> meter.flaw().stream())
                .distinct()
                .map(flaw -> ", " + flaw)
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "%.1f MiB, %s%s%s, longest stall %d ms",
                all.bytes / MEBI,
                counted(all.connections, "connection"),
                all.resets == 0 ? "" : ", " + counted(all.resets, "reset"),
                flaws,
                all.longestStall.toMillis());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
