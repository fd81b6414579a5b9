package org.mobileip.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.control.ControlException;
import org.mobileip.doctor.Machine;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.linux.Privileges.Capability;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/** A machine for a doctor to look at: everything is well until a test takes something away. */
public final class FakeMachine implements Machine {

    public final Map<String, String> settings = new HashMap<>();
    public final Set<Capability> missing = EnumSet.noneOf(Capability.class);
    public final Set<Integer> takenPorts = new HashSet<>();
    public final List<Link> links = new ArrayList<>();
    public final List<LinkAddress> addresses = new ArrayList<>();
    public final Set<Path> readOnly = new HashSet<>();
    public Optional<String> libraryRefusal = Optional.empty();
    public Optional<String> tunRefusal = Optional.empty();
    public Optional<String> bpfRefusal = Optional.empty();
    public Optional<String> kernelRefusal = Optional.of("kernel is refused: make ipip device");
    public Optional<Duration> clockError = Optional.of(Duration.ofMillis(12));
    public Optional<Map<String, Object>> status = Optional.empty();
    public Optional<ControlException> statusRefusal = Optional.empty();
    public boolean isJealous;
    public boolean hasRoutes = true;

    /** One with an Ethernet link of that name and address, on which packets are forwarded. */
    public FakeMachine(String link, String address) {
        putLink(1, "lo", true, true);
        putLink(2, link, true, true);
        addresses.add(new LinkAddress(2, InterfaceAddress.parse(address)));
        settings.put("net/ipv4/ip_forward", "1");
        settings.put("net/ipv4/conf/all/rp_filter", "0");
        settings.put("net/ipv4/conf/" + link + "/rp_filter", "2");
    }

    /** Puts a link there, in place of one of the same index. */
    public void putLink(int index, String name, boolean isUp, boolean isRunning) {
        links.removeIf(link -> link.index() == index);
        MacAddress mac = new MacAddress(0x0200_0000_0000L + index);
        links.add(new Link(index, name, mac, isUp, isRunning, name.equals("lo"), Link.ETHERNET_MTU));
    }

    @Override
    public String words() {
        return "Linux 6.18.44, Java 17.0.15, user mip";
    }

    @Override
    public Optional<String> libraryRefusal() {
        return libraryRefusal;
    }

    @Override
    public List<Capability> missing(Capability... needed) {
        return List.of(needed).stream().filter(missing::contains).toList();
    }

    @Override
    public Optional<String> tunRefusal() {
        return tunRefusal;
    }

    @Override
    public Optional<String> kernelRefusal() {
        return kernelRefusal;
    }

    @Override
    public Optional<String> bpfRefusal() {
        return bpfRefusal;
    }

    @Override
    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    @Override
    public boolean isUdpPortTaken(int port) {
        return takenPorts.contains(port);
    }

    @Override
    public Optional<String> listenRefusal(Endpoint tcp) {
        return takenPorts.contains(tcp.port()) ? Optional.of("Address already in use") : Optional.empty();
    }

    @Override
    public Optional<Duration> clockError() {
        return clockError;
    }

    @Override
    public List<Link> links() {
        return List.copyOf(links);
    }

    @Override
    public List<LinkAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public boolean hasRoute(Ipv4 destination, int mark) {
        return hasRoutes;
    }

    @Override
    public boolean mayWrite(Path directory) {
        return !readOnly.contains(directory);
    }

    @Override
    public boolean hasJealousNetworkd() {
        return isJealous;
    }

    @Override
    public Optional<Map<String, Object>> status(Path controlSocket) throws ControlException {
        if (statusRefusal.isPresent()) {
            throw statusRefusal.get();
        }
        return status;
    }
}
