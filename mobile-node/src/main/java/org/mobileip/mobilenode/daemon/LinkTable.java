package org.mobileip.mobilenode.daemon;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/** Names, Ethernet addresses and IPv4 addresses by interface index, for what is sent below UDP. */
final class LinkTable implements Reconciler.Names {

    private final Map<Integer, Link> links = new HashMap<>();
    private final Set<LinkAddress> addresses = new LinkedHashSet<>();

    void replaceAll(List<Link> allLinks, List<LinkAddress> allAddresses) {
        links.clear();
        addresses.clear();
        allLinks.forEach(link -> links.put(link.index(), link));
        addresses.addAll(allAddresses);
    }

    void apply(List<NetworkChange> changes) {
        for (NetworkChange change : changes) {
            if (change instanceof NetworkChange.LinkChanged changed) {
                links.put(changed.link().index(), changed.link());
            } else if (change instanceof NetworkChange.LinkRemoved removed) {
                links.remove(removed.index());
                addresses.removeIf(address -> address.linkIndex() == removed.index());
            } else if (change instanceof NetworkChange.AddressAdded added) {
                addresses.add(added.address());
            } else if (change instanceof NetworkChange.AddressRemoved removed) {
                addresses.remove(removed.address());
            }
        }
    }

    /** The indices of those, the loopback left out, whose names are such. */
    Set<Integer> named(Predicate<String> such) {
        return links.values().stream()
                .filter(link -> !link.loopback() && such.test(link.name()))
                .map(Link::index)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<String> of(int linkIndex) {
        return Optional.ofNullable(links.get(linkIndex)).map(Link::name);
    }

    /** All zero where there is none. */
    MacAddress macOf(int linkIndex) {
        Link link = links.get(linkIndex);
        return link == null ? MacAddress.ZERO : link.mac();
    }

    /** The first address of an interface; unspecified where there is none. */
    Ipv4 addressOf(int linkIndex) {
        return addresses.stream()
                .filter(address -> address.linkIndex() == linkIndex)
                .map(address -> address.address().address())
                .findFirst()
                .orElse(Ipv4.UNSPECIFIED);
    }
}
