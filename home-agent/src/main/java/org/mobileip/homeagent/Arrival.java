package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/**
 * A Registration Request as it arrived, well formed and not believed yet.
 *
 * @param authorizing its authorization-enabling extensions
 * @param nai whom it says it is from, where an authorization-enabling extension protects that (RFC 2794 §2)
 * @param covered the extensions that an authorization-enabling extension protects
 */
record Arrival(
        Datagram datagram,
        RegistrationRequest request,
        List<AuthenticationExtension> authorizing,
        Optional<NetworkAccessIdentifier> nai,
        List<Extension> covered) {

    Arrival {
        authorizing = List.copyOf(authorizing);
        covered = List.copyOf(covered);
    }

    static Arrival of(Datagram datagram, RegistrationRequest request) {
        List<AuthenticationExtension> authorizing = new ArrayList<>(1);
        for (AuthenticationExtension each : AuthenticationExtension.allOf(request.extensions())) {
            if (each.kind().isAuthorizationEnabling()) {
                authorizing.add(each);
            }
        }
        int protectedUntil = lastOf(authorizing);
        List<Extension> covered = new ArrayList<>(1);
        for (Extension each : request.extensions()) {
            if (each.offset() < protectedUntil) {
                covered.add(each);
            }
        }
        return new Arrival(datagram, request, authorizing, NetworkAccessIdentifier.in(covered), covered);
    }

    private static int lastOf(List<AuthenticationExtension> authorizing) {
        int last = 0;
        for (AuthenticationExtension each : authorizing) {
            last = Math.max(last, each.offset());
        }
        return last;
    }

    /** Whether an authorization-enabling extension protects what stands at {@code offset}: the node itself has put it there. */
    boolean isProtected(int offset) {
        return offset < lastOf(authorizing);
    }

    Endpoint from() {
        return datagram.from();
    }

    Ipv4 source() {
        return datagram.from().address();
    }

    boolean registers() {
        return !request.lifetime().isZero();
    }

    /** The SPI that it names first, for tables; 0, which is nobody's, where it names none. */
    int spi() {
        return authorizing.isEmpty() ? 0 : authorizing.get(0).spi();
    }

    List<AuthenticationExtension> foreignHome() {
        return AuthenticationExtension.allOf(request.extensions(), Kind.FOREIGN_HOME);
    }
}
