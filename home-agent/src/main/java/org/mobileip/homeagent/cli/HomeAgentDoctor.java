package org.mobileip.homeagent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.ConfigException;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.doctor.Checks;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.Machine;
import org.mobileip.host.Link;
import org.mobileip.wire.ControlMessage;

/** Looks at a machine with a home agent's eyes. What does not depend on the file is looked at without one too. */
final class HomeAgentDoctor {

    private static final String PROGRAM = "home-agent";
    private static final String FORWARDING = "net/ipv4/ip_forward";

    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private HomeAgentDoctor(Machine machine) {
        this.machine = machine;
    }

    /** All there is to say; {@code file} is the configuration, which may have errors or not be there. */
    static Diagnosis examine(Path file, Machine machine) {
        HomeAgentDoctor doctor = new HomeAgentDoctor(machine);
        Optional<HomeAgentConfig> config = doctor.configuration(file);
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

    private Optional<HomeAgentConfig> configuration(Path file) {
        try {
            HomeAgentConfig config = HomeAgentConfig.load(file);
            findings.add(Checks.configuration(file, config.warnings(), PROGRAM));
            return Optional.of(config);
        } catch (ConfigException refused) {
            findings.add(Checks.configuration(file, refused, PROGRAM));
            return Optional.empty();
        }
    }

    private void machine(Optional<HomeAgentConfig> config) {
        findings.add(Checks.capabilities(machine, PROGRAM));
        findings.add(Checks.tun(machine));
        findings.add(Checks.dataplane(
                machine,
                config.map(loaded -> loaded.tunnel().dataplane()).orElse(DataplaneChoice.AUTO),
                config.filter(loaded -> loaded.tunnel().nodeRate().isPresent())
                        .map(limiting -> "no other limits the rate of each node (node_rate)")));
        findings.add(port(config));
        findings.add(forwarding());
        findings.add(Checks.reversePathFilter(machine));
        config.filter(HomeAgentDoctor::hasTimestamps)
                .ifPresent(loaded ->
                        findings.add(Checks.clock(machine, loaded.registration().clockTolerance())));
    }

    private static boolean hasTimestamps(HomeAgentConfig config) {
        return config.nodes().stream().anyMatch(node -> node.replay() == HomeAgentConfig.Replay.TIMESTAMP);
    }

    private Finding port(Optional<HomeAgentConfig> config) {
        String port = "UDP port " + ControlMessage.PORT;
        if (!machine.isUdpPortTaken(ControlMessage.PORT)) {
            return Finding.good(port, "free");
        }
        boolean isOurs = config.filter(
                        loaded -> Checks.isRunning(machine, loaded.daemon().control()))
                .isPresent();
        return isOurs
                ? Finding.good(port, "the home agent that runs has it")
                : Finding.problem(
                        port, "another program has it", "see which: ss -lunp sport = :" + ControlMessage.PORT);
    }

    private Finding forwarding() {
        return machine.setting(FORWARDING).filter("1"::equals).isPresent()
                ? Finding.good("IPv4 forwarding", "on")
                : Finding.warning(
                        "IPv4 forwarding",
                        "off; home-agent run turns it on, and leaves it on",
                        "sysctl -w net.ipv4.ip_forward=1");
    }

    private void network(HomeAgentConfig config) {
        boolean isOurs = machine.addresses().stream()
                .anyMatch(each -> each.address().address().equals(config.address()));
        findings.add(
                isOurs
                        ? Finding.good("address", config.address() + " is one of this machine")
                        : Finding.problem(
                                "address",
                                config.address() + " is none of this machine: replies cannot be sent from it",
                                "ip address add " + config.address() + " dev "
                                        + config.homeInterface().orElse("lo")));
        findings.add(config.homeInterface()
                .map(this::homeLink)
                .orElseGet(() -> Finding.good("home link", "none: the home network is virtual")));
    }

    private Finding homeLink(String name) {
        Optional<Link> link = machine.links().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (link.isEmpty()) {
            return Finding.problem("home link", "there is no interface " + name, "ip link shows those there are");
        }
        if (!link.get().up()) {
            return Finding.problem("home link", name + " is down", "ip link set " + name + " up");
        }
        return link.get().running()
                ? Finding.good("home link", name + " is up")
                : Finding.problem("home link", name + " has no carrier", "plug its cable in");
    }

    private void files(HomeAgentConfig config) {
        config.daemon().state().ifPresent(state -> findings.add(Checks.directory(machine, "state", state)));
        Path control = config.daemon().control().toAbsolutePath();
        Optional.ofNullable(control.getParent())
                .ifPresent(place -> findings.add(Checks.directory(machine, "control socket", place)));
        config.metrics().ifPresent(wanted -> findings.add(Checks.metrics(machine, wanted, control)));
        findings.add(Checks.daemon(machine, control, PROGRAM));
    }
}
