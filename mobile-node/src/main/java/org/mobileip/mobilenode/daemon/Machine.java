package org.mobileip.mobilenode.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.host.linux.Privileges;

/** Whether this machine and this configuration are such that the daemon can run; said before anything is touched. */
final class Machine {

    private static final Path TUN = Path.of("/dev/net/tun");

    private Machine() {}

    /**
     * Checks rights and devices.
     *
     * @throws CommandFailure with exit code 4 or 5 and what would help
     */
    static void check(MobileNodeConfig config) throws CommandFailure {
        List<Privileges.Capability> missing = Privileges.missing();
        if (!missing.isEmpty()) {
            String names = missing.stream().map(Enum::name).collect(Collectors.joining(", "));
            throw MobileNodeDaemon.notPermitted("this user lacks " + names, config);
        }
        if (!Files.exists(TUN)) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE, "there is no " + TUN + ": load it with \"modprobe tun\", or pass it in");
        }
    }
}
