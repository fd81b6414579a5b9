package org.mobileip.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.control.ControlException;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.linux.Privileges;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** What is looked at. No method changes anything. */
public interface Machine {

    /** System, Java and user in one line. */
    String words();

    /** Why the C library cannot be used; then only the methods up to here may be called. Empty: it can. */
    Optional<String> libraryRefusal();

    /** Those of {@code needed} that this process has not. */
    List<Privileges.Capability> missing(Privileges.Capability... needed);

    /** Why no TUN device can be made; empty: one could. */
    Optional<String> tunRefusal();

    /** Why the bpf dataplane would not be taken, after it was tried; empty: it would. */
    Optional<String> bpfRefusal();

    /** Why the kernel dataplane would not be taken, after it was tried; empty: it would. */
    Optional<String> kernelRefusal();

    /** A kernel setting such as {@code net/ipv4/ip_forward}; empty: there is none of that name. */
    Optional<String> setting(String key);

    /** Whether some program has bound the UDP port. */
    boolean isUdpPortTaken(int port);

    /** Why nobody could listen there by TCP; empty: somebody could. */
    Optional<String> listenRefusal(Endpoint tcp);

    /** By how much the clock is off at most, as its keeper says; empty: nobody keeps it. */
    Optional<Duration> clockError();

    List<Link> links();

    List<LinkAddress> addresses();

    /** Whether there is a way to {@code destination} for packets with that firewall mark. */
    boolean hasRoute(Ipv4 destination, int mark);

    /** Whether this process may make files in {@code directory}, or make it. */
    boolean mayWrite(Path directory);

    /** Whether systemd-networkd runs, and takes away rules that are not its own. */
    boolean hasJealousNetworkd();

    /**
     * What the daemon says of itself; empty: none runs.
     *
     * @throws ControlException when one is there, but may not be asked or does not answer
     */
    Optional<Map<String, Object>> status(Path controlSocket) throws ControlException;
}
