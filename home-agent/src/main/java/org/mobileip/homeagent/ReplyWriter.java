package org.mobileip.homeagent;

import java.util.List;
import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** Registration Replies: their fields, their authenticator and where they go (RFC 5944 §3.8.3). */
final class ReplyWriter {

    private final HomeAgentSettings settings;

    ReplyWriter(HomeAgentSettings settings) {
        this.settings = settings;
    }

    /** The octets of a reply to {@code request}, signed with the association that signed it (§3.8.3.2, §3.8.3.3). */
    Octets write(
            ReplyCode code,
            Lifetime lifetime,
            RegistrationRequest request,
            Identification identification,
            SecurityAssociation association) {
        RegistrationReply reply = new RegistrationReply(
                code, lifetime, request.homeAddress(), settings.address(), identification, List.of());
        return association.sign(reply.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
    }

    /** Where the reply to what {@code arrived} goes, and from where (§3.8.3.1). */
    Effect.Send address(Octets reply, Datagram arrived, RegistrationRequest request) {
        Ipv4 sentTo = arrived.to().address();
        Ipv4 source = settings.isForMany(sentTo) ? settings.address() : sentTo;
        OptionalInt onto =
                deregistersFromHome(arrived, request) ? OptionalInt.of(arrived.interfaceIndex()) : OptionalInt.empty();
        return new Effect.Send(source, arrived.from(), onto, reply);
    }

    /** A node at home reads its reply on the home link, though a binding, still or again, would tunnel it away. */
    static boolean deregistersFromHome(Datagram arrived, RegistrationRequest request) {
        return request.lifetime().isZero()
                && request.careOfAddress().equals(request.homeAddress())
                && arrived.from().address().equals(request.homeAddress());
    }
}
