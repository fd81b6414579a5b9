package org.mobileip.mobilenode.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.ConfigException;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.doctor.Checks;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.Machine;
import org.mobileip.host.Link;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.ControlMessage;

/** Looks at a machine with a mobile node's eyes. What does not depend on the file is looked at without one too. */
final class MobileNodeDoctor {

    private static final String PROGRAM = "mobile-node";

    /** What home agents take where nobody says otherwise: 7 s (RFC 5944 §5.7.1). */
    private static final Duration USUAL_TOLERANCE = Duration.ofSeconds(7);

    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private MobileNodeDoctor(Machine machine) {
        this.machine = machine;
    }

    /** All there is to say; {@code file} is the configuration, which may have errors or not be there. */
    static Diagnosis examine(Path file, Machine machine) {
        MobileNodeDoctor doctor = new MobileNodeDoctor(machine);
        Optional<MobileNodeConfig> config = doctor.configuration(file);
        Optional<Finding> noLibrary = Checks.library(machine);
        if (noLibrary.isPresent()) {
            doctor.findings.add(noLibrary.get());
        } else {
            doctor.machine(config);
            config.ifPresent(doctor::network);
            config.ifPresent(doctor::files);
        }
        return new Diagnosis(machine.words(), doctor.findings);
    }

    private Optional<MobileNodeConfig> configuration(Path file) {
        try {
            MobileNodeConfig config = MobileNodeConfig.load(file);
            findings.add(Checks.configuration(file, config.warnings(), PROGRAM));
            return Optional.of(config);
        } catch (ConfigException refused) {
            findings.add(Checks.configuration(file, refused, PROGRAM));
            return Optional.empty();
        }
    }

    private void machine(Optional<MobileNodeConfig> config) {
        findings.add(Checks.capabilities(machine, PROGRAM));
        findings.add(Checks.tun(machine));
        findings.add(Checks.dataplane(
                machine,
                config.map(loaded -> loaded.tunnel().dataplane()).orElse(DataplaneChoice.AUTO),
                Optional.empty()));
        findings.add(Checks.reversePathFilter(machine));
        config.filter(loaded -> loaded.security().replay() == HomeAgentConfig.Replay.TIMESTAMP)
                .ifPresent(timestamps -> findings.add(Checks.clock(machine, USUAL_TOLERANCE)));
        findings.add(
                machine.hasJealousNetworkd()
                        ? Finding.warning(
                                "systemd-networkd",
                                "takes our rules away when it starts and on resume; they are put back",
                                "ManageForeignRoutingPolicyRules=no under [Network] in"
                                        + " /etc/systemd/networkd.conf.d/mobileip.conf")
                        : Finding.good("systemd-networkd", "leaves our rules alone"));
    }

    private void network(MobileNodeConfig config) {
        boolean isRunning = Checks.isRunning(machine, config.control());
        findings.add(port(isRunning));
        findings.add(tunnelName(config.tunnel().interfaceName(), isRunning));
        findings.add(links(config));
        for (MobileNodeConfig.Agent agent : config.home().agents()) {
            if (agent instanceof MobileNodeConfig.Agent.Address known) {
                findings.add(route(known.address()));
            }
        }
    }

    private Finding port(boolean isRunning) {
        String port = "UDP port " + ControlMessage.PORT;
        if (!machine.isUdpPortTaken(ControlMessage.PORT)) {
            return Finding.good(port, "free");
        }
        return isRunning
                ? Finding.good(port, "taken, perhaps by the mobile node that runs")
                : Finding.warning(
                        port,
                        "another program has it: what a home agent says of a revoked binding is not heard",
                        "see which: ss -lunp sport = :" + ControlMessage.PORT);
    }

    private Finding tunnelName(String name, boolean isRunning) {
        boolean isThere = machine.links().stream().anyMatch(link -> link.name().equals(name));
        return !isThere || isRunning
                ? Finding.good("tunnel", name + (isThere ? " is that of the mobile node that runs" : " is free"))
                : Finding.problem(
                        "tunnel",
                        "another program has an interface " + name,
                        "end that program, or say [tunnel] interface = \"mip1\"");
    }

    private Finding links(MobileNodeConfig config) {
        List<String> usable = machine.links().stream()
                .filter(link ->
                        !link.loopback() && !link.name().equals(config.tunnel().interfaceName()))
                .filter(link -> config.interfaces().stream().anyMatch(each -> each.matches(link.name())))
                .filter(Link::up)
                .map(Link::name)
                .toList();
        return usable.isEmpty()
                ? Finding.warning(
                        "interfaces",
                        "none that [[interface]] names is up",
                        "ip link shows those there are; ip link set NAME up")
                : Finding.good("interfaces", String.join(", ", usable) + (usable.size() == 1 ? " is up" : " are up"));
    }

    private Finding route(Ipv4 agent) {
        return machine.hasRoute(agent, HostPlan.MARK)
                ? Finding.good("home agent", "there is a route to " + agent)
                : Finding.warning(
                        "home agent",
                        "there is no route to " + agent,
                        "get an address and a default route on one of the interfaces, by DHCP for example");
    }

    private void files(MobileNodeConfig config) {
        findings.add(Checks.directory(machine, "state", config.state()));
        Path control = config.control().toAbsolutePath();
        Optional.ofNullable(control.getParent())
                .ifPresent(place -> findings.add(Checks.directory(machine, "control socket", place)));
        config.metrics().ifPresent(wanted -> findings.add(Checks.metrics(machine, wanted, control)));
        findings.add(Checks.daemon(machine, control, PROGRAM));
    }
}
