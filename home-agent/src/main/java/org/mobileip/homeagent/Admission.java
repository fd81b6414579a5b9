package org.mobileip.homeagent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** What an authentic request that is new may still be denied for (RFC 5944 §3.8.2.1 end, §3.8.2.3, RFC 3024 §4.3.1). */
final class Admission {

    private final HomeAgentSettings settings;
    private final Grants grants;
    private final BindingTable bindings;
    private final NodeDirectory directory;
    private final MobileNetworks networks;
    private final Assigning assigning;
    private final FlowBindings flows;
    private Set<Ipv4> ours = Set.of();
    private StoreState store = StoreState.READY;

    Admission(
            HomeAgentSettings settings,
            BindingTable bindings,
            NodeDirectory directory,
            MobileNetworks networks,
            FlowBindings flows) {
        this.networks = networks;
        this.flows = flows;
        this.settings = settings;
        this.grants = settings.grants();
        this.bindings = bindings;
        this.directory = directory;
        this.assigning = new Assigning(settings, bindings);
    }

    /** These are the addresses of this machine now: a tunnel to one of them would lead in a circle. */
    void ourAddresses(Set<Ipv4> addresses) {
        ours = Set.copyOf(addresses);
        networks.ourAddresses(addresses);
    }

    Set<Ipv4> ourAddresses() {
        return ours;
    }

    StoreState store() {
        return store;
    }

    /** This is what can be kept over a restart now; what cannot be kept is not promised. */
    void storeIs(StoreState state) {
        store = state;
    }

    /** The first reason there is, in the order of the sections. */
    Optional<ReplyCode> reasonToDeny(Authentic authentic) {
        return reasonToDeny(authentic, store);
    }

    /** The same of a request that was granted before and is kept: whether there is room to keep more does not matter. */
    Optional<ReplyCode> reasonToDenyAgain(Authentic authentic) {
        return reasonToDeny(authentic, StoreState.READY);
    }

    private Optional<ReplyCode> reasonToDeny(Authentic authentic, StoreState room) {
        RegistrationRequest request = authentic.request();
        Ipv4 sentTo = authentic.arrival().datagram().to().address();
        boolean discovers = settings.isForMany(sentTo) && !sentTo.equals(AgentSolicitation.MOBILE_AGENTS); // §2.3
        if (discovers || !assigning.isForUs(authentic)) { // §3.8.2.1, §3.8.3.2, RFC 4433 §5.3
            return Optional.of(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
        }
        if (request.flags().reservedX()) { // §3.8.2.3; the bit r was V once, and is ignored as §3.3 says
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        Optional<ReplyCode> ofVendors = reasonOfVendors(authentic);
        if (ofVendors.isPresent()) {
            return ofVendors;
        }
        Optional<ReplyCode> ofFlows = flows.reasonToDeny(authentic); // RFC 7629 §5.2
        if (ofFlows.isPresent()) {
            return ofFlows;
        }
        if (room == StoreState.HALTED) { // §3.8.2.3: an answer that a restart would make a lie
            return Optional.of(ReplyCode.INSUFFICIENT_RESOURCES);
        }
        Optional<ReplyCode> unservable = authentic.home().denial(); // §3.8.3.2
        if (!authentic.registers()) {
            return unservable.filter(ReplyCode.ADMINISTRATIVELY_PROHIBITED::equals);
        }
        Optional<ReplyCode> ofService =
                unservable.isPresent() ? unservable : Services.denial(authentic); // RFC 5446 §4.2
        return ofService.isPresent() ? ofService : reasonOfTheBinding(authentic, room);
    }

    private Optional<ReplyCode> reasonOfTheBinding(Authentic authentic, StoreState room) {
        UdpTunnelling udp = UdpTunnelling.of(authentic, grants);
        Optional<ReplyCode> reason = udp.denial();
        if (reason.isEmpty()) {
            reason = reasonOfTheCareOfAddress(authentic, udp);
        }
        if (reason.isEmpty()) {
            reason = reasonOfTheTunnel(GreKeyAgreement.flagsOf(authentic.request()), udp);
        }
        if (reason.isEmpty()) {
            reason = reasonOfTheLimits(authentic, room);
        }
        return reason.isEmpty() ? networks.decide(authentic).denial() : reason; // RFC 5177 §6.3
    }

    /** Why a new request that is to be granted is granted by another home agent only. */
    Optional<ReplyCode> reasonToSendAway(Authentic authentic) {
        return assigning.reasonToSendAway(authentic);
    }

    /** Of a request that is denied for no other reason, and is new: whether it names a binding that is not there. */
    Optional<ReplyCode> unknownBinding(Authentic authentic) {
        return flows.unknownBinding(authentic, keepsOthers(authentic));
    }

    /** RFC 3115 §2.3: the node's stand before its authenticator, the foreign agent's behind it. */
    private static Optional<ReplyCode> reasonOfVendors(Authentic authentic) {
        if (hasCritical(authentic.arrival().covered())) {
            return Optional.of(ReplyCode.UNKNOWN_VENDOR_EXTENSION_FROM_MOBILE_NODE);
        }
        return hasCritical(authentic.request().extensions())
                ? Optional.of(ReplyCode.UNKNOWN_VENDOR_EXTENSION_FROM_FOREIGN_AGENT)
                : Optional.empty();
    }

    private static boolean hasCritical(List<Extension> extensions) {
        return Extension.firstOf(extensions, Extension.CRITICAL_VENDOR).isPresent();
    }

    /**
     * Whether a tunnel to the care-of address can lead anywhere but in a circle or to a crowd. Within UDP it leads to where the
     * request came from; the care-of address is one behind a NAT then, and means nothing here (RFC 3519 §4.6).
     */
    private Optional<ReplyCode> reasonOfTheCareOfAddress(Authentic authentic, UdpTunnelling udp) {
        Ipv4 registered = authentic.request().careOfAddress();
        Ipv4 careOf = udp.granted().map(UdpTunnelling.Granted::address).orElse(registered);
        boolean leadsSomewhere = careOf.isUnicast()
                && registered.isUnicast()
                && !authentic.home().address().equals(Optional.of(registered))
                && !settings.isForMany(careOf)
                && !careOf.equals(settings.address())
                && !ours.contains(careOf)
                && !authentic.home().address().equals(Optional.of(careOf))
                && !directory.isHomeAddress(careOf) // Two nodes tunnelled to each other: a loop.
                && !isIn(authentic.state().node().networks(), careOf);
        if (!leadsSomewhere) {
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        return isIn(grants.prohibitedCareOf(), careOf) // §3.8.2.3
                ? Optional.of(ReplyCode.ADMINISTRATIVELY_PROHIBITED)
                : Optional.empty();
    }

    private static boolean isIn(Collection<Ipv4Prefix> areas, Ipv4 address) {
        for (Ipv4Prefix each : areas) {
            if (each.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 3024 §4.3.1, in its order: the forward tunnel first, the reverse tunnel last. */
    private Optional<ReplyCode> reasonOfTheTunnel(RequestFlags flags, UdpTunnelling udp) {
        if (udp.granted().isEmpty() && grants.encapsulationFor(flags).isEmpty()) {
            return Optional.of(ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        }
        if (!flags.reverseTunneling() && grants.reverseTunneling() == ReverseTunneling.REQUIRED) {
            return Optional.of(ReplyCode.REVERSE_TUNNEL_MANDATORY);
        }
        if (flags.reverseTunneling() && grants.reverseTunneling() == ReverseTunneling.OFF) {
            return Optional.of(ReplyCode.REVERSE_TUNNEL_UNAVAILABLE);
        }
        return Optional.empty();
    }

    /** §3.8.2.3; what renews or replaces a binding takes no more room than there was. */
    private Optional<ReplyCode> reasonOfTheLimits(Authentic authentic, StoreState room) {
        Ipv4 home = authentic.home().address().orElseThrow();
        int ofNode = bindings.of(home).size();
        Ipv4 careOf = authentic.request().careOfAddress();
        boolean isMoved = // RFC 7629 §5.2: another care-of address of a binding that is there
                flows.movedBy(home, authentic.asked(), careOf).isPresent();
        boolean isOneMore = keepsOthers(authentic) ? bindings.of(home, careOf).isEmpty() && !isMoved : ofNode == 0;
        if (isOneMore && ofNode >= grants.mostBindingsPerNode()) {
            return Optional.of(ReplyCode.TOO_MANY_SIMULTANEOUS_BINDINGS);
        }
        boolean isFull = bindings.size() >= grants.mostBindings() || room == StoreState.NEARLY_FULL;
        if (isOneMore && isFull) {
            return Optional.of(ReplyCode.INSUFFICIENT_RESOURCES);
        }
        return Optional.empty();
    }

    /** Whether a request leaves the node's other bindings where they are (§3.8.2.2, RFC 7629 §5.2). */
    boolean keepsOthers(Authentic authentic) {
        Optional<MultipathExtension> multipath = authentic.asked().multipath();
        return multipath.isPresent()
                ? !multipath.get().isOverwriting()
                : authentic.request().flags().simultaneousBindings() && grants.simultaneousBindings();
    }
}
