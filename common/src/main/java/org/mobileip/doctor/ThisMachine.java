package org.mobileip.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mobileip.cli.ExitCode;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.linux.ClockKeeper;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.Privileges;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.Sysctl;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** The machine, and the network namespace, that this process runs on. */
public final class ThisMachine implements Machine {

    private static final Path TUN = Path.of("/dev/net/tun");
    private static final Path UDP_SOCKETS = Path.of("/proc/thread-self/net/udp");
    private static final Path NETWORKD = Path.of("/run/systemd/netif/state");
    private static final List<Path> NETWORKD_SETTINGS = List.of(
            Path.of("/etc/systemd/networkd.conf"),
            Path.of("/etc/systemd/networkd.conf.d"),
            Path.of("/run/systemd/networkd.conf.d"),
            Path.of("/usr/lib/systemd/networkd.conf.d"));

    @Override
    public String words() {
        return "Linux " + System.getProperty("os.version") + ", Java " + System.getProperty("java.version") + ", user "
                + System.getProperty("user.name");
    }

    @Override
    public Optional<String> libraryRefusal() {
        try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
            return network.links().isEmpty()
                    ? Optional.of("the kernel tells of no interface at all")
                    : Optional.empty();
        } catch (LinkageError | HostException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public List<Privileges.Capability> missing(Privileges.Capability... needed) {
        return Privileges.missing(needed);
    }

    /** A device that is opened makes no interface yet. */
    @Override
    public Optional<String> tunRefusal() {
        if (!Files.exists(TUN)) {
            return Optional.of("there is no " + TUN);
        }
        try {
            Fd.openNonBlocking(TUN.toString()).close();
            return Optional.empty();
        } catch (HostException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Optional<String> bpfRefusal() {
        return BpfTrial.tried();
    }

    @Override
    public Optional<String> kernelRefusal() {
        return KernelTrial.tried();
    }

    @Override
    public Optional<String> setting(String key) {
        try {
            return Optional.of(Sysctl.read(key));
        } catch (HostException thereIsNone) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isUdpPortTaken(int port) {
        try {
            return UdpSockets.isTaken(port, Files.readAllLines(UDP_SOCKETS));
        } catch (IOException withoutProc) {
            throw new UncheckedIOException(withoutProc);
        }
    }

    @Override
    public Optional<String> listenRefusal(Endpoint tcp) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(tcp.address().toString(), tcp.port()));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Optional<Duration> clockError() {
        return ClockKeeper.greatestError();
    }

    @Override
    public List<Link> links() {
        try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
            return network.links();
        }
    }

    @Override
    public List<LinkAddress> addresses() {
        try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
            return network.addresses();
        }
    }

    @Override
    public boolean hasRoute(Ipv4 destination, int mark) {
        try (RouteMtu routes = RouteMtu.open(OptionalInt.of(mark))) {
            return routes.wayTo(destination).isPresent();
        }
    }

    @Override
    public boolean mayWrite(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there);
    }

    @Override
    public boolean hasJealousNetworkd() {
        return Files.exists(NETWORKD)
                && NETWORKD_SETTINGS.stream()
                        .flatMap(ThisMachine::files)
                        .flatMap(ThisMachine::lines)
                        .noneMatch(
                                line -> line.strip().matches("(?i)ManageForeignRoutingPolicyRules=(no|false|0|off)"));
    }

    private static Stream<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return Stream.of(place).filter(Files::isReadable);
        }
        try (Stream<Path> inside = Files.list(place)) {
            return inside.filter(Files::isReadable).toList().stream();
        } catch (IOException unreadable) {
            return Stream.of();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            return Stream.of();
        }
    }

    @Override
    public Optional<Map<String, Object>> status(Path controlSocket) throws ControlException {
        try {
            return Optional.of(ControlClient.ask(controlSocket, "status"));
        } catch (ControlException refused) {
            if (refused.exitCode() == ExitCode.NO_DAEMON) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
