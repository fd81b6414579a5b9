package org.mobileip.homeagent;

import java.util.OptionalInt;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.RegistrationReply;

/**
 * Of a plain reply nobody needs to keep the authenticator: it follows from the rest and the key by which a copy of the request was
 * found authentic. Should that be another key than at first, this is the one that the node has now.
 */
final class ReplyLayout {

    private ReplyLayout() {}

    /**
     * Where the authenticator of a reply begins that has nothing behind its fixed part but an NAI, or not even that, and the node's
     * authentication extension; empty: it has more, or less.
     */
    static OptionalInt authenticatorOfPlain(Octets reply) {
        return RequestLayout.authenticatorOfPlain(reply, RegistrationReply.FIXED_SIZE);
    }

    /** A plain reply signed with {@code association}, whose authenticator may be left out in {@code reply}; any other as it is. */
    static Octets signed(Octets reply, SecurityAssociation association) {
        OptionalInt authenticator = authenticatorOfPlain(reply);
        return authenticator.isEmpty()
                ? reply
                : association.sign(
                        reply.slice(0, authenticator.getAsInt() - Kind.MOBILE_HOME.headerSize()), Kind.MOBILE_HOME);
    }
}
