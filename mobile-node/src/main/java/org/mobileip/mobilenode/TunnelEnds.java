package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;

/** What is known of the tunnel that a registration is for, before its reply and after. */
final class TunnelEnds {

    private final CurrentSettings settings;
    private final Registration registration;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Requests requests;
    private final Repairs repairs;
    private final NatOutlook outlook;
    private final UplinkList uplinks;

    TunnelEnds(
            CurrentSettings settings,
            Registration registration,
            HomeAddress home,
            HomeAgents agents,
            Requests requests,
            Repairs repairs,
            NatOutlook outlook,
            UplinkList uplinks) {
        this.settings = settings;
        this.registration = registration;
        this.home = home;
        this.agents = agents;
        this.requests = requests;
        this.repairs = repairs;
        this.outlook = outlook;
        this.uplinks = uplinks;
    }

    /** Of the binding there is, or of the one that will be if the home agent accepts; empty: nobody knows where it will end. */
    Optional<TunnelPlan.Ends> now() {
        Optional<Binding> promised = registration.promised();
        Optional<Ipv4> end = promised.isPresent() ? Optional.of(promised.get().tunnelEnd()) : agents.address();
        if (end.isEmpty() || home.known().isEmpty()) {
            return Optional.empty();
        }
        Encapsulation encapsulation =
                promised.isPresent() ? promised.get().encapsulation() : repairs.encapsulationAt(end.get());
        Optional<Binding> here = here();
        boolean isUndecided = isUndecided(here);
        return Optional.of(new TunnelPlan.Ends(
                end.get(),
                home.inRequests(),
                encapsulation,
                settings.broadcast(),
                way(end.get(), here, isUndecided),
                isUndecided,
                home.networks().forwarded()));
    }

    /** What has been promised for the care-of address that is wanted. */
    private Optional<Binding> here() {
        Optional<Target> wanted = registration.wanted();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Ipv4 careOf = wanted.get().careOf();
        Optional<Binding> promised = registration.promisedFor(careOf);
        return promised.isPresent() ? promised : uplinks.at(careOf).flatMap(Uplink::promised);
    }

    /** Whether the home agent has yet to say if it tunnels within UDP. */
    private boolean isUndecided(Optional<Binding> here) {
        Optional<Target> wanted = registration.wanted();
        return here.isEmpty() && wanted.isPresent() && requests.wishesUdp(wanted.get());
    }

    private HomeTunnel.Way way(Ipv4 end, Optional<Binding> here, boolean isUndecided) {
        Optional<Target> wanted = registration.wanted();
        boolean isUdpExpected = isUndecided
                && wanted.isPresent()
                && outlook.expectsUdp(wanted.get().careOf(), end);
        return isUdpExpected
                ? HomeTunnel.Way.NOT_YET
                : here.flatMap(Binding::udp).map(UdpAgreement::way).orElse(HomeTunnel.Way.IP);
    }
}
