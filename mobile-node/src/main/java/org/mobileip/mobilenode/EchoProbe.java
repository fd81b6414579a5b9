package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.MalformedMessageException;

/**
 * What tells one echo request of {@link LinkProbes} from another, and its answer from one that somebody made up.
 *
 * @param sequence the Sequence Number (RFC 792), 0 to 65535
 * @param token 32 random bits that come back as data
 */
record EchoProbe(int sequence, int token) {

    private static final int TOKEN = 4;
    private static final int SIZE = 8;

    /** The ICMP message that asks. */
    Octets request() {
        Octets body = Octets.ofHex(String.format("%04x%04x%08x", Effect.Probe.IDENTIFIER, sequence, token));
        return new IcmpMessage(IcmpMessage.ECHO_REQUEST, 0, body).encode();
    }

    /** What an ICMP message answers; empty: nothing of ours, or it is broken. */
    static Optional<EchoProbe> answeredBy(Octets message) {
        try {
            IcmpMessage icmp = IcmpMessage.decode(message);
            boolean isOurs = icmp.type() == IcmpMessage.ECHO_REPLY
                    && icmp.body().size() == SIZE
                    && icmp.body().u16(0) == Effect.Probe.IDENTIFIER;
            return isOurs
                    ? Optional.of(new EchoProbe(icmp.body().u16(2), icmp.body().i32(TOKEN)))
                    : Optional.empty();
        } catch (MalformedMessageException broken) {
            return Optional.empty();
        }
    }
}
