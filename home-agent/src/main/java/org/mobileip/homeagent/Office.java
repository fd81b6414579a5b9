package org.mobileip.homeagent;

import java.util.Set;
import org.mobileip.net.Ipv4;

/**
 * Who decides about requests, and does it, as the settings say. What is known of nodes and bindings is kept elsewhere, so that
 * other settings are another office with the same books.
 */
final class Office {

    /** What is kept whatever the settings are. */
    record Books(
            BindingTable bindings,
            NodeDirectory directory,
            MobileNetworks networks,
            FlowBindings flows,
            FailureLimit limit,
            GreKeyAgreement keys) {}

    private final Admission admission;
    private final RegistrationPolicy policy;
    private final Registrar registrar;
    private final Refusals refusals;
    private final Restorer restorer;
    private final Services services;
    private final PlainMoves plainMoves;

    Office(HomeAgentSettings settings, Books books) {
        BindingTable bindings = books.bindings;
        NodeDirectory directory = books.directory;
        ReplyWriter replies = new ReplyWriter(settings, bindings, books.networks);
        admission = new Admission(settings, bindings, directory, books.networks, books.flows);
        policy = new RegistrationPolicy(
                bindings,
                directory,
                new Gatekeeper(directory, settings.answersFailedAuthentication(), books.limit),
                new ForeignAgents(settings.foreignAgents()),
                admission,
                settings.answersFailedAuthentication());
        registrar = new Registrar(
                settings, bindings, directory, admission, books.networks, books.flows, replies, books.keys);
        restorer = new Restorer(bindings, policy, registrar, directory, books.flows);
        refusals = new Refusals(settings, directory, replies, books.limit);
        services = new Services(bindings, registrar);
        plainMoves = new PlainMoves(settings.grants(), bindings, admission, books.flows);
    }

    /** The same with other settings, which has heard what this one has. */
    Office with(HomeAgentSettings settings, Books books) {
        Office other = new Office(settings, books);
        other.ourAddresses(admission.ourAddresses());
        other.storeIs(admission.store());
        return other;
    }

    void ourAddresses(Set<Ipv4> addresses) {
        admission.ourAddresses(addresses);
    }

    void storeIs(StoreState state) {
        admission.storeIs(state);
    }

    RegistrationPolicy policy() {
        return policy;
    }

    Registrar registrar() {
        return registrar;
    }

    Refusals refusals() {
        return refusals;
    }

    Restorer restorer() {
        return restorer;
    }

    Services services() {
        return services;
    }

    PlainMoves plainMoves() {
        return plainMoves;
    }
}
