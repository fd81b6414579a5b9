package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * The Revocation Support Extension (RFC 3543 §3.2): who says this wants to be told when the binding is revoked.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 137    |   Length 6    |I|          Reserved           |
 * |                           Timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param inform an agent leaves it to the home agent whether the mobile node is told, or the home agent takes that up
 * @param timestamp of the sender's clock, in whatever unit: later ones are greater, modulo 2³²
 */
public record RevocationSupport(boolean inform, int timestamp) {

    /** The type of the extension; whoever does not know it steps over it. */
    public static final int TYPE = 137;

    private static final int DATA = 6;
    private static final int INFORM = 0x8000;

    /** The first among {@code extensions} that is long enough: §3.2 lets it become longer. */
    public static Optional<RevocationSupport> in(List<Extension> extensions) {
        for (Extension each : extensions) {
            Octets data = each.data();
            if (each.type() == TYPE && data.size() >= DATA) {
                return Optional.of(new RevocationSupport((data.u16(0) & INFORM) != 0, data.i32(2)));
            }
        }
        return Optional.empty();
    }

    /** The extension; an authenticator must cover it. */
    public Extension toExtension() {
        Octets data =
                new OctetsWriter(DATA).u16(inform ? INFORM : 0).i32(timestamp).finished();
        return Extension.of(TYPE, data);
    }
}
