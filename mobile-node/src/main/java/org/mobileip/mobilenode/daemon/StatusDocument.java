package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.TunnelCounters;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.Denial;
import org.mobileip.mobilenode.ForeignAgent;
import org.mobileip.mobilenode.Handover;
import org.mobileip.mobilenode.LinkStanding;
import org.mobileip.mobilenode.NetworkStanding;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.Status;
import org.mobileip.mobilenode.UplinkStanding;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.tunnel.PathState;
import org.mobileip.wire.ReplyCode;

/** The answer to {@code status}: {@code mobileip.mobile-node/1}. */
final class StatusDocument {

    static final String SCHEMA = "mobileip.mobile-node/1";

    private StatusDocument() {}

    /**
     * What is told of the tunnel.
     *
     * @param why it is that dataplane
     * @param path what is known of the way to its other end; empty: there is no tunnel
     */
    record Tunnel(
            String interfaceName,
            String dataplane,
            String why,
            Encapsulation encapsulation,
            int mtu,
            TunnelCounters counters,
            Optional<PathState> path) {}

    static Map<String, Object> of(
            Tick now,
            String name,
            Settings settings,
            Status status,
            Tunnel tunnel,
            Counters counters,
            Optional<HandoverMeter.Result> last) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("node", name);
        document.put(
                "home_address",
                status.homeAddress().map(InterfaceAddress::toString).orElse(null));
        document.put("nai", settings.home().nai().map(Object::toString).orElse(null));
        document.put("state", status.state().label());
        document.put("registered", status.registered());
        document.put("home_agent", homeAgent(status));
        document.put("care_of", careOf(status.attachment()));
        document.put("links", status.links().stream().map(StatusDocument::link).toList());
        document.put(
                "networks",
                status.networks().stream().map(StatusDocument::network).toList());
        document.put(
                "uplinks",
                status.uplinks().stream().map(uplink -> uplink(now, uplink)).toList());
        document.put("tunnel", tunnel(tunnel));
        document.put("registration", registration(now, settings, status, counters));
        document.put("message", status.message().orElse(null));
        document.put("last_handover", last.map(StatusDocument::handover).orElse(null));
        List<String> health = new ArrayList<>(Health.of(now, settings, status, counters));
        if (tunnel.path().filter(PathState::isBlackHole).isPresent()) {
            health.add(Health.ofBlackHole(tunnel.mtu()));
        }
        document.put("health", health);
        return document;
    }

    private static Map<String, Object> homeAgent(Status status) {
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("address", status.homeAgent().map(Ipv4::toString).orElse(null));
        agent.put("rtt_ms", status.roundTrip().map(StatusDocument::millis).orElse(null));
        return agent;
    }

    private static @Nullable Map<String, Object> careOf(Attachment attachment) {
        if (!(attachment instanceof Attachment.Away away)) {
            return null;
        }
        Map<String, Object> careOf = new LinkedHashMap<>();
        careOf.put("address", away.careOf().toString());
        careOf.put("interface", away.interfaceName());
        careOf.put("via", away.agent().isPresent() ? "foreign-agent" : "direct");
        careOf.put("co_located", away instanceof Attachment.Visiting);
        careOf.put("foreign_agent", away.agent().map(ForeignAgent::toString).orElse(null));
        return careOf;
    }

    private static Map<String, Object> link(LinkStanding link) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("interface", link.interfaceName());
        document.put("used", link.isUsed());
        document.put("why", link.why());
        document.put(
                "rtt_ms",
                link.roundTrip()
                        .map(time -> Math.round(time.toNanos() / 10_000.0) / 100.0)
                        .orElse(null));
        return document;
    }

    private static Map<String, Object> network(NetworkStanding standing) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("prefix", standing.network().toString());
        document.put("forwarded", standing.answer().isForwarded());
        document.put("why", standing.answer().words());
        return document;
    }

    private static Map<String, Object> uplink(Tick now, UplinkStanding standing) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("interface", standing.interfaceName());
        document.put("care_of_address", standing.careOf().toString());
        document.put("bid", standing.id());
        document.put("registered", standing.endsAt().isPresent());
        document.put(
                "remaining_s",
                standing.endsAt()
                        .filter(end -> !end.equals(Tick.NEVER))
                        .map(end -> end.since(now).toSeconds())
                        .orElse(null));
        document.put("usual", standing.isUsual());
        document.put("flows", standing.flows());
        return document;
    }

    private static Map<String, Object> tunnel(Tunnel tunnel) {
        TunnelCounters counters = tunnel.counters();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("interface", tunnel.interfaceName());
        document.put("encapsulation", tunnel.encapsulation().word());
        document.put("mtu", tunnel.mtu());
        document.put("dataplane", tunnel.dataplane());
        document.put("dataplane_reason", tunnel.why());
        document.put("packets", counters.encapsulatedPackets() + counters.decapsulatedPackets());
        document.put("bytes", counters.encapsulatedOctets() + counters.decapsulatedOctets());
        document.put("dropped", counters.dropped());
        document.put("reachable", tunnel.path().map(PathState::reachable).orElse(null));
        document.put("hops", tunnel.path().map(StatusDocument::hops).orElse(null));
        document.put("black_hole", tunnel.path().filter(PathState::isBlackHole).isPresent());
        return document;
    }

    private static @Nullable Integer hops(PathState path) {
        return path.hops().isPresent() ? path.hops().getAsInt() : null;
    }

    private static Map<String, Object> registration(Tick now, Settings settings, Status status, Counters counters) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "remaining_s",
                status.bindingEndsAt()
                        .filter(end -> !end.equals(Tick.NEVER))
                        .map(end -> end.since(now).toSeconds())
                        .orElse(null));
        document.put("last_code", status.lastCode().map(ReplyCode::value).orElse(null));
        document.put(
                "next_try_s",
                status.nextTry()
                        .map(next -> Math.max(0, next.since(now).toSeconds()))
                        .orElse(null));
        document.put("deregistering", status.isDeregistering());
        document.put(
                "denial",
                status.denial().map(denial -> denial(now, settings, denial)).orElse(null));
        document.put("requests", counters.requests());
        document.put("accepted", counters.accepted());
        document.put("denied", counters.denials());
        document.put("discarded", counters.discards());
        return document;
    }

    private static Map<String, Object> denial(Tick now, Settings settings, Denial denial) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", denial.code().value());
        document.put("meaning", denial.code().meaning());
        document.put("home_agent", denial.by().toString());
        document.put("foreign_agent", denial.foreignAgent().map(Ipv4::toString).orElse(null));
        document.put("ago_s", now.since(denial.at()).toSeconds());
        document.put("likely_cause", Health.cause(settings, denial).orElse(null));
        return document;
    }

    private static Map<String, Object> handover(HandoverMeter.Result result) {
        Handover handover = result.handover();
        Map<String, Object> phases = new LinkedHashMap<>();
        phases.put("detect", millis(handover.detect()));
        phases.put("address", millis(handover.address()));
        phases.put("register", millis(handover.register()));
        phases.put("install", millis(result.install()));
        phases.put(
                "first_packet", result.firstPacket().map(StatusDocument::millis).orElse(null));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", handover.from().name().orElse(null));
        document.put("to", handover.to().name().orElse(null));
        document.put("trigger", handover.trigger().label());
        document.put("phases_ms", phases);
        return document;
    }

    /** Milliseconds with three decimals. */
    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
