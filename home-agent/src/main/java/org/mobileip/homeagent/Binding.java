package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;

/**
 * One entry of the mobility binding list (RFC 5944 §3.8.1).
 *
 * @param node the name of the mobile node
 * @param home its home address
 * @param careOf where it is
 * @param flags what it asked for, and got
 * @param encapsulation how datagrams are wrapped for it, within UDP too
 * @param udp where its tunnel leads within UDP (RFC 3519); empty: it is not within UDP
 * @param granted the lifetime it was given
 * @param since when it registered this care-of address first, without a break
 * @param ends when that is over; {@link Tick#NEVER} for an infinite one
 * @param identification the Identification of the reply
 * @param spi the security association it registered with
 * @param networks the networks behind it that are forwarded (RFC 5177 §6.2.1), the same for all bindings of a node: those of the last
 *     registration that has not ended
 * @param service what it is for (RFC 5446); empty: the default service, or services are not told apart
 * @param revocation how its end before its time is told; empty: it is not
 * @param registeredFrom the source of the request: the node itself, or its foreign agent
 * @param registeredAt where that was sent to: what is said to its sender comes from there
 * @param request the request as it arrived; of a plain one the authenticator may be left out ({@link RequestLayout#withoutAuthenticator})
 * @param reply what it was answered with: a copy of the request gets exactly this again; of a plain one to a plain request the
 *     authenticator may be left out ({@link ReplyLayout#signed})
 * @param multipath which of the node's bindings it is (RFC 7629); empty: it is none of several
 */
public record Binding(
        String node,
        Ipv4 home,
        Ipv4 careOf,
        RequestFlags flags,
        Encapsulation encapsulation,
        Optional<UdpTunnelling.Granted> udp,
        Lifetime granted,
        Tick since,
        Tick ends,
        Identification identification,
        int spi,
        List<Ipv4Prefix> networks,
        Optional<ServiceSelection> service,
        Optional<RevocationTerms> revocation,
        Endpoint registeredFrom,
        Ipv4 registeredAt,
        Octets request,
        Octets reply,
        Optional<MultipathExtension> multipath) {

    public Binding {
        networks = List.copyOf(networks);
    }

    /** The same of a node that people call otherwise now. */
    Binding named(String other) {
        return new Binding(
                other,
                home,
                careOf,
                flags,
                encapsulation,
                udp,
                granted,
                since,
                ends,
                identification,
                spi,
                networks,
                service,
                revocation,
                registeredFrom,
                registeredAt,
                request,
                reply,
                multipath);
    }

    /** The same with other networks behind the node. */
    Binding withNetworks(List<Ipv4Prefix> behind) {
        return new Binding(
                node,
                home,
                careOf,
                flags,
                encapsulation,
                udp,
                granted,
                since,
                ends,
                identification,
                spi,
                behind,
                service,
                revocation,
                registeredFrom,
                registeredAt,
                request,
                reply,
                multipath);
    }

    /** The same for another time, from now on. */
    Binding lasting(Lifetime other, Tick now) {
        return new Binding(
                node,
                home,
                careOf,
                flags,
                encapsulation,
                udp,
                other,
                since,
                other.endFrom(now),
                identification,
                spi,
                networks,
                service,
                revocation,
                registeredFrom,
                registeredAt,
                request,
                reply,
                multipath);
    }

    /** Its identifier among the node's bindings (RFC 7629), 1 to 254; empty: it has none. */
    public OptionalInt id() {
        return multipath.isPresent() ? OptionalInt.of(multipath.get().bindingId()) : OptionalInt.empty();
    }

    /** How datagrams reach the node here. */
    public TunnelPath path() {
        Ipv4 to = udp.map(UdpTunnelling.Granted::address).orElse(careOf);
        TunnelPath path = new TunnelPath(to, encapsulation, isDirect(), flags.broadcastDatagrams());
        return udp.map(granted -> path.within(granted.end())).orElse(path);
    }

    /** What people call its encapsulation. */
    public Encapsulation tunnel() {
        return udp.isPresent() ? Encapsulation.UDP : encapsulation;
    }

    /** The NAT that the node is behind, as it is seen from here; its port is not known while half bound. */
    public Optional<UdpTunnelling.Granted> nat() {
        return udp.filter(UdpTunnelling.Granted::isBehindNat);
    }

    /** Whether whoever registered it wants to be told when it ends before its time (RFC 3543). */
    public boolean isRevocable() {
        return revocation.isPresent();
    }

    /** Whether the node registered by itself, with a co-located care-of address. */
    public boolean isDirect() {
        return flags.decapsulationByMobileNode();
    }
}
