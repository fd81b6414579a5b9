package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mobileip.config.Metrics;
import org.mobileip.homeagent.DiscardReason;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.metrics.Exposition;
import org.mobileip.metrics.MetricsServer;
import org.mobileip.metrics.TunnelFamilies;
import org.mobileip.wire.ReplyCode;

/** What the home agent tells whoever scrapes it. */
final class MetricsPage {

    private static final String PREFIX = "mobileip_ha_";

    private final HomeAgent agent;
    private final Journal journal;
    private final Dataplane dataplane;
    private final Health health;

    MetricsPage(HomeAgent agent, Journal journal, Dataplane dataplane, Health health) {
        this.agent = agent;
        this.journal = journal;
        this.dataplane = dataplane;
        this.health = health;
    }

    /**
     * Serves it, where that is asked for.
     *
     * @param loop runs what reads the engine and the journal
     * @param hasRelieved another home agent, which let go of the address first: then it is too late to fail for this
     * @throws IOException where the address cannot be had
     */
    Optional<MetricsServer> serve(Optional<Metrics> where, EventLoop loop, boolean hasRelieved) throws IOException {
        if (where.isEmpty()) {
            return Optional.empty();
        }
        journal.tally().beTimed();
        try {
            return Optional.of(MetricsServer.start(where, loop::execute, this::look));
        } catch (IOException refused) {
            if (!hasRelieved) {
                throw refused;
            }
            journal.failure("metrics-not-served", refused);
            return Optional.empty();
        }
    }

    /** On the loop: copies alone. */
    private Consumer<Exposition> look() {
        int bindings = agent.size();
        Tally.Snapshot registrations = journal.tally().snapshot();
        return exposition -> {
            exposition.gauge(PREFIX + "bindings", "Mobility bindings that there are.", Optional.of((double) bindings));
            registrations(exposition, registrations);
            discarded(exposition, registrations.discarded());
            TunnelFamilies.add(exposition, PREFIX, "to_node", "from_node", dataplane.total());
        };
    }

    private static void registrations(Exposition exposition, Tally.Snapshot counted) {
        exposition.counters(
                PREFIX + "registration_requests_total",
                "Messages to UDP port 434 by what came of them; a copy that got the reply of before is none of these.",
                "result",
                Map.of(
                        "accepted", counted.accepted(),
                        "denied", sum(counted.denied()),
                        "discarded", sum(counted.discarded())));
        exposition.counters(
                PREFIX + "registration_denials_total",
                "Denials by the code of the reply.",
                "code",
                withAllCodes(counted.denied()));
        counted.times()
                .ifPresent(times -> exposition.histogram(
                        PREFIX + "registration_seconds",
                        "From when a request was read until its reply was handed to the kernel.",
                        times));
    }

    /** Those that did not occur are there too: a rate is known from the first one on. */
    private static Map<String, Long> withAllCodes(SortedMap<String, Long> counted) {
        Map<String, Long> codes = new TreeMap<>();
        ReplyCode.denialsByHomeAgents().forEach(code -> codes.put(Integer.toString(code.value()), 0L));
        codes.putAll(counted);
        return codes;
    }

    private void discarded(Exposition exposition, SortedMap<String, Long> counted) {
        Map<String, Long> reasons = new TreeMap<>();
        for (DiscardReason reason : DiscardReason.values()) {
            reasons.put(reason.word(), 0L);
        }
        reasons.putAll(counted);
        reasons.putAll(health.droppedByKernel());
        exposition.counters(
                PREFIX + "discarded_total",
                "Messages to UDP port 434 without an answer; queue_full and wrong_checksum: dropped by the kernel,"
                        + " whatever UDP port of this machine they were for.",
                "reason",
                reasons);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
