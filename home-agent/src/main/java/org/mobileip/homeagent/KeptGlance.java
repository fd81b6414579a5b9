package org.mobileip.homeagent;

import java.nio.ByteBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;

/**
 * A {@link KeptBinding} at a glance: what {@link Foresight} must know, read from where it is kept without a copy of anything.
 *
 * @param home its home address
 * @param careOf its care-of address
 * @param ends when its lifetime is over, in milliseconds since 1970; {@link Long#MAX_VALUE}: never
 * @param flags those of its request
 * @param isPlain whether nothing is in the request but what every node must say
 */
public record KeptGlance(Ipv4 home, Ipv4 careOf, long ends, RequestFlags flags, boolean isPlain) {

    private static final int FLAGS = 1;
    private static final int MILLIS = 1000;

    /**
     * Looks.
     *
     * @param accepted in milliseconds since 1970
     * @param file where the request is in, {@code size} octets from {@code request} on
     */
    public static KeptGlance of(
            Ipv4 home, Ipv4 careOf, long accepted, Lifetime granted, ByteBuffer file, int request, int size) {
        boolean isPlain = RequestLayout.isPlain(file, request, size);
        return new KeptGlance(
                home,
                careOf,
                granted.isInfinite() ? Long.MAX_VALUE : accepted + (long) granted.seconds() * MILLIS,
                new RequestFlags(isPlain ? file.get(request + FLAGS) & 0xff : 0),
                isPlain);
    }
}
