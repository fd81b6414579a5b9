package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.UdpEnd;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;

/**
 * What a binding has in common with many others, as {@link Binding} has it, and how long its messages are.
 *
 * @param udp with {@link #NOWHERE} and {@link #SOME_PORT} for an end that is where the request came from
 * @param requestSize octets
 * @param replySize octets
 * @param nameSize octets of the node's name in UTF-8
 */
record BindingTerms(
        RequestFlags flags,
        Encapsulation encapsulation,
        Optional<UdpTunnelling.Granted> udp,
        Lifetime granted,
        int spi,
        List<Ipv4Prefix> networks,
        Optional<ServiceSelection> service,
        Optional<RevocationTerms> revocation,
        Ipv4 registeredAt,
        Optional<MultipathExtension> multipath,
        int requestSize,
        int replySize,
        int nameSize) {

    private static final Ipv4 NOWHERE = Ipv4.UNSPECIFIED;
    private static final UdpEnd SOME_PORT = UdpEnd.at(1);

    static BindingTerms of(Binding binding, int nameSize) {
        return new BindingTerms(
                binding.flags(),
                binding.encapsulation(),
                binding.udp().map(granted -> anywhere(granted, binding.registeredFrom())),
                binding.granted(),
                binding.spi(),
                binding.networks(),
                binding.service(),
                binding.revocation(),
                binding.registeredAt(),
                binding.multipath(),
                binding.request().size(),
                binding.reply().size(),
                nameSize);
    }

    private static UdpTunnelling.Granted anywhere(UdpTunnelling.Granted granted, Endpoint from) {
        boolean isThere = granted.address().equals(from.address())
                && granted.end().equals(UdpEnd.at(from.port()))
                && !from.address().equals(NOWHERE);
        return isThere ? at(granted, NOWHERE, SOME_PORT) : granted;
    }

    /** Asked for with each registration: what most bindings do not have is not looked at (a record would look at all by reflection). */
    @Override
    public int hashCode() {
        int hash = 31 * flags.bits() + granted.seconds();
        hash = 31 * hash + spi;
        hash = 31 * hash + registeredAt.bits();
        hash = 31 * hash + (requestSize << 20 ^ replySize << 10 ^ nameSize);
        hash = 31 * hash + (networks.isEmpty() ? 0 : networks.hashCode());
        hash = 31 * hash + (udp.isEmpty() ? 0 : udp.hashCode());
        hash = 31 * hash + (service.isEmpty() ? 0 : service.hashCode());
        hash = 31 * hash + (multipath.isEmpty() ? 0 : multipath.hashCode());
        return 31 * hash
                + (revocation.isEmpty()
                        ? 0
                        : Long.hashCode(revocation.get().agreedAt().nanos()));
    }

    /** Where the tunnel within UDP leads, of a request that came from {@code from}. */
    Optional<UdpTunnelling.Granted> udpFrom(Endpoint from) {
        return udp.map(granted ->
                granted.address().equals(NOWHERE) ? at(granted, from.address(), UdpEnd.at(from.port())) : granted);
    }

    private static UdpTunnelling.Granted at(UdpTunnelling.Granted granted, Ipv4 address, UdpEnd end) {
        return new UdpTunnelling.Granted(
                granted.byForeignAgent(), granted.format(), address, end, granted.isForced(), granted.isBehindNat());
    }
}
