package org.mobileip.config;

import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4Prefix;

/** What a network behind a mobile node can be, on either side (RFC 5177). */
final class MobileNetwork {

    /** So many behind one node: what is said of them fits into one packet. */
    private static final int MOST = 100;

    private static final int SHORTEST = 8;

    private MobileNetwork() {}

    /** A network of unicast addresses, which is not the home network, nor a part of it: who is there is asked for by ARP. */
    static Ipv4Prefix prefix(Object raw, Optional<Ipv4Prefix> home) throws BadValue {
        Ipv4Prefix network = Values.prefix(raw);
        if (network.length() < SHORTEST || !network.address().isUnicast()) {
            throw new BadValue(network + " cannot be behind a mobile node", "a unicast network of 8 to 32 bits");
        }
        if (home.filter(network::overlaps).isPresent()) {
            throw new BadValue(
                    network + " overlaps the home network " + home.get(), "a network of its own, like 10.20.3.0/24");
        }
        return network;
    }

    /** Reports {@code network} where it overlaps one of {@code seen}; else remembers where it is. */
    static void refuseOverlap(
            TableReader table, Map<Ipv4Prefix, Place> seen, Place place, Ipv4Prefix network, String hint) {
        for (Map.Entry<Ipv4Prefix, Place> other : seen.entrySet()) {
            if (other.getKey().overlaps(network)) {
                table.report(
                        place,
                        new BadValue(
                                network + " overlaps " + other.getKey() + " ("
                                        + Duplicates.where(other.getValue(), place) + ")",
                                hint));
                return;
            }
        }
        seen.put(network, place);
    }

    static void refuseTooMany(TableReader table, String key, int count) {
        if (count > MOST) {
            table.report(table.placeOf(key), new BadValue(count + " networks are too many", "up to " + MOST));
        }
    }
}
