package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.cli.ExitCode;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.Privileges;
import org.mobileip.host.linux.Privileges.Capability;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.scenarios.measure.WorldProvider.Obstacle;
import org.mobileip.scenarios.plan.InstalledProgram;

/** Why network namespaces, or what goes into them, are not to be had here; each answer says what would help. */
final class Obstacles {

    private static final Path PROC = Path.of("/proc/self/ns/net");
    private static final Path TUN = Path.of("/dev/net/tun");
    private static final Capability[] NEEDED = {
        Capability.CAP_SYS_ADMIN, Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW, Capability.CAP_NET_BIND_SERVICE
    };

    private Obstacles() {}

    /** The first there is; empty: none. Makes one namespace and forgets it. */
    static Optional<Obstacle> first() {
        return Stream.<Supplier<Optional<Obstacle>>>of(
                        Obstacles::otherSystem,
                        Obstacles::missingRights,
                        Obstacles::missingTun,
                        Obstacles::missingProgram,
                        Obstacles::refusedNamespace)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Obstacle> otherSystem() {
        return Files.exists(PROC)
                ? Optional.empty()
                : cannot("there are no network namespaces: this is no Linux, or a kernel without them (" + PROC
                        + " is missing)");
    }

    private static Optional<Obstacle> missingRights() {
        List<Capability> missing = Privileges.missing(NEEDED);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String names = missing.stream().map(Enum::name).collect(Collectors.joining(", "));
        return Optional.of(new Obstacle(
                ExitCode.NOT_PERMITTED,
                "network namespaces need root, or a user namespace; this user lacks " + names + ", and "
                        + userNamespaces()));
    }

    /** Whether and how this user could have a user namespace: the launcher would have made one if so. */
    private static String userNamespaces() {
        try {
            Process unshare = new ProcessBuilder("unshare", "--user", "--map-root-user", "true")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(unshare.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return unshare.waitFor() == 0
                    ? "the program was not started by its launcher, which makes a user namespace"
                    : "user namespaces are refused here (" + said + ")";
        } catch (IOException missing) {
            return "there is no program unshare to make a user namespace (install util-linux)";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "nobody waited for a user namespace";
        }
    }

    private static Optional<Obstacle> missingTun() {
        if (!Files.exists(TUN)) {
            return cannot("there is no " + TUN + ": load it with \"modprobe tun\", or pass it into the container with"
                    + " \"--device " + TUN + "\"");
        }
        return Files.isReadable(TUN) && Files.isWritable(TUN)
                ? Optional.empty()
                : Optional.of(
                        new Obstacle(
                                ExitCode.NOT_PERMITTED,
                                TUN
                                        + " may not be opened by this user, though everybody may where the system is set up as usual"));
    }

    private static Optional<Obstacle> missingProgram() {
        return InstalledProgram.find("setpriv").isPresent()
                ? Optional.empty()
                : cannot("the program setpriv is missing, by which daemons die with us: install util-linux");
    }

    /** A container may have the rights and yet not be let. */
    private static Optional<Obstacle> refusedNamespace() {
        try (NetworkNamespace probe = NetworkNamespace.create("probe")) {
            probe.run(() -> Sysctl.write("net/ipv4/ip_forward", "1"));
            return Optional.empty();
        } catch (HostException refused) {
            return cannot(refused.getMessage() + ": in a container, network namespaces need \"--privileged\"");
        }
    }

    private static Optional<Obstacle> cannot(String message) {
        return Optional.of(new Obstacle(ExitCode.CANNOT_RUN_HERE, message));
    }
}
