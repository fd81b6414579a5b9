package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Replies to the mobile node, our own denials and those of the home agent (RFC 5944 §3.7.2.3, §3.7.3.2). */
final class ReplyWriter {

    private final ForeignAgentSettings settings;
    private final Challenges challenges;

    /**
     * Whom a reply is for.
     *
     * @param sentTo the IP destination of the request
     * @param port the UDP source port of the request
     * @param association what the node signed it with for us
     */
    record Addressee(NodeKey node, Ipv4 sentTo, int port, Optional<SecurityAssociation> association) {
        static Addressee of(Pending request) {
            return new Addressee(
                    request.node(), request.sentTo(), request.from().port(), request.nodeAssociation());
        }
    }

    ReplyWriter(ForeignAgentSettings settings, Challenges challenges) {
        this.settings = settings;
        this.challenges = challenges;
    }

    /** Our own denial; the lifetime is what we grant where that was the reason, else what was asked for (§3.7.2.3). */
    Effect.Answer denial(
            ReplyCode code, Addressee to, Lifetime requested, Ipv4 homeAgent, Identification identification) {
        Lifetime lifetime = code.equals(ReplyCode.REQUESTED_LIFETIME_TOO_LONG)
                ? settings.offer().maximumLifetime()
                : requested;
        RegistrationReply reply =
                new RegistrationReply(code, lifetime, to.node().home(), homeAgent, identification, List.of());
        return address(finished(reply.encode(), to), to, to.node().home());
    }

    /**
     * The home agent's reply up to its authenticator, octet for octet, and behind it what is ours.
     *
     * @param error why we do not honour it (RFC 4636)
     */
    Effect.Answer relayed(Octets arrived, RegistrationReply reply, Optional<ReplyCode> error, Addressee to) {
        Octets content = Envelope.content(arrived, reply.extensions(), RegistrationReply.FIXED_SIZE);
        Octets withError = error.map(code -> content.plus(
                        Extension.ofShort(Extension.FOREIGN_AGENT_ERROR, 0, Octets.of(new byte[] {(byte) code.value()}))
                                .encode()))
                .orElse(content);
        return address(finished(withError, to), to, reply.homeAddress());
    }

    /** The next challenge (RFC 4721 §3.3), then our authenticator (§3.5.3). */
    private Octets finished(Octets message, Addressee to) {
        Octets challenged = settings.challenges()
                ? message.plus(Extension.of(Extension.CHALLENGE, challenges.offer(to.node()))
                        .encode())
                : message;
        return to.association()
                .map(association -> association.sign(challenged, Kind.MOBILE_FOREIGN))
                .orElse(challenged);
    }

    private Effect.Answer address(Octets message, Addressee to, Ipv4 home) {
        Ipv4 source = to.sentTo().isUnicast() ? to.sentTo() : settings.address();
        Ipv4 destination = home.isUnspecified() ? Ipv4.BROADCAST : home;
        return new Effect.Answer(
                to.node().mac(),
                new Endpoint(source, ControlMessage.PORT),
                new Endpoint(destination, to.port()),
                message);
    }
}
