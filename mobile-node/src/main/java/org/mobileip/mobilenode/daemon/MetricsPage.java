package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.mobileip.config.Metrics;
import org.mobileip.host.Dataplane;
import org.mobileip.metrics.Exposition;
import org.mobileip.metrics.MetricsServer;
import org.mobileip.metrics.TunnelFamilies;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.State;
import org.mobileip.mobilenode.Status;

/** What the mobile node tells whoever scrapes it. */
final class MetricsPage {

    private static final String PREFIX = "mobileip_mn_";

    private final ControlLoop control;
    private final Dataplane dataplane;

    private MetricsPage(ControlLoop control, Dataplane dataplane) {
        this.control = control;
        this.dataplane = dataplane;
    }

    /**
     * Serves it; {@code loop} runs what reads the engine.
     *
     * @throws IOException where the address cannot be had
     */
    static MetricsServer serve(Optional<Metrics> where, Executor loop, ControlLoop control, Dataplane dataplane)
            throws IOException {
        MetricsPage page = new MetricsPage(control, dataplane);
        return MetricsServer.start(where, loop, page::look);
    }

    /** On the loop: copies alone. */
    private Consumer<Exposition> look() {
        control.catchUp();
        Status status = control.engine().status();
        Optional<HandoverMeter.Result> last = control.meter().last();
        long handovers = control.meter().handovers();
        Counters counters = control.counters();
        long requests = counters.requests();
        long accepted = counters.accepted();
        long denied = sum(counters.denials()); // Their codes come from the network: no labels.
        SortedMap<String, Long> discarded = counters.discards();
        return exposition -> {
            state(exposition, status);
            handovers(exposition, handovers, last);
            exposition.counter(
                    PREFIX + "registration_requests_total", "Registration requests that were sent.", requests);
            exposition.counters(
                    PREFIX + "registration_replies_total",
                    "Registration replies by what they said.",
                    "result",
                    Map.of("accepted", accepted, "denied", denied));
            exposition.counters(
                    PREFIX + "discarded_total",
                    "Messages that were not looked at, by the reason.",
                    "reason",
                    withAllReasons(discarded));
            TunnelFamilies.add(exposition, PREFIX, "to_home_agent", "from_home_agent", dataplane.total());
        };
    }

    private static void state(Exposition exposition, Status status) {
        Map<String, Double> states = new LinkedHashMap<>();
        for (State each : State.values()) {
            states.put(each.label(), each == status.state() ? 1.0 : 0.0);
        }
        exposition.gauges(PREFIX + "state", "1 for the state that the mobile node is in.", "state", states);
        exposition.gauge(
                PREFIX + "home_agent_rtt_seconds",
                "From the last registration request that was answered to its reply.",
                status.roundTrip().map(Exposition::seconds));
    }

    private static void handovers(Exposition exposition, long count, Optional<HandoverMeter.Result> last) {
        exposition.counter(PREFIX + "handovers_total", "Handovers that the home agent has accepted.", count);
        exposition.gauge(
                PREFIX + "handover_seconds",
                "How long the last handover took, from the first sign to the first packet.",
                last.map(HandoverMeter.Result::total).map(Exposition::seconds));
        exposition.gauges(
                PREFIX + "handover_phase_seconds",
                "How long each phase of the last handover took.",
                "phase",
                last.map(MetricsPage::phases).orElse(Map.of()));
    }

    private static Map<String, Double> phases(HandoverMeter.Result result) {
        Map<String, Double> phases = new TreeMap<>();
        phases.put("detect", Exposition.seconds(result.handover().detect()));
        phases.put("address", Exposition.seconds(result.handover().address()));
        phases.put("register", Exposition.seconds(result.handover().register()));
        phases.put("install", Exposition.seconds(result.install()));
        result.firstPacket().map(Exposition::seconds).ifPresent(time -> phases.put("first_packet", time));
        return phases;
    }

    private static Map<String, Long> withAllReasons(SortedMap<String, Long> discarded) {
        Map<String, Long> reasons = new TreeMap<>();
        for (Effect.Reason reason : Effect.Reason.values()) {
            reasons.put(reason.label(), 0L);
        }
        reasons.putAll(discarded);
        return reasons;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
