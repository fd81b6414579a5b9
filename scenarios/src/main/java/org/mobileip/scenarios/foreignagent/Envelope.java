package org.mobileip.scenarios.foreignagent;

import java.util.List;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;

/**
 * Which part of a message is between the mobile node and its home agent. A foreign agent relays exactly that, octet for
 * octet; what stands behind it is for the foreign agent (RFC 5944 §3.7.2.2, §3.7.3.2).
 */
final class Envelope {

    private Envelope() {}

    /** The first octet behind the last authorization-enabling extension: Mobile-Home, or Mobile-AAA; 0: there is none. */
    static int end(List<Extension> extensions) {
        int end = 0;
        for (Extension extension : extensions) {
            boolean authorizes = AuthenticationExtension.allOf(List.of(extension)).stream()
                    .anyMatch(found -> found.kind() == Kind.MOBILE_HOME || found.kind() == Kind.MOBILE_AAA);
            end = authorizes ? extension.end() : end;
        }
        return end;
    }

    /** The extensions that are protected by an authorization-enabling one. */
    static List<Extension> inside(List<Extension> extensions) {
        int end = end(extensions);
        return extensions.stream().filter(extension -> extension.end() <= end).toList();
    }

    /** The message up to that end, or its fixed part alone. */
    static Octets content(Octets message, List<Extension> extensions, int fixedSize) {
        return message.slice(0, Math.max(fixedSize, end(extensions)));
    }
}
