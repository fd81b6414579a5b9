package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.RevocationSupport;

/**
 * That the end of a binding is told to whoever registered it, and how (RFC 3543 §4.2.1): to a mobile node with a care-of
 * address of its own that registered by itself, or to the foreign agent that relayed the request, if we share keys with it.
 *
 * @param kind what protects the messages about it: {@link Kind#MOBILE_HOME} or {@link Kind#FOREIGN_HOME}
 * @param association with that peer
 * @param inform whether both use the I bit
 * @param theirs the timestamp of the peer's extension
 * @param ours that of our own
 * @param agreedAt when the reply left
 */
record RevocationTerms(
        Kind kind, SecurityAssociation association, boolean inform, int theirs, int ours, Tick agreedAt) {

    /** What a request and its reply agree on; empty: nothing, for the request does not ask for it, or may not. */
    static Optional<RevocationTerms> of(Tick now, Authentic authentic) {
        if (!authentic.registers()) {
            return Optional.empty();
        }
        boolean isDirect = authentic.request().flags().decapsulationByMobileNode();
        if (isDirect) {
            boolean isByItself =
                    authentic.arrival().source().equals(authentic.request().careOfAddress());
            Optional<RevocationSupport> asked =
                    isByItself ? RevocationSupport.in(authentic.arrival().covered()) : Optional.empty();
            return asked.isPresent()
                    ? Optional.of(new RevocationTerms(
                            Kind.MOBILE_HOME,
                            authentic.association(),
                            false,
                            asked.get().timestamp(),
                            timestampOf(authentic),
                            now))
                    : Optional.empty();
        }
        return authentic.foreignAgent().flatMap(association -> RevocationSupport.in(ofForeignAgent(authentic))
                .map(asked -> new RevocationTerms(
                        Kind.FOREIGN_HOME,
                        association,
                        asked.inform(),
                        asked.timestamp(),
                        timestampOf(authentic),
                        now)));
    }

    /** What stands behind the node's authenticator and before the foreign agent's. */
    private static List<Extension> ofForeignAgent(Authentic authentic) {
        List<Extension> all = authentic.request().extensions();
        int from = authentic.arrival().authorizing().stream()
                .mapToInt(AuthenticationExtension::offset)
                .max()
                .orElse(0);
        int until = authentic.arrival().foreignHome().stream()
                .mapToInt(AuthenticationExtension::offset)
                .findFirst()
                .orElse(0);
        return all.stream()
                .filter(extension -> extension.offset() > from && extension.offset() < until)
                .toList();
    }

    /** The extension of the reply. */
    Extension toExtension() {
        return new RevocationSupport(inform, ours).toExtension();
    }

    /** Our clock's timestamps are the seconds of an Identification. */
    private static int timestampOf(Authentic authentic) {
        return Identification.ofTimestamp(authentic.arrival().datagram().timeOfDay(), 0)
                .high();
    }
}
