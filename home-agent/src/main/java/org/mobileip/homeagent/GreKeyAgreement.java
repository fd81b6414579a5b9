package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.auth.NonceSource;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Octets;
import org.mobileip.wire.Extension;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/**
 * The keys of GRE tunnels, which a foreign agent asks for by an extension of the request (RFC 6245 §4.2): it gives the key that
 * it wants to receive, or 0 for one that we choose; the reply gives the one that we want to receive. A binding keeps its key
 * for as long as it lasts: it stands in the reply.
 *
 * <pre>
 *  |   Type = 48   | Sub-Type = 0  |          Length = 4           |         Key Identifier        … |
 * </pre>
 */
final class GreKeyAgreement {

    private final NonceSource random;

    GreKeyAgreement(NonceSource random) {
        this.random = random;
    }

    /** What is asked for, by the flags or by the extension, which asks for GRE whatever they say (§4.2). */
    static RequestFlags flagsOf(RegistrationRequest request) {
        return askedIn(request).isPresent() ? request.flags().with(RequestFlags.GRE) : request.flags();
    }

    private static Optional<Integer> askedIn(RegistrationRequest request) {
        return Extension.firstOf(request.extensions(), Extension.GRE_KEY)
                .map(extension -> extension.data().i32(0));
    }

    /**
     * The keys of the binding that {@code request} makes or renews; empty: its tunnel has none.
     *
     * @param before the binding that it renews
     */
    Optional<GreKeys> agree(RegistrationRequest request, Optional<Binding> before) {
        Optional<Integer> asked = askedIn(request);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        int ours = before.flatMap(GreKeyAgreement::ofBinding)
                .map(GreKeys::expected)
                .orElseGet(this::newKey);
        return Optional.of(new GreKeys(asked.get() == 0 ? ours : asked.get(), ours));
    }

    private int newKey() {
        int key = random.next();
        return key != 0 ? key : 1; // 0 asks for a key
    }

    /** The keys of the tunnel to {@code binding}; empty: it has none. */
    static Optional<GreKeys> ofBinding(Binding binding) {
        try {
            Optional<Integer> asked = askedIn(RequestLayout.ofAccepted(binding.request(), binding.multipath()));
            Optional<Integer> ours = RegistrationReply.decode(binding.reply()).extensions().stream()
                    .filter(extension -> extension.type() == Extension.GRE_KEY)
                    .findFirst()
                    .map(extension -> extension.data().i32(0));
            return ours.map(key -> new GreKeys(asked.filter(given -> given != 0).orElse(key), key));
        } catch (MalformedMessageException decodedBefore) {
            throw new AssertionError(decodedBefore);
        }
    }

    /** What the reply says of it. */
    static Octets extension(GreKeys keys) {
        int key = keys.expected();
        Octets data = Octets.of(new byte[] {(byte) (key >>> 24), (byte) (key >>> 16), (byte) (key >>> 8), (byte) key});
        return Extension.ofLong(Extension.GRE_KEY, 0, data).encode();
    }
}
