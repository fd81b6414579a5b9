package org.mobileip.homeagent.daemon;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

/**
 * Home addresses that are forwarded along one path, and the path of each, in a dozen octets: nearly all are. What a path is but for
 * its address and port, one of a few kinds, is told by which table it is in.
 */
final class PlainForwards {

    private static final Encapsulation[] ENCAPSULATIONS = {Encapsulation.IPIP, Encapsulation.MINIMAL, Encapsulation.GRE
    };
    private static final int BROADCASTS = 1;
    private static final int ENDS_AT_NODE = 2;
    private static final int WITHIN_UDP = 4;
    private static final int OF_ENCAPSULATION = 8;

    /** Care-of addresses by home address, a table a kind. */
    private final AddressIndex[] careOf = new AddressIndex[ENCAPSULATIONS.length * OF_ENCAPSULATION];

    /** The ports of those within UDP by home address. */
    private final AddressIndex ports = new AddressIndex();

    PlainForwards() {
        for (int kind = 0; kind < careOf.length; kind++) {
            careOf[kind] = new AddressIndex();
        }
    }

    /** Whether these paths can be kept here. */
    static boolean suits(List<TunnelPath> paths) {
        return paths.size() == 1
                && List.of(ENCAPSULATIONS).contains(paths.get(0).encapsulation())
                && !paths.get(0).careOf().isUnspecified()
                && paths.get(0).udp().map(end -> end.port().isPresent()).orElse(true);
    }

    /** {@code home} is forwarded along {@code path}, alone, which {@link #suits}. */
    void put(Ipv4 home, TunnelPath path) {
        remove(home);
        careOf[kind(path)].put(home.bits(), path.careOf().bits());
        path.udp().ifPresent(end -> ports.put(home.bits(), end.port().orElseThrow()));
    }

    /** It is not forwarded so any more. */
    void remove(Ipv4 home) {
        for (AddressIndex each : careOf) {
            if (each.get(home.bits()) != 0) {
                each.remove(home.bits());
            }
        }
        ports.remove(home.bits());
    }

    /** The path of {@code home}; empty: it is not here. */
    Optional<TunnelPath> get(Ipv4 home) {
        for (int kind = 0; kind < careOf.length; kind++) {
            int to = careOf[kind].get(home.bits());
            if (to != 0) {
                return Optional.of(path(kind, home, to));
            }
        }
        return Optional.empty();
    }

    void forEach(BiConsumer<Ipv4, TunnelPath> visitor) {
        for (int kind = 0; kind < careOf.length; kind++) {
            int of = kind;
            careOf[kind].forEach((bits, to) -> visitor.accept(new Ipv4(bits), path(of, new Ipv4(bits), to)));
        }
    }

    private TunnelPath path(int kind, Ipv4 home, int careOfBits) {
        TunnelPath path = new TunnelPath(
                new Ipv4(careOfBits),
                ENCAPSULATIONS[kind / OF_ENCAPSULATION],
                (kind & ENDS_AT_NODE) != 0,
                (kind & BROADCASTS) != 0);
        return (kind & WITHIN_UDP) == 0 ? path : path.within(UdpEnd.at(ports.get(home.bits())));
    }

    private static int kind(TunnelPath path) {
        return List.of(ENCAPSULATIONS).indexOf(path.encapsulation()) * OF_ENCAPSULATION
                + (path.endsAtNode() ? ENDS_AT_NODE : 0)
                + (path.broadcasts() ? BROADCASTS : 0)
                + (path.udp().isPresent() ? WITHIN_UDP : 0);
    }
}
