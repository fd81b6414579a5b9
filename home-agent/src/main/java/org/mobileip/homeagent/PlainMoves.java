package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.RegistrationRequest;

/**
 * Moves of nodes with one binding that have one again: where their tunnels lead from now on follows from the request alone. For such a
 * node the home agent can switch before it has written the binding and the reply (ADR 0045).
 */
final class PlainMoves {

    private final HomeAgentSettings.Grants grants;
    private final BindingTable bindings;
    private final Admission admission;
    private final FlowBindings flows;

    PlainMoves(HomeAgentSettings.Grants grants, BindingTable bindings, Admission admission, FlowBindings flows) {
        this.grants = grants;
        this.bindings = bindings;
        this.admission = admission;
        this.flows = flows;
    }

    /** What the acceptance of a request will say of the node's tunnels; empty: it is no plain move. Changes nothing. */
    Optional<Effect.Forward> forward(Authentic authentic) {
        Optional<Ipv4> home = authentic.home().address();
        RegistrationRequest request = authentic.request();
        if (!authentic.registers() || home.isEmpty() || !isPlain(authentic) || !hasPlainOne(home.get(), request)) {
            return Optional.empty();
        }
        Optional<Encapsulation> encapsulation = grants.encapsulationFor(GreKeyAgreement.flagsOf(request));
        if (encapsulation.isEmpty() || encapsulation.get() == Encapsulation.GRE) {
            return Optional.empty();
        }
        TunnelPath path = new TunnelPath(
                request.careOfAddress(),
                encapsulation.get(),
                request.flags().decapsulationByMobileNode(),
                request.flags().broadcastDatagrams());
        return Optional.of(new Effect.Forward(home.get(), List.of(path), List.of()));
    }

    private boolean isPlain(Authentic authentic) {
        return authentic.state().node().networks().isEmpty()
                && authentic.asked().isNothing()
                && !admission.keepsOthers(authentic)
                && UdpTunnelling.of(authentic, grants).granted().isEmpty();
    }

    /** Whether the node has one binding, elsewhere, with nothing that would have to be said as well. */
    private boolean hasPlainOne(Ipv4 home, RegistrationRequest request) {
        List<Binding> before = bindings.of(home);
        return before.size() == 1
                && !before.get(0).careOf().equals(request.careOfAddress())
                && before.get(0).id().isEmpty()
                && before.get(0).networks().isEmpty()
                && flows.of(home).isEmpty();
    }
}
