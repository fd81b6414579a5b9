package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The home address: as configured, or where the node is known by a network access identifier alone, as the home agent has
 * given it (RFC 5944 §3.6, RFC 2794). What it has given is asked for again, until it will not be given again. With it go the
 * networks that are reached as it is (RFC 5177).
 */
final class HomeAddress {

    private static final int ALONE = 32;

    private final Settings.Home configured;
    private final MobileNetworks networks;
    private Optional<InterfaceAddress> known;

    HomeAddress(CurrentSettings settings) {
        this.configured = settings.home();
        this.networks = new MobileNetworks(settings.network());
        known = configured.address();
    }

    /** With the prefix length of the home network, or 32 where nobody has told that. */
    Optional<InterfaceAddress> known() {
        return known;
    }

    /** The networks behind the node. */
    MobileNetworks networks() {
        return networks;
    }

    Optional<Ipv4> address() {
        return known.map(InterfaceAddress::address);
    }

    /** What a request says: 0.0.0.0 asks for one (§3.6.1.2). */
    Ipv4 inRequests() {
        return address().orElse(Ipv4.UNSPECIFIED);
    }

    /** Whether it was given, and so may be another one the next time. */
    boolean isGiven() {
        return configured.address().isEmpty() && known.isPresent();
    }

    /** The home agent has said that this is it; whether it is another one than before. */
    boolean give(Ipv4 address) {
        boolean isAnother = configured.address().isEmpty() && !address().equals(Optional.of(address));
        if (isAnother) {
            known = Optional.of(new InterfaceAddress(
                    address,
                    configured
                            .network()
                            .filter(network -> network.contains(address))
                            .map(Ipv4Prefix::length)
                            .orElse(ALONE)));
        }
        return isAnother;
    }

    /** The home agent will not have it any more: ask for another one. */
    void takeBack() {
        known = configured.address();
    }
}
