package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.tunnel.BlackHole;

/** What keeps this machine from being a good home agent, looked up when it is asked for. */
final class Health {

    private static final Path STATISTICS = Path.of("/proc/thread-self/net/snmp");
    private static final String CHECKSUM_ERRORS = "InCsumErrors";
    private static final int MOST_NAMED = 10;
    private static final String OVERFLOWS = "RcvbufErrors";

    private final Supplier<HomeAgentConfig> config;
    private final HostNetwork network;
    private final long wrongChecksumsBefore;
    private final long overflowsBefore;

    Health(Supplier<HomeAgentConfig> config, HostNetwork network) {
        this.config = config;
        this.network = network;
        this.wrongChecksumsBefore = ever(CHECKSUM_ERRORS);
        this.overflowsBefore = ever(OVERFLOWS);
    }

    /** One sentence each; none when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!addressIsOurs()) {
            problems.add(config.get().address() + " is not an address of this machine: replies cannot be sent from it");
        }
        config.get().homeInterface().ifPresent(name -> {
            Optional<Link> link = link(name);
            if (link.isEmpty()) {
                problems.add("the home link " + name + " is gone");
            } else if (!link.get().running()) {
                problems.add("the home link " + name + " is down: hosts on it do not find their mobile nodes");
            }
        });
        config.get().nodes().stream()
                .filter(node -> isLockedOut(node, Instant.now()))
                .limit(MOST_NAMED)
                .forEach(node -> problems.add(
                        node.name() + " has no key that is good now (not_before, not_after): it cannot register"));
        return problems;
    }

    /** What is said of care-of addresses to which long packets vanish. */
    static String ofBlackHole(BlackHole last) {
        return "packets longer than " + last.octets() + " octets vanish on the way to " + last.exit()
                + ", and no ICMP error says so"
                + (last.found() > 1 ? "; " + last.found() + " such ways were found since the start" : "")
                + " (explain mtu)";
    }

    static boolean isLockedOut(HomeAgentConfig.Node node, Instant timeOfDay) {
        return node.security().stream()
                .noneMatch(association -> association.validity().includes(timeOfDay));
    }

    boolean addressIsOurs() {
        return network.addresses().stream()
                .anyMatch(each -> each.address().address().equals(config.get().address()));
    }

    Optional<Link> link(String name) {
        return network.links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /**
     * The UDP datagrams in this network namespace that the kernel dropped since we started: {@code wrong_checksum}, and
     * {@code queue_full} where they came faster than they were read.
     */
    Map<String, Long> droppedByKernel() {
        return Map.of(
                "wrong_checksum", ever(CHECKSUM_ERRORS) - wrongChecksumsBefore,
                "queue_full", ever(OVERFLOWS) - overflowsBefore);
    }

    private static long ever(String counter) {
        try {
            return udpCounter(counter, Files.readAllLines(STATISTICS));
        } catch (IOException withoutProc) {
            return 0;
        }
    }

    /** The number in the second line that starts with {@code Udp:}, in the column that the first one names. */
    static long udpCounter(String counter, List<String> statistics) {
        List<String[]> udp = statistics.stream()
                .filter(line -> line.startsWith("Udp:"))
                .map(line -> line.split(" "))
                .toList();
        for (int column = 1; udp.size() == 2 && column < udp.get(0).length; column++) {
            if (udp.get(0)[column].equals(counter)) {
                return Long.parseLong(udp.get(1)[column]);
            }
        }
        return 0;
    }
}
