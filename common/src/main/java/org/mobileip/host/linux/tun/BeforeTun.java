package org.mobileip.host.linux.tun;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mobileip.host.Dataplane;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.BlackHole;
import org.mobileip.tunnel.Foreseen;

/**
 * A dataplane that carries the plain case of tunnels, before the tun dataplane, which is told of every tunnel and carries the rest.
 * Here is what the tun dataplane alone knows.
 */
public abstract class BeforeTun implements Dataplane {

    private final TunDataplane slow;

    /** @param slow one without tunnels; to be closed with this */
    protected BeforeTun(TunDataplane slow) {
        this.slow = slow;
    }

    protected final TunDataplane slow() {
        return slow;
    }

    @Override
    public final String interfaceName() {
        return slow.interfaceName();
    }

    @Override
    public final int interfaceIndex() {
        return slow.interfaceIndex();
    }

    @Override
    public final Optional<TunnelPath> path(Ipv4 home) {
        return slow.path(home);
    }

    @Override
    public final Stream<Ipv4> homes() {
        return slow.homes();
    }

    @Override
    public final void foresee(Ipv4 localEnd, Optional<Foreseen> what) {
        slow.foresee(localEnd, what);
    }

    @Override
    public final void beLastRouter(Ipv4 from, Ipv4Prefix network) {
        slow.beLastRouter(from, network);
    }

    @Override
    public void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        slow.agree(home, careOf, keys);
    }

    @Override
    public final OptionalInt answeredKeepalive() {
        return slow.answeredKeepalive();
    }

    @Override
    public final OptionalInt toldPort(Ipv4 home, Ipv4 address) {
        return slow.toldPort(home, address);
    }

    @Override
    public final Optional<BlackHole> blackHole() {
        return slow.blackHole();
    }

    @Override
    public final void rehearse() {
        slow.rehearse();
    }
}
