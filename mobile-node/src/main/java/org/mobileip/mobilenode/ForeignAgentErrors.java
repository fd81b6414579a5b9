package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.wire.Extension;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** What a foreign agent adds to a reply that it relays and does not honour: the FA Error Extension (RFC 4636 §3). */
final class ForeignAgentErrors {

    private ForeignAgentErrors() {}

    /** Why the foreign agent does not do what the home agent has accepted; empty: it does, or nothing was accepted. */
    static Optional<ReplyCode> in(Pending asked, RegistrationReply reply) {
        boolean isRelayed =
                asked.target().through().isPresent() && !asked.target().isDeregistration();
        return reply.extensions().stream()
                .filter(extension -> isRelayed && reply.code().isAccepted())
                .filter(extension -> extension.type() == Extension.FOREIGN_AGENT_ERROR)
                .map(extension -> new ReplyCode(extension.data().u8(0)))
                .findFirst();
    }
}
