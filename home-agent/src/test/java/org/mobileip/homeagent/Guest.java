package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** A node without a home address of its own, that is known by its name in one realm. */
record Guest(String name, SecurityAssociation association) {

    NetworkAccessIdentifier nai() {
        return NetworkAccessIdentifier.of(name + "@example.org");
    }

    AuthorizedNode node(AddressRange pool) {
        return new AuthorizedNode(
                name,
                new HomeAddress.FromPool(pool),
                Optional.of(nai()),
                SecurityAssociations.of(association),
                Village.TIMESTAMPS);
    }

    List<Effect> ask(HomeAgent agent, double second, Ipv4 home, Ipv4 careOf, int lifetime, boolean keepsOthers) {
        return agent.handle(at(second), arrives(second, CAFE, request(second, home, careOf, lifetime, keepsOthers)));
    }

    Octets request(double second, Ipv4 home, Ipv4 careOf, int lifetime, boolean keepsOthers) {
        return association.sign(
                unsigned(second, home, careOf, lifetime, nai(), keepsOthers).encode(), Kind.MOBILE_HOME);
    }

    static RegistrationRequest unsigned(
            double second, Ipv4 home, Ipv4 careOf, int lifetime, NetworkAccessIdentifier nai, boolean keepsOthers) {
        return new RegistrationRequest(
                keepsOthers ? CO_LOCATED.with(org.mobileip.wire.RequestFlags.SIMULTANEOUS_BINDINGS) : CO_LOCATED,
                new Lifetime(lifetime),
                home,
                AGENT,
                careOf,
                identification(second),
                List.of(nai.toExtension()));
    }

    static Ipv4 homeOf(List<Effect> effects, Guest guest) {
        RegistrationReply reply = replyIn(effects, guest.association());
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        return reply.homeAddress();
    }

    static ReplyCode code(List<Effect> effects, Guest guest) {
        return replyIn(effects, guest.association()).code();
    }
}
