package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.DynamicHomeAgent;
import org.mobileip.wire.Extension;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/** A Registration Request as it came from the link. */
record Arrival(MacAddress sender, int timeToLive, Datagram datagram, RegistrationRequest request) {

    /** Whose it is. An NAI counts only where an authenticator protects it (RFC 2794 §2). */
    NodeKey node() {
        return new NodeKey(
                sender,
                request.homeAddress(),
                NetworkAccessIdentifier.in(Envelope.inside(request.extensions()))
                        .map(NetworkAccessIdentifier::canonical));
    }

    Octets octets() {
        return datagram.payload();
    }

    boolean registers() {
        return !request.lifetime().isZero();
    }

    boolean hasAuthorization() {
        return Envelope.end(request.extensions()) > 0;
    }

    /** The authenticators for us (§3.5.3). */
    List<AuthenticationExtension> forUs() {
        return AuthenticationExtension.allOf(request.extensions(), Kind.MOBILE_FOREIGN);
    }

    /** The first challenge that it answers. */
    Optional<Extension> challenge() {
        return extension(Extension.CHALLENGE);
    }

    /** Whether it asks for the encapsulating delivery style, which stands behind the Mobile-Home extension. */
    boolean encapsulates() {
        return extension(Extension.ENCAPSULATING_DELIVERY).isPresent();
    }

    /** Whether an authenticator of the node, for us or for an AAA server, protects {@code extension}. */
    boolean isProven(Extension extension) {
        return AuthenticationExtension.allOf(request.extensions()).stream()
                .filter(found -> found.kind() == Kind.MOBILE_FOREIGN || found.kind() == Kind.MOBILE_AAA)
                .anyMatch(found -> found.offset() >= extension.end());
    }

    /** Whom to relay it to: the home agent that it asks for in an extension (RFC 4433 §5.2), else that of its field. */
    Ipv4 homeAgent() {
        return DynamicHomeAgent.in(Envelope.inside(request.extensions()), DynamicHomeAgent.Use.REQUESTED)
                .orElse(request.homeAgent());
    }

    /** Whether it says so in an extension. */
    boolean requestsHomeAgent() {
        return !homeAgent().equals(request.homeAgent());
    }

    private Optional<Extension> extension(int type) {
        return request.extensions().stream()
                .filter(extension -> extension.type() == type)
                .findFirst();
    }
}
