package org.mobileip.mobilenode.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.Metrics;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;
import org.mobileip.host.HomeTunnel;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.NatTraversal;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Encapsulation;
import org.mobileip.tunnel.PathState;

/** What the control socket can be asked. */
final class Verbs {

    private final Reloader configuration;
    private final Ports ports;
    private final ControlLoop control;
    private final Ping ping;

    Verbs(Reloader configuration, Ports ports, ControlLoop control) {
        this.configuration = configuration;
        this.ports = ports;
        this.control = control;
        this.ping = control.ping();
    }

    /** The verbs of a daemon that may not have been made yet: until then it answers that it is starting. */
    static final class Desk {
        private final Reloader reloader;
        private @Nullable Verbs verbs;

        Desk(Reloader reloader) {
            this.reloader = reloader;
        }

        /** Somebody has asked by a signal for the file to be read again. On a thread of its own. */
        void hangUp() {
            reloader.signalled(this::control);
        }

        private ControlLoop control() throws ControlException {
            return ready().control;
        }

        /** From now on they answer. On the loop's thread, or before it runs. */
        void open(Verbs made) {
            verbs = made;
        }

        List<Verb> list() {
            return List.of(
                    Verb.read("status", arguments -> ready().status()),
                    Verb.read("ping", arguments -> ready().ping.begin()),
                    Verb.read("ping-result", arguments -> ready().ping.result()),
                    reloader.verb(this::control),
                    Verb.change("move", arguments -> ready().move(arguments)),
                    Verb.change("home", arguments -> ready().home()));
        }

        private Verbs ready() throws ControlException {
            Verbs now = verbs;
            if (now == null) {
                throw new ControlException(ExitCode.NO_DAEMON, "the daemon is starting");
            }
            now.control.catchUp();
            return now;
        }
    }

    private Map<String, ?> status() {
        MobileNodeConfig config = configuration.running();
        Settings settings = EngineSettings.of(config);
        Optional<PathState> path = control.engine().status().tunnel().flatMap(tunnel -> ports.dataplane()
                .state(tunnel.home(), tunnel.homeAgent()));
        StatusDocument.Tunnel tunnel = new StatusDocument.Tunnel(
                ports.dataplane().interfaceName(),
                ports.dataplane().name(),
                ports.dataplane().why(),
                control.engine()
                        .status()
                        .tunnel()
                        .map(Verbs::word)
                        .orElse(
                                settings.tunnel().nat() == NatTraversal.FORCED
                                        ? Encapsulation.UDP
                                        : settings.tunnel().encapsulation()),
                path.map(state -> Math.min(state.mtu(), Ports.mtu(config))).orElseGet(() -> Ports.mtu(config)),
                ports.dataplane().total(),
                path);
        Map<String, Object> document = StatusDocument.of(
                control.now(),
                config.name(),
                settings,
                control.engine().status(),
                tunnel,
                control.counters(),
                control.meter().last());
        document.put("configuration", config.file().toString());
        document.put("metrics", config.metrics().map(Metrics::url).orElse(null));
        document.put("waits_for_restart", configuration.waiting());
        document.put("events", control.events().newestFirst());
        return document;
    }

    private static Encapsulation word(HomeTunnel tunnel) {
        return tunnel.isInUdp() ? Encapsulation.UDP : tunnel.encapsulation();
    }

    private Map<String, ?> move(List<String> arguments) throws ControlException {
        if (arguments.size() != 1) {
            throw new ControlException(ExitCode.USAGE, "move needs the name of one interface");
        }
        String name = arguments.get(0);
        Optional<String> obstacle = control.engine().whyNot(name);
        if (obstacle.isPresent()) {
            throw new ControlException(ExitCode.MISSED, "cannot move to " + name + ": " + obstacle.get());
        }
        control.command(new Event.Move(control.moment(), name));
        return outcome();
    }

    private Map<String, ?> home() {
        control.command(new Event.Home(control.moment()));
        return outcome();
    }

    private Map<String, ?> outcome() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.command/1");
        document.put("state", control.engine().status().state().label());
        return document;
    }
}
