package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;

/** Whether a node has signed what it says about notifications (RFC 6098 §4.7.2, §4.7.3). */
final class NotificationSignature {

    private NotificationSignature() {}

    /** What it is signed with: exactly one Mobile-Home authenticator, the last extension, of the node with that home address. */
    static Optional<SecurityAssociation> of(
            NodeDirectory directory, Datagram datagram, Ipv4 home, List<Extension> extensions) {
        List<AuthenticationExtension> signatures = AuthenticationExtension.allOf(extensions, Kind.MOBILE_HOME);
        boolean isSignedOnce =
                signatures.size() == 1 && extensions.get(extensions.size() - 1).type() == Kind.MOBILE_HOME.type();
        return directory
                .at(home)
                .filter(any -> isSignedOnce)
                .flatMap(state ->
                        state.node().associations().find(signatures.get(0).spi(), datagram.timeOfDay()))
                .filter(association -> association.verifies(datagram.payload(), signatures.get(0)));
    }
}
