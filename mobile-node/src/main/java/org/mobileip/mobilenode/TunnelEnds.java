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
        Optional<Ipv4> end = registration.promised().map(Binding::tunnelEnd).or(agents::address);
        return end.filter(known -> home.known().isPresent())
                .map(known -> new TunnelPlan.Ends(
                        known,
                        home.inRequests(),
                        encapsulation(known),
                        settings.broadcast(),
                        way(known),
                        isUndecided(),
                        home.networks().forwarded()));
    }

    private Encapsulation encapsulation(Ipv4 end) {
        return registration.promised().map(Binding::encapsulation).orElseGet(() -> repairs.encapsulationAt(end));
    }

    private Optional<Binding> here() {
        return registration.wanted().map(Target::careOf).flatMap(careOf -> registration
                .promisedFor(careOf)
                .or(() -> uplinks.at(careOf).flatMap(Uplink::promised)));
    }

    /** Whether the home agent has yet to say if it tunnels within UDP. */
    private boolean isUndecided() {
        return here().isEmpty()
                && registration.wanted().filter(requests::wishesUdp).isPresent();
    }

    private HomeTunnel.Way way(Ipv4 end) {
        boolean isUdpExpected = isUndecided()
                && registration
                        .wanted()
                        .filter(to -> outlook.expectsUdp(to.careOf(), end))
                        .isPresent();
        return isUdpExpected
                ? HomeTunnel.Way.NOT_YET
                : here().flatMap(Binding::udp).map(UdpAgreement::way).orElse(HomeTunnel.Way.IP);
    }
}
