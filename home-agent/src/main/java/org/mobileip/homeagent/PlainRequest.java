package org.mobileip.homeagent;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/**
 * A request that has nothing behind its fixed part but an NAI, or not even that, and the node's authentication extension, as it arrived:
 * what must be read of it to know whether the node sent it. Such a one is well formed whatever it says.
 *
 * @param nai whom it says it is from
 */
record PlainRequest(Datagram datagram, Optional<NetworkAccessIdentifier> nai, AuthenticationExtension authenticator) {

    /** Empty: it has more, or less. */
    static Optional<PlainRequest> of(Datagram datagram) {
        Octets octets = datagram.payload();
        OptionalInt found = RequestLayout.authenticatorOfPlain(octets);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int from = found.getAsInt();
        int offset = from - Kind.MOBILE_HOME.headerSize();
        int nai = RegistrationRequest.FIXED_SIZE;
        if (offset == nai) {
            return Optional.of(new PlainRequest(datagram, Optional.empty(), authenticator(octets, offset, from)));
        }
        if (octets.u8(nai + 1) == 0) { // Malformed.
            return Optional.empty();
        }
        NetworkAccessIdentifier named = new NetworkAccessIdentifier(octets.slice(nai + 2, offset));
        return Optional.of(new PlainRequest(datagram, Optional.of(named), authenticator(octets, offset, from)));
    }

    private static AuthenticationExtension authenticator(Octets octets, int offset, int from) {
        return new AuthenticationExtension(
                Kind.MOBILE_HOME, octets.i32(offset + 2), octets.slice(from, octets.size()), offset);
    }

    Ipv4 homeAddress() {
        return datagram.payload().ipv4(RegistrationRequest.HOME_ADDRESS);
    }

    Identification identification() {
        return new Identification(datagram.payload().i64(RegistrationRequest.IDENTIFICATION));
    }

    /** All that it says. */
    Arrival arrival() {
        try {
            return Arrival.of(datagram, RegistrationRequest.decode(datagram.payload()));
        } catch (MalformedMessageException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
