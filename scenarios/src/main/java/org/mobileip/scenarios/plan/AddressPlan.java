package org.mobileip.scenarios.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;

/**
 * The addresses that a script leaves open: of each network's gateway, of the mobile nodes in the networks they visit, of the
 * wires between the networks' routers and the core. The same script gets the same addresses.
 */
public final class AddressPlan {

    /** Care-of addresses begin here where the network is large enough, as a DHCP server's range would. */
    private static final int FIRST_LEASE = 100;

    private static final List<Ipv4Prefix> FOR_THE_CORE = List.of(
            Ipv4Prefix.parse("203.0.113.0/24"),
            Ipv4Prefix.parse("100.64.0.0/16"),
            Ipv4Prefix.parse("198.18.0.0/16"),
            Ipv4Prefix.parse("172.31.0.0/16"),
            Ipv4Prefix.parse("10.255.0.0/16"));

    private final Scenario scenario;
    private final Set<Ipv4> taken = new HashSet<>();
    private final Map<String, Ipv4> gateways = new HashMap<>();
    private final Map<Visit, Ipv4> careOf = new HashMap<>();
    private final Map<Ipv4Prefix, Ipv4> behind = new HashMap<>();
    private final Ipv4Prefix core;

    private record Visit(String mobile, String network) {}

    private AddressPlan(Scenario scenario) throws WorldException {
        this.scenario = scenario;
        scenario.homeAgents().forEach(agent -> taken.add(agent.address()));
        scenario.hosts().forEach(host -> taken.add(host.address()));
        scenario.mobiles().forEach(mobile -> taken.add(mobile.home()));
        core = coreNetwork();
        for (Scenario.Network network : scenario.networks()) {
            gateways.put(network.name(), take(lastFree(network.prefix()), network));
        }
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            for (Ipv4Prefix prefix : mobile.networks()) {
                behind.put(prefix, take(lastFree(prefix), prefix, "network behind " + mobile.name()));
            }
            for (Scenario.Network network : scenario.networks()) {
                if (!isHome(mobile, network) && !network.foreignAgent()) {
                    careOf.put(new Visit(mobile.name(), network.name()), take(firstFree(network.prefix()), network));
                }
            }
        }
    }

    /**
     * Plans the addresses of a scenario.
     *
     * @throws WorldException when a network has no room for its gateway and every mobile node
     */
    public static AddressPlan of(Scenario scenario) throws WorldException {
        return new AddressPlan(scenario);
    }

    /** The address of the network's router in it: the last that nobody has. */
    public Ipv4 gateway(String network) {
        return known(gateways.get(network), network);
    }

    /** The mobile node's own address in a network behind it: the last that nobody has. */
    public Ipv4 routerOf(Ipv4Prefix networkBehind) {
        return known(behind.get(networkBehind), networkBehind.toString());
    }

    /** What a foreign agent on the network's router offers: its address there, or outside where the router is a NAT. */
    public Ipv4 foreignAgentCareOf(Scenario.Network network) {
        return network.nat() ? routerEnd(network.name()) : gateway(network.name());
    }

    /** What the mobile node gets by DHCP in the network; empty: it is its home, or a foreign agent is there instead. */
    public Optional<Ipv4> careOf(String mobile, String network) {
        return Optional.ofNullable(careOf.get(new Visit(mobile, network)));
    }

    /** What the network gives to that mobile node; empty on its home link, and where nobody gets an address. */
    public Optional<Lease> lease(String mobile, Scenario.Network network) {
        return careOf(mobile, network.name())
                .map(careOf -> new InterfaceAddress(careOf, network.prefix().length()))
                .map(careOf -> new Lease(careOf, gateway(network.name())));
    }

    /** The core's end of the wire to the router of a network. */
    public Ipv4 coreEnd(String network) {
        return new Ipv4(core.address().bits() + 2 * numberOf(network));
    }

    /** The router's end of that wire. */
    public Ipv4 routerEnd(String network) {
        return new Ipv4(coreEnd(network).bits() + 1);
    }

    private int numberOf(String wanted) {
        for (int number = 0; number < scenario.networks().size(); number++) {
            if (scenario.networks().get(number).name().equals(wanted)) {
                return number;
            }
        }
        throw new AssertionError("no network " + wanted);
    }

    private static Ipv4 known(@Nullable Ipv4 address, String network) {
        if (address == null) {
            throw new AssertionError("no network " + network);
        }
        return address;
    }

    private boolean isHome(Scenario.MobileNode mobile, Scenario.Network network) {
        return scenario.homeNetworkOf(mobile).filter(network::equals).isPresent();
    }

    /** What no network of the script overlaps, and no node lies in. */
    private Ipv4Prefix coreNetwork() throws WorldException {
        return FOR_THE_CORE.stream()
                .filter(prefix -> 2L * scenario.networks().size() <= sizeOf(prefix))
                .filter(prefix -> taken.stream().noneMatch(prefix::contains))
                .filter(prefix -> scenario.networks().stream()
                        .map(Scenario.Network::prefix)
                        .noneMatch(prefix::overlaps))
                .filter(prefix -> scenario.mobiles().stream()
                        .flatMap(mobile -> mobile.networks().stream())
                        .noneMatch(prefix::overlaps))
                .findFirst()
                .orElseThrow(() -> new WorldException("the networks of the script leave no addresses for the core"));
    }

    private Ipv4 take(Optional<Ipv4> free, Scenario.Network network) throws WorldException {
        return take(free, network.prefix(), "network " + network.name());
    }

    private Ipv4 take(Optional<Ipv4> free, Ipv4Prefix prefix, String what) throws WorldException {
        Ipv4 address = free.orElseThrow(() -> new WorldException(
                what + " " + prefix + " has too few addresses for its gateway and every mobile node"));
        taken.add(address);
        return address;
    }

    private Optional<Ipv4> lastFree(Ipv4Prefix prefix) {
        for (long host = last(prefix); host >= first(prefix); host--) {
            Optional<Ipv4> free = free(prefix, host);
            if (free.isPresent()) {
                return free;
            }
        }
        return Optional.empty();
    }

    private Optional<Ipv4> firstFree(Ipv4Prefix prefix) {
        for (long host = FIRST_LEASE; host <= last(prefix); host++) {
            Optional<Ipv4> free = free(prefix, host);
            if (free.isPresent()) {
                return free;
            }
        }
        for (long host = first(prefix); host <= Math.min(FIRST_LEASE - 1, last(prefix)); host++) {
            Optional<Ipv4> free = free(prefix, host);
            if (free.isPresent()) {
                return free;
            }
        }
        return Optional.empty();
    }

    private Optional<Ipv4> free(Ipv4Prefix prefix, long host) {
        Ipv4 address = new Ipv4((int) (prefix.address().bits() + host));
        return taken.contains(address) ? Optional.empty() : Optional.of(address);
    }

    /** Host numbers: the network's own address and the broadcast address are nobody's, but for a /31 and a /32. */
    private static long first(Ipv4Prefix prefix) {
        return prefix.length() >= 31 ? 0 : 1;
    }

    private static long last(Ipv4Prefix prefix) {
        long size = sizeOf(prefix);
        return prefix.length() >= 31 ? size - 1 : size - 2;
    }

    private static long sizeOf(Ipv4Prefix prefix) {
        return 1L << (32 - prefix.length());
    }
}
