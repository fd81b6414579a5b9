package org.mobileip.mobilenode.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.TunnelCounters;
import org.mobileip.mobilenode.Effect;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.PathState;

/** Keeps what was sent; its tunnel, of the interface 9, carries nothing. */
final class FakeOutlets implements Outlets, Dataplane {

    static final int TUN = 9;

    final List<Effect> sent = new ArrayList<>();
    final SortedMap<String, Long> dropped = new TreeMap<>();
    Optional<HomeTunnel> tunnel = Optional.empty();

    @Override
    public Dataplane dataplane() {
        return this;
    }

    @Override
    public void send(Effect.SendRequest request) {
        sent.add(request);
    }

    @Override
    public void send(Effect.SendThroughAgent request) {
        sent.add(request);
    }

    @Override
    public void send(Effect.SendKeepalive keepalive) {
        sent.add(keepalive);
    }

    @Override
    public void send(Effect.Probe probe) {
        sent.add(probe);
    }

    @Override
    public void announce(int linkIndex, MacAddress mac, Ipv4 address) {}

    @Override
    public void solicit(int linkIndex, Ipv4 source) {}

    @Override
    public String name() {
        return "none";
    }

    @Override
    public String interfaceName() {
        return "mip0";
    }

    @Override
    public int interfaceIndex() {
        return TUN;
    }

    @Override
    public Optional<TunnelPath> path(Ipv4 home) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<Ipv4> homes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths, List<Ipv4Prefix> networks) {
        throw new IllegalStateException("no home agent");
    }

    @Override
    public void stop(Ipv4 home) {
        throw new IllegalStateException("no home agent");
    }

    @Override
    public void tunnelHome(Optional<HomeTunnel> wanted) {
        tunnel = wanted;
    }

    @Override
    public OptionalInt answeredKeepalive() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt toldPort(Ipv4 home, Ipv4 address) {
        return OptionalInt.empty();
    }

    @Override
    public TunnelCounters total() {
        return new TunnelCounters(0, 0, 0, 0, 0, new TreeMap<>(dropped));
    }

    @Override
    public TunnelCounters of(Ipv4 home) {
        return TunnelCounters.ZERO;
    }

    @Override
    public Optional<PathState> state(Ipv4 home, Ipv4 exit) {
        return Optional.empty();
    }

    @Override
    public void rehearse() {}

    @Override
    public void close() {}
}
