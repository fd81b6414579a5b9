package org.mobileip.scenarios.foreignagent;

import java.util.List;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;

/** Vendors' extensions that are for a foreign agent and must be understood (RFC 3115 §2.3); none is known here. */
final class VendorExtensions {

    private VendorExtensions() {}

    /** Whether there is one behind the Mobile-Home authenticator: what stands before it is between node and home agent. */
    static boolean areForUs(List<Extension> extensions) {
        int node = AuthenticationExtension.allOf(extensions, Kind.MOBILE_HOME).stream()
                .mapToInt(AuthenticationExtension::offset)
                .findFirst()
                .orElse(0);
        return extensions.stream()
                .anyMatch(extension -> extension.type() == Extension.CRITICAL_VENDOR && extension.offset() > node);
    }
}
