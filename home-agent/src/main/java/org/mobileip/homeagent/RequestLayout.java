package org.mobileip.homeagent;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/**
 * How the extensions of RFC 7629 in a request are laid out. Their type, 154, is one that whoever does not know it steps over by its
 * second octet; RFC 7629 has the sub-type there, and a length of two octets behind it. So the one who sends decides: a node that may
 * use RFC 7629 means that, and of any other it is believed only where the request makes no sense otherwise: it is denied then.
 */
final class RequestLayout {

    private final NodeDirectory directory;

    RequestLayout(NodeDirectory directory) {
        this.directory = directory;
    }

    /** @throws MalformedMessageException as {@link RegistrationRequest#decode} */
    RegistrationRequest decode(Octets octets) throws MalformedMessageException {
        return decode(octets, Optional.empty());
    }

    /**
     * The same of a node that is known to have this NAI, whatever the request says.
     *
     * @throws MalformedMessageException as {@link RegistrationRequest#decode}
     */
    RegistrationRequest decode(Octets octets, Optional<NetworkAccessIdentifier> known)
            throws MalformedMessageException {
        Optional<RegistrationRequest> multipath = multipath(octets);
        Optional<NodeState> sender = multipath.flatMap(request -> directory.find(
                request.homeAddress(), known.or(() -> NetworkAccessIdentifier.in(request.extensions()))));
        if (sender.isEmpty()) {
            return RegistrationRequest.decode(octets);
        }
        if (sender.get().node().multipath()) {
            return multipath.get();
        }
        try {
            return RegistrationRequest.decode(octets);
        } catch (MalformedMessageException withoutSense) {
            return multipath.get();
        }
    }

    /**
     * A request that was accepted, as it was read then.
     *
     * @throws MalformedMessageException for one that cannot have been accepted
     */
    static RegistrationRequest ofAccepted(Octets octets, Optional<MultipathExtension> multipath)
            throws MalformedMessageException {
        return multipath.isPresent() ? RegistrationRequest.decodeMultipath(octets) : RegistrationRequest.decode(octets);
    }

    /** Whom a request that was accepted says it is from. */
    static Optional<NetworkAccessIdentifier> naiOfAccepted(Octets request, Optional<MultipathExtension> multipath) {
        int at = RegistrationRequest.FIXED_SIZE;
        if (request.size() > at + 1 && request.u8(at) == NetworkAccessIdentifier.TYPE) {
            int from = at + 2;
            return Optional.of(new NetworkAccessIdentifier(request.slice(from, from + request.u8(at + 1))));
        }
        if (authenticatorOfPlain(request).isPresent()) {
            return Optional.empty();
        }
        try {
            return NetworkAccessIdentifier.in(ofAccepted(request, multipath).extensions());
        } catch (MalformedMessageException neverAccepted) {
            return Optional.empty();
        }
    }

    /**
     * Where the authenticator of a request begins that has nothing behind its fixed part but an NAI, or not even that, and the node's
     * authentication extension; empty: it has more, or less.
     */
    static OptionalInt authenticatorOfPlain(Octets request) {
        return authenticatorOfPlain(request, RegistrationRequest.FIXED_SIZE);
    }

    /** The same of any message that has a fixed part of {@code fixed} octets. */
    static OptionalInt authenticatorOfPlain(Octets message, int fixed) {
        int at = fixed;
        if (message.size() > at + 1 && message.u8(at) == NetworkAccessIdentifier.TYPE) {
            at += 2 + message.u8(at + 1);
        }
        boolean isPlain = message.size() > at + Kind.MOBILE_HOME.headerSize()
                && message.u8(at) == Kind.MOBILE_HOME.type()
                && at + 2 + message.u8(at + 1) == message.size();
        return isPlain ? OptionalInt.of(at + Kind.MOBILE_HOME.headerSize()) : OptionalInt.empty();
    }

    /** Whether the request of {@code size} octets from {@code request} on is such a one. */
    static boolean isPlain(ByteBuffer file, int request, int size) {
        int end = request + size;
        int at = request + RegistrationRequest.FIXED_SIZE;
        if (at + 1 < end && (file.get(at) & 0xff) == NetworkAccessIdentifier.TYPE) {
            at += 2 + (file.get(at + 1) & 0xff);
        }
        return at + Kind.MOBILE_HOME.headerSize() < end
                && (file.get(at) & 0xff) == Kind.MOBILE_HOME.type()
                && at + 2 + (file.get(at + 1) & 0xff) == end;
    }

    /** The same without its authenticator, if it is a plain one: zeros. */
    static Octets withoutAuthenticator(Octets request) {
        OptionalInt from = authenticatorOfPlain(request);
        return from.isEmpty()
                ? request
                : Octets.filled(request.size(), octets -> request.copyTo(0, from.getAsInt(), octets, 0));
    }

    /**
     * Whether a request whose authenticator is right says what {@code before} said, which was as authentic: with one key their
     * authenticators are the same then, so that nobody needs to keep one.
     */
    static boolean isSame(Octets request, Octets before) {
        return request.size() == before.size() && withoutAuthenticator(request).equals(withoutAuthenticator(before));
    }

    /** The request as RFC 7629 would have it; empty: that says nothing of its extensions. */
    private static Optional<RegistrationRequest> multipath(Octets octets) {
        if (!mayHaveOne(octets)) {
            return Optional.empty();
        }
        try {
            RegistrationRequest request = RegistrationRequest.decodeMultipath(octets);
            return Extension.firstOf(request.extensions(), MultipathExtension.TYPE)
                    .map(there -> request);
        } catch (MalformedMessageException anotherLayout) {
            return Optional.empty();
        }
    }

    private static boolean mayHaveOne(Octets octets) {
        for (int at = RegistrationRequest.FIXED_SIZE; at < octets.size(); at++) {
            if (octets.u8(at) == MultipathExtension.TYPE) {
                return true;
            }
        }
        return false;
    }
}
