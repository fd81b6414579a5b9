package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mobileip.config.Place;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Draft.Placed;
import org.mobileip.scenarios.language.Draft.Stated;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;

/** Who has which address, and which are left. */
final class Addresses {

    private final Draft draft;
    private final Map<Ipv4, Place> taken = new HashMap<>();
    private final Map<String, Ipv4> chosen = new HashMap<>();
    private final Map<String, Integer> next = new HashMap<>();
    private final TreeMap<Ipv4, Network> byAddress = new TreeMap<>();

    Addresses(Draft draft) {
        this.draft = draft;
    }

    /** Takes an address for one node; reports one that is taken. */
    void claim(Match.Located<Ipv4> address) {
        Place other = taken.putIfAbsent(address.value(), address.place());
        if (other != null) {
            boolean isLater = other.line() > address.place().line();
            int first = isLater ? address.place().line() : other.line();
            draft.problems()
                    .error(
                            isLater ? other : address.place(),
                            address.value() + " is used already (line " + first + ")",
                            "each node has an address of its own");
        }
    }

    /** Takes an address that has to lie in the network of that name; reports one that does not. */
    void claimIn(String network, Match.Located<Ipv4> address) {
        claim(address);
        draft.mobile(network).ifPresent(mobile -> claimBehind(mobile, address));
        draft.network(network).ifPresent(known -> {
            if (known.prefix().contains(address.value())) {
                refuseEdges(known.prefix(), address);
            } else {
                draft.problems()
                        .error(
                                address.place(),
                                address.value() + " is outside " + known.prefix() + " of \"" + known.name()
                                        + "\" (line " + known.line() + ")",
                                "change the address, or the network");
            }
        });
    }

    /** Takes an address that may lie in any network, or in none; answers which. */
    Optional<Network> claimAnywhere(Match.Located<Ipv4> address) {
        claim(address);
        Optional<Network> network = networkOf(address.value());
        network.ifPresent(known -> refuseEdges(known.prefix(), address));
        return network;
    }

    /** The network that {@code address} lies in; to be asked when all networks are known. */
    Optional<Network> networkOf(Ipv4 address) {
        if (byAddress.isEmpty()) {
            draft.networks()
                    .values()
                    .forEach(each -> byAddress.put(each.thing().prefix().address(), each.thing()));
        }
        return Optional.ofNullable(byAddress.floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(each -> each.prefix().contains(address));
    }

    private void claimBehind(MobileNode mobile, Match.Located<Ipv4> address) {
        Optional<Ipv4Prefix> behind = mobile.networks().stream()
                .filter(prefix -> prefix.contains(address.value()))
                .findFirst();
        behind.ifPresent(prefix -> refuseEdges(prefix, address));
        if (behind.isEmpty() && !mobile.networks().isEmpty()) {
            draft.problems()
                    .error(
                            address.place(),
                            address.value() + " is in no network behind \"" + mobile.name() + "\" (line "
                                    + mobile.line() + ")",
                            "an address in " + mobile.networks().get(0));
        }
    }

    private void refuseEdges(Ipv4Prefix prefix, Match.Located<Ipv4> address) {
        boolean first = address.value().equals(prefix.address());
        if (prefix.length() <= 30 && (first || address.value().equals(prefix.broadcast()))) {
            draft.problems()
                    .error(
                            address.place(),
                            address.value() + " is the " + (first ? "network" : "broadcast") + " address of " + prefix,
                            "hosts have the addresses between " + prefix.address() + " and " + prefix.broadcast());
        }
    }

    /** Gives the lowest free address of its network to everybody who has none. Everything that is given must be claimed. */
    void chooseMissing() {
        List<Stated<Placed>> all = new ArrayList<>(draft.homeAgents());
        all.addAll(draft.hosts());
        for (Stated<Placed> each : all) {
            if (each.thing().address().isEmpty()) {
                String name = each.thing().network();
                draft.network(name)
                        .map(Network::prefix)
                        .or(() -> draft.mobile(name)
                                .flatMap(mobile -> mobile.networks().stream().findFirst()))
                        .ifPresent(prefix -> choose(each, name, prefix));
            }
        }
    }

    private void choose(Stated<Placed> placed, String network, Ipv4Prefix prefix) {
        long size = 1L << (32 - prefix.length());
        int offset = next.getOrDefault(network, 1);
        while (offset < size - 1 && taken.containsKey(new Ipv4(prefix.address().bits() + offset))) {
            offset++;
        }
        next.put(network, offset + 1);
        Ipv4 address = new Ipv4(prefix.address().bits() + offset);
        Place place = placed.match().line().whole();
        if (offset < size - 1) {
            taken.put(address, place);
            chosen.put(placed.thing().name(), address);
        } else {
            draft.problems()
                    .error(
                            place,
                            "no address is left in " + prefix + " of \"" + network + "\"",
                            "make the network larger");
        }
    }

    /** The address that the script gives to {@code placed}, or that was chosen. */
    Ipv4 of(Placed placed) {
        return placed.address()
                .or(() -> Optional.ofNullable(chosen.get(placed.name())))
                .orElseThrow(() -> new AssertionError(placed + " has no address"));
    }
}
