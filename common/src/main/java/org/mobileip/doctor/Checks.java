package org.mobileip.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.config.ConfigException;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.Metrics;
import org.mobileip.config.Problem;
import org.mobileip.control.ControlException;
import org.mobileip.host.Link;
import org.mobileip.host.linux.Privileges;

/** What both daemons need of a machine, each thing with how to mend it. */
public final class Checks {

    private static final String STRICT = "1";
    private static final String LOOSE = "2";

    private Checks() {}

    /** A file that cannot be used: what is wrong first, and how to mend that or to see the rest. */
    public static Finding configuration(Path file, ConfigException refused, String program) {
        List<Problem> errors =
                refused.problems().stream().filter(Problem::isError).toList();
        Problem first = errors.get(0);
        String all = program + " check -c " + file;
        return errors.size() == 1
                ? Finding.problem("configuration", first.summary(), first.hint().orElse(all))
                : Finding.problem("configuration", first.summary() + ", and " + (errors.size() - 1) + " more", all);
    }

    /** A file that can be used, with what it warns about. */
    public static Finding configuration(Path file, List<Problem> warnings, String program) {
        return warnings.isEmpty()
                ? Finding.good("configuration", file + " is good, and others cannot read its keys")
                : Finding.warning(
                        "configuration",
                        warnings.get(0).summary() + (warnings.size() == 1 ? "" : ", and more"),
                        program + " check -c " + file);
    }

    /** Whether system calls can be made at all; if not, nothing else can be looked at. */
    public static Optional<Finding> library(Machine machine) {
        return machine.libraryRefusal()
                .map(why -> Finding.problem(
                        "system calls", why, "run it on Linux with glibc, with a java.io.tmpdir that is not noexec"));
    }

    /** The rights without which no daemon starts. */
    public static Finding capabilities(Machine machine, String program) {
        List<Privileges.Capability> missing = machine.missing(
                Privileges.Capability.CAP_NET_BIND_SERVICE,
                Privileges.Capability.CAP_NET_ADMIN,
                Privileges.Capability.CAP_NET_RAW);
        return missing.isEmpty()
                ? Finding.good("rights", "CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW")
                : Finding.problem(
                        "rights",
                        "this process lacks " + words(missing),
                        "sudo " + program + " doctor, or AmbientCapabilities= of a systemd unit");
    }

    private static String words(List<Privileges.Capability> capabilities) {
        return capabilities.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The device that every dataplane stands on. */
    public static Finding tun(Machine machine) {
        return machine.tunRefusal()
                .map(why -> Finding.problem(
                        "TUN", why, "modprobe tun, or give the container /dev/net/tun with the right to open it"))
                .orElseGet(() -> Finding.good("TUN", "/dev/net/tun can be opened"));
    }

    /**
     * What would carry the tunnels.
     *
     * @param obstacle why it is tun whatever the machine can do; empty: it is not
     */
    public static Finding dataplane(Machine machine, DataplaneChoice wanted, Optional<String> obstacle) {
        if (wanted == DataplaneChoice.TUN) {
            return Finding.good("dataplane", "tun: " + wanted.asked());
        }
        if (obstacle.isPresent()) {
            return onlyTun(obstacle.get(), "leave that out");
        }
        Optional<String> ofBpf = wanted.mayBe("bpf") ? machine.bpfRefusal() : Optional.of("");
        if (ofBpf.isEmpty()) {
            return Finding.good("dataplane", "bpf: the kernel takes its programs, and they passed the self-test");
        }
        Optional<String> ofKernel = wanted.mayBe("kernel") ? machine.kernelRefusal() : Optional.of("");
        if (ofKernel.isEmpty()) {
            String why = "kernel: the kernel's own ipip device passed the self-test";
            return Finding.good("dataplane", ofBpf.get().isEmpty() ? why : why + "; " + ofBpf.get());
        }
        String refusals = Stream.of(ofBpf.get(), ofKernel.get())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("; "));
        return onlyTun(refusals, remedy(machine, wanted));
    }

    private static String remedy(Machine machine, DataplaneChoice wanted) {
        List<Privileges.Capability> lacking =
                machine.missing(Privileges.Capability.CAP_BPF, Privileges.Capability.CAP_PERFMON);
        if (wanted == DataplaneChoice.KERNEL) {
            return "take a kernel with ipip and cls_flower (modprobe ipip cls_flower)";
        }
        return lacking.isEmpty()
                ? "take Linux 5.10 or newer, outside of a user namespace"
                : "give it " + words(lacking) + " as well";
    }

    private static Finding onlyTun(String why, String remedy) {
        return Finding.warning(
                "dataplane",
                "tun: " + why,
                remedy + "; or say [tunnel] dataplane = \"tun\", which is slower but does the same");
    }

    /**
     * Whether the time of day is right, by which requests are told from replayed ones (RFC 5944 §5.7.1).
     *
     * @param tolerance by how much the clocks of both ends may differ
     */
    public static Finding clock(Machine machine, Duration tolerance) {
        Optional<Duration> error = machine.clockError();
        if (error.isPresent() && error.get().compareTo(tolerance) <= 0) {
            return Finding.good("clock", "kept, and wrong by " + error.get().toMillis() + " ms at most");
        }
        String what = error.map(by -> "wrong by up to " + by.toSeconds() + " s").orElse("kept by nobody");
        return Finding.warning(
                "clock",
                what + "; registrations are denied with code 133 where two clocks differ by more than "
                        + tolerance.toSeconds() + " s",
                "timedatectl set-ntp true, or chrony; or replay = \"nonce\" at both ends");
    }

    /** Strict reverse path filters (RFC 3704) drop what comes in by a link that the way back does not take. */
    public static Finding reversePathFilter(Machine machine) {
        String all = machine.setting("net/ipv4/conf/all/rp_filter").orElse("0");
        List<String> strict = machine.links().stream()
                .filter(link -> link.up() && !link.loopback())
                .map(Link::name)
                .filter(name -> STRICT.equals(greater(
                        all,
                        machine.setting("net/ipv4/conf/" + name + "/rp_filter").orElse("0"))))
                .toList();
        return strict.isEmpty()
                ? Finding.good("rp_filter", "not strict on any link that is up")
                : Finding.warning(
                        "rp_filter",
                        "strict on " + String.join(", ", strict)
                                + ": what comes by another link than answers go is lost",
                        "sysctl -w net.ipv4.conf.all.rp_filter=" + LOOSE);
    }

    /** The kernel takes the greater of both. */
    private static String greater(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** A place that the daemon writes to. */
    public static Finding directory(Machine machine, String subject, Path directory) {
        return machine.mayWrite(directory)
                ? Finding.good(subject, directory + " can be written")
                : Finding.problem(
                        subject, directory + " cannot be written", "sudo install -d -o $(id -un) " + directory);
    }

    /** Where metrics are to be served; a daemon that runs has that address perhaps. */
    public static Finding metrics(Machine machine, Metrics wanted, Path control) {
        Optional<String> refusal = machine.listenRefusal(wanted.listen());
        if (refusal.isEmpty()) {
            return Finding.good("metrics", wanted.listen() + " is free");
        }
        return isRunning(machine, control)
                ? Finding.good("metrics", wanted.listen() + " is taken, perhaps by the daemon that runs")
                : Finding.problem(
                        "metrics",
                        "cannot be served at " + wanted.listen() + ": " + refusal.get(),
                        "see which program has it: ss -ltnp sport = :"
                                + wanted.listen().port());
    }

    /** What a daemon says of itself that runs already; its troubles are warnings here. */
    public static Finding daemon(Machine machine, Path control, String program) {
        try {
            return machine.status(control)
                    .map(status -> running(status, program))
                    .orElseGet(() -> Finding.good("daemon", "none answers at " + control));
        } catch (ControlException refused) {
            return Finding.warning("daemon", refused.reason(), "sudo " + program + " doctor");
        }
    }

    private static Finding running(Map<String, Object> status, String program) {
        List<?> health = status.get("health") instanceof List<?> troubles ? troubles : List.of();
        String state = "runs, " + status.get("state");
        return health.isEmpty()
                ? Finding.good("daemon", state)
                : Finding.warning("daemon", state + ": " + health.get(0), program + " status");
    }

    /** Whether a daemon runs and answers. */
    public static boolean isRunning(Machine machine, Path control) {
        try {
            return machine.status(control).isPresent();
        } catch (ControlException itDoesButMayNotBeAsked) {
            return true;
        }
    }
}
