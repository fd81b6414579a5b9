package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.ServiceSelection;

/**
 * Which services nodes may register for (RFC 5446 §4.2). Where no node's are told, the extension is one that we do not know: it is
 * stepped over. Without it a request is for the default service, which every node may have.
 */
final class Services {

    private final BindingTable bindings;
    private final Registrar registrar;

    Services(BindingTable bindings, Registrar registrar) {
        this.bindings = bindings;
        this.registrar = registrar;
    }

    /** Code 151 to a node that asks for a service it may not have, or that nobody knows. */
    static Optional<ReplyCode> denial(Authentic authentic) {
        Optional<Set<ServiceSelection>> allowed = authentic.state().node().services();
        Optional<ServiceSelection> asked = allowed.isPresent() ? asked(authentic) : Optional.empty();
        boolean isRefused = asked.isPresent() && !allowed.orElseThrow().contains(asked.get());
        return isRefused ? Optional.of(ReplyCode.SERVICE_AUTHORIZATION_FAILED) : Optional.empty();
    }

    /** What the node has asked for, or its foreign agent for it where that has signed too (§4.3). */
    private static Optional<ServiceSelection> asked(Authentic authentic) {
        Optional<ServiceSelection> byNode = byNode(authentic);
        return byNode.isEmpty() && authentic.foreignAgent().isPresent()
                ? ServiceSelection.in(ofForeignAgent(authentic))
                : byNode;
    }

    private static Optional<ServiceSelection> byNode(Authentic authentic) {
        return ServiceSelection.in(authentic.arrival().covered());
    }

    /** What stands before the foreign agent's authenticator. */
    private static List<Extension> ofForeignAgent(Authentic authentic) {
        int until = authentic.arrival().foreignHome().stream()
                .mapToInt(AuthenticationExtension::offset)
                .findFirst()
                .orElse(0);
        return authentic.request().extensions().stream()
                .filter(extension -> extension.offset() < until)
                .toList();
    }

    /** The service that the binding is for, where services are told apart. */
    static Optional<ServiceSelection> granted(Authentic authentic) {
        return authentic.state().node().services().isPresent() ? asked(authentic) : Optional.empty();
    }

    /** The node's own extension as it was, for a reply that accepts (§4.2). */
    static Optional<Extension> echo(Authentic authentic, ReplyCode code) {
        boolean isKnown = authentic.state().node().services().isPresent();
        return isKnown && code.isAccepted() ? byNode(authentic).map(ServiceSelection::toExtension) : Optional.empty();
    }

    /** A node that wants another service and may not have it loses the one it has (§4.2). */
    List<Effect> denied(Verdict.Deny denial) {
        Optional<Ipv4> home = denial.authentic().home().address();
        if (!denial.code().equals(ReplyCode.SERVICE_AUTHORIZATION_FAILED) || home.isEmpty()) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        for (Binding binding : bindings.of(home.get())) {
            effects.addAll(registrar.end(binding));
            effects.add(new Effect.Revoked(binding.node(), binding.home(), binding.careOf(), true));
        }
        return effects;
    }
}
