package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.net.Octets;
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
        Optional<RegistrationRequest> multipath = multipath(octets);
        Optional<NodeState> sender = multipath.flatMap(
                request -> directory.find(request.homeAddress(), NetworkAccessIdentifier.in(request.extensions())));
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
