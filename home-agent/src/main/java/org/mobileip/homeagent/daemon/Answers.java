package org.mobileip.homeagent.daemon;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.Metrics;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;
import org.mobileip.homeagent.Binding;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.UdpTunnelling;
import org.mobileip.homeagent.store.Store;
import org.mobileip.homeagent.store.StoreStatus;
import org.mobileip.host.Dataplane;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.tunnel.PathState;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.ServiceSelection;

/** What the daemon answers on its control socket: the documents of {@code status} and {@code bindings}. */
final class Answers {

    private final Reloader configuration;
    private final HomeAgent agent;
    private final Dataplane dataplane;
    private final Journal journal;
    private final Health health;
    private final Store store;
    private final Ticker ticker;
    private final Tick started;
    private final Consumer<Event> events;

    Answers(
            Reloader configuration,
            HomeAgent agent,
            Dataplane dataplane,
            Journal journal,
            Health health,
            Store store,
            Ticker ticker,
            Consumer<Event> events) {
        this.events = events;
        this.configuration = configuration;
        this.agent = agent;
        this.dataplane = dataplane;
        this.journal = journal;
        this.health = health;
        this.store = store;
        this.ticker = ticker;
        this.started = ticker.now();
    }

    List<Verb> verbs() {
        return List.of(
                Verb.read("status", words -> status()),
                Verb.read("bindings", words -> bindings()),
                configuration.verb(),
                Verb.change("drop", this::drop),
                Verb.change("notify", this::tell));
    }

    private HomeAgentConfig config() {
        return configuration.running();
    }

    /** Ends the bindings of the node with that name or home address. */
    private Map<String, Object> drop(List<String> words) throws ControlException {
        if (words.isEmpty() || words.size() > 2) {
            throw new ControlException(ExitCode.USAGE, "drop needs the name of one node, or its home address");
        }
        List<Binding> meant = meant(words.get(0));
        Optional<MessageString> message = words.stream()
                .skip(1)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(MessageString::ofHomeAgent);
        Instant timeOfDay = TimeOfDay.source().instant();
        meant.stream()
                .map(Binding::node)
                .distinct()
                .forEach(name -> events.accept(new Event.Drop(timeOfDay, name, message)));
        Map<String, Object> document = document("mobileip.drop/1");
        document.put("dropped", meant.stream().map(Answers::dropped).toList());
        return document;
    }

    /** The bindings of the node with that name or home address. */
    private List<Binding> meant(String wanted) throws ControlException {
        List<Binding> meant = agent.bindings().stream()
                .filter(binding -> binding.node().equals(wanted)
                        || binding.home().toString().equals(wanted))
                .toList();
        if (meant.isEmpty()) {
            boolean isKnown = config().nodes().stream()
                    .anyMatch(node -> node.name().equals(wanted)
                            || node.address().map(Object::toString).equals(Optional.of(wanted)));
            throw isKnown
                    ? new ControlException(ExitCode.MISSED, wanted + " has no binding")
                    : new ControlException(ExitCode.USAGE, "there is no node \"" + wanted + "\"");
        }
        return meant;
    }

    /** Tells the person behind the node with that name or home address something. */
    private Map<String, Object> tell(List<String> words) throws ControlException {
        if (words.size() != 2
                || words.get(1).isEmpty()
                || words.get(1).getBytes(StandardCharsets.UTF_8).length > MessageString.LONGEST) {
            throw new ControlException(
                    ExitCode.USAGE,
                    "notify needs one node, and a text of 1 to " + MessageString.LONGEST + " octets in UTF-8");
        }
        Binding binding = meant(words.get(0)).get(0);
        Optional<String> obstacle = agent.whyNotTell(binding.home());
        if (obstacle.isPresent()) {
            throw new ControlException(ExitCode.MISSED, binding.node() + " " + obstacle.get());
        }
        events.accept(
                new Event.Tell(TimeOfDay.source().instant(), binding.home(), MessageString.ofHomeAgent(words.get(1))));
        Map<String, Object> document = document("mobileip.notify/1");
        document.put("node", binding.node());
        document.put("home_address", binding.home().toString());
        return document;
    }

    private static Map<String, Object> dropped(Binding binding) {
        Map<String, Object> row = document();
        row.put("node", binding.node());
        row.put("home_address", binding.home().toString());
        row.put("care_of_address", binding.careOf().toString());
        row.put("told", binding.isRevocable());
        return row;
    }

    private Map<String, Object> status() {
        TunnelCounters total = dataplane.total();
        Map<String, Object> document = document("mobileip.home-agent/1");
        document.put("state", "running");
        document.put("pid", ProcessHandle.current().pid());
        document.put("address", config().address().toString());
        config().publicAddress().ifPresent(known -> document.put("public", known.toString()));
        document.put("interface", config().homeInterface().orElse(null));
        document.put("network", config().network().toString());
        document.put("configuration", config().file().toString());
        document.put("configuration_loaded", configuration.loadedAt().toString());
        document.put("waits_for_restart", configuration.waiting());
        document.put("metrics", config().metrics().map(Metrics::url).orElse(null));
        document.put("up_s", ticker.now().since(started).toSeconds());
        document.put("nodes", config().nodes().size());
        document.put("bindings", agent.size());
        document.put("dataplane", dataplane.name());
        document.put("dataplane_reason", dataplane.why());
        document.put("registrations", journal.registrations(health.droppedByKernel()));
        Map<String, Object> tunnel = document();
        tunnel.put("packets", total.encapsulatedPackets() + total.decapsulatedPackets());
        tunnel.put("bytes", total.encapsulatedOctets() + total.decapsulatedOctets());
        tunnel.put("to_nodes", traffic(total.encapsulatedPackets(), total.encapsulatedOctets()));
        tunnel.put("from_nodes", traffic(total.decapsulatedPackets(), total.decapsulatedOctets()));
        tunnel.put("dropped", total.dropped());
        document.put("tunnel", tunnel);
        document.put("security", journal.security());
        List<String> problems = new ArrayList<>(health.problems());
        dataplane.blackHole().map(Health::ofBlackHole).ifPresent(problems::add);
        StoreStatus kept = store.status();
        document.put("store", store(kept));
        if (!kept.problem().isEmpty()) {
            problems.add("the state in " + kept.where() + ": " + kept.problem());
        }
        document.put("health", problems);
        document.put("events", journal.events());
        return document;
    }

    private Map<String, Object> store(StoreStatus kept) {
        Map<String, Object> document = document();
        document.put("state", kept.state().name().toLowerCase(Locale.ROOT));
        document.put("path", kept.where());
        document.put("commits", kept.batches());
        document.put("changes", kept.changes());
        document.put("waiting", store.waiting());
        document.put("bytes", kept.octets());
        document.put("last_commit_ms", kept.lastCommitMicros() / 1000.0);
        return document;
    }

    private Map<String, Object> bindings() {
        Tick now = ticker.now();
        List<Map<String, Object>> rows = new ArrayList<>();
        agent.bindings().forEach(binding -> rows.add(row(now, binding)));
        Map<String, Object> document = document("mobileip.bindings/1");
        document.put("bindings", rows);
        return document;
    }

    private Map<String, Object> row(Tick now, Binding binding) {
        TunnelCounters traffic = dataplane.of(binding.home());
        boolean infinite = binding.granted().isInfinite();
        Map<String, Object> row = document();
        row.put("node", binding.node());
        row.put("home_address", binding.home().toString());
        row.put("care_of_address", binding.careOf().toString());
        row.put("via", binding.isDirect() ? "direct" : "foreign-agent");
        row.put("encapsulation", binding.tunnel().word());
        row.put("reverse_tunnel", binding.flags().reverseTunneling());
        row.put("nat", binding.nat().map(nat -> nat(binding, nat)).orElse(null));
        row.put("granted_s", infinite ? null : binding.granted().seconds());
        row.put("remaining_s", infinite ? null : wholeSeconds(binding.ends().since(now)));
        row.put("spi", "0x" + Integer.toHexString(binding.spi()));
        row.put("to_node", traffic(traffic.encapsulatedPackets(), traffic.encapsulatedOctets()));
        row.put("from_node", traffic(traffic.decapsulatedPackets(), traffic.decapsulatedOctets()));
        row.put(
                "networks",
                binding.networks().stream().map(Ipv4Prefix::toString).toList());
        row.put("service", binding.service().map(ServiceSelection::text).orElse(null));
        row.put("bid", binding.id().isPresent() ? binding.id().getAsInt() : null);
        row.put("flows", agent.flowsBy(binding));
        Optional<PathState> path =
                dataplane.state(binding.home(), binding.path().careOf());
        row.put("mtu", path.map(state -> Math.min(state.mtu(), widest(state))).orElse(null));
        row.put("reachable", path.map(PathState::reachable).orElse(null));
        row.put("hops", path.map(Answers::hops).orElse(null));
        row.put("black_hole", path.filter(PathState::isBlackHole).isPresent());
        row.put("since_s", now.since(binding.since()).toSeconds());
        return row;
    }

    /** What the tunnel takes where nothing on the way is narrow. */
    private int widest(PathState path) {
        return config().tunnel().mtu().orElse(TunOptions.usualMtu(Set.of(path.encapsulation())));
    }

    private static @Nullable Integer hops(PathState path) {
        return path.hops().isPresent() ? path.hops().getAsInt() : null;
    }

    /** A half-bound tunnel is told its port by packets, past the engine. */
    private String nat(Binding binding, UdpTunnelling.Granted nat) {
        OptionalInt port =
                nat.end().port().isPresent() ? nat.end().port() : dataplane.toldPort(binding.home(), nat.address());
        return port.isPresent()
                ? nat.address() + ":" + port.getAsInt()
                : nat.address().toString();
    }

    private static Map<String, Object> traffic(long packets, long bytes) {
        Map<String, Object> traffic = document();
        traffic.put("packets", packets);
        traffic.put("bytes", bytes);
        return traffic;
    }

    private static long wholeSeconds(Duration left) {
        return Math.max(0, left.toSeconds());
    }

    private static Map<String, Object> document(String schema) {
        Map<String, Object> document = document();
        document.put("schema", schema);
        return document;
    }

    @SuppressWarnings("NullAway") // JSON has nulls, and so have these maps.
    private static Map<String, Object> document() {
        return new LinkedHashMap<>();
    }
}
