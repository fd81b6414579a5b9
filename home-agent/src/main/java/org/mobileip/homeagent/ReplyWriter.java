package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.CarriedIdentity;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.MobileNetworkAcknowledgement;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.UdpTunnelReply;

/** Registration Replies: their fields, their extensions in their order, and where they go (RFC 5944 §3.8.3). */
final class ReplyWriter {

    private final HomeAgentSettings settings;
    private final BindingTable bindings;
    private final MobileNetworks networks;

    ReplyWriter(HomeAgentSettings settings, BindingTable bindings, MobileNetworks networks) {
        this.bindings = bindings;
        this.settings = settings;
        this.networks = networks;
    }

    /**
     * The octets of a reply: the fixed part, the node's NAI if it gave one (RFC 2794 §3), its service (RFC 5446 §3), who this home agent is (RFC 3846 §4), whether the tunnel is within UDP if it
     * asked for that (RFC 3519 §3.2), the home agent to ask instead of this one (RFC 4433 §3.4.2), what became of the networks behind it (RFC 5177 §4.2), words for its person (RFC 4917),
     * that its end is told (RFC 3543 §4.2.1), the node's authenticator; for the foreign agent the challenge that the request
     * answered (RFC 4721 §3.4), the key of the tunnel if one was agreed on (RFC 6245 §4.2), the same of UDP and of the end if it
     * asked, and its authenticator (§3.8.3.2, §3.8.3.3).
     */
    Octets write(
            ReplyCode code,
            Lifetime lifetime,
            Authentic authentic,
            Identification identification,
            Optional<GreKeys> keys) {
        UdpTunnelling udp =
                code.isAccepted() ? UdpTunnelling.of(authentic, settings.grants()) : new UdpTunnelling.NotAsked();
        Optional<RevocationTerms> terms =
                code.isAccepted() ? RevocationTerms.of(Tick.NEVER, authentic) : Optional.empty();
        List<Extension> extensions = new ArrayList<>(2);
        add(authentic.arrival().nai().map(NetworkAccessIdentifier::toExtension), extensions);
        add(Services.echo(authentic, code), extensions);
        add(identity(authentic), extensions);
        add(told(udp, false), extensions);
        add(Assigning.redirection(settings, authentic, code), extensions);
        if (code.isAccepted() || code.equals(ReplyCode.MOBILE_NETWORK_PREFIX_ERROR)) {
            for (MobileNetworkAcknowledgement each : networks.decide(authentic).acknowledgements()) {
                extensions.add(each.toExtension());
            }
        }
        add(authentic.state().node().message().map(MessageString::toExtension), extensions);
        add(told(terms, Kind.MOBILE_HOME), extensions);
        RegistrationReply reply = new RegistrationReply(
                code, lifetime, homeAddress(authentic), settings.address(), identification, extensions);
        Octets signed = authentic.association().sign(reply.encode(), Kind.MOBILE_HOME);
        Octets challenged = plus(signed, Extension.firstOf(authentic.request().extensions(), Extension.CHALLENGE));
        Octets keyed = keys.isPresent() ? challenged.plus(GreKeyAgreement.extension(keys.get())) : challenged;
        Octets whole = plus(plus(keyed, told(udp, true)), told(terms, Kind.FOREIGN_HOME));
        Optional<SecurityAssociation> foreignAgent = authentic.foreignAgent();
        return foreignAgent.isPresent() ? foreignAgent.get().sign(whole, Kind.FOREIGN_HOME) : whole;
    }

    private static void add(Optional<Extension> one, List<Extension> extensions) {
        if (one.isPresent()) {
            extensions.add(one.get());
        }
    }

    private static Octets plus(Octets message, Optional<Extension> one) {
        return one.isPresent() ? message.plus(one.get().encode()) : message;
    }

    /**
     * Who this home agent is, to a node that is not registered, and to one that says it again (RFC 3846 §4): whoever does not has
     * not understood it (§3.1).
     */
    private Optional<Extension> identity(Authentic authentic) {
        if (settings.identity().isEmpty()) {
            return Optional.empty();
        }
        boolean isSaidAgain = CarriedIdentity.in(authentic.arrival().covered(), CarriedIdentity.Owner.HOME_AGENT)
                .isPresent();
        boolean isNotRegistered = authentic
                .home()
                .address()
                .filter(home -> !bindings.of(home).isEmpty())
                .isEmpty();
        return settings.identity()
                .filter(any -> isSaidAgain || (authentic.registers() && isNotRegistered))
                .map(nai -> new CarriedIdentity(CarriedIdentity.Owner.HOME_AGENT, nai).toExtension());
    }

    /** That the end of the binding is told, to whom {@code kind} says. */
    private static Optional<Extension> told(Optional<RevocationTerms> terms, Kind kind) {
        return terms.isPresent() && terms.get().kind() == kind
                ? Optional.of(terms.get().toExtension())
                : Optional.empty();
    }

    /** What is said of the tunnel to the node, or to its foreign agent (RFC 3519 §3.2). */
    private Optional<Extension> told(UdpTunnelling udp, boolean toForeignAgent) {
        return udp.reply(settings.grants().keepalive(), toForeignAgent).map(UdpTunnelReply::toExtension);
    }

    /** A denial, which agrees on no key. */
    Octets write(ReplyCode code, Lifetime lifetime, Authentic authentic, Identification identification) {
        return write(code, lifetime, authentic, identification, Optional.empty());
    }

    /** Where the reply to what arrived goes, and from where (§3.8.3.1). */
    Effect.Send address(Octets reply, Authentic authentic) {
        OptionalInt onto = authentic.comesHome()
                ? OptionalInt.of(authentic.arrival().datagram().interfaceIndex())
                : OptionalInt.empty();
        return new Effect.Send(source(authentic), authentic.arrival().from(), onto, reply);
    }

    /** The address that the request was sent to, or our own where that is for many. */
    Ipv4 source(Authentic authentic) {
        Ipv4 sentTo = authentic.arrival().datagram().to().address();
        return settings.isForMany(sentTo) ? settings.address() : sentTo;
    }

    /** What the request says, or for a request that leaves it open what the node has or would get. */
    private static Ipv4 homeAddress(Authentic authentic) {
        RegistrationRequest request = authentic.request();
        return request.homeAddress().isUnspecified()
                ? authentic.home().address().orElse(Ipv4.UNSPECIFIED)
                : request.homeAddress();
    }
}
