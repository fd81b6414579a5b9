package org.mobileip.tunnel;

import java.util.Optional;

/**
 * Explicit congestion notification at the end of a tunnel (RFC 6040 §4.2, figure 4).
 *
 * <pre>
 *   inner \ outer | Not-ECT   ECT(0)    ECT(1)    CE
 *   --------------+----------------------------------------
 *   Not-ECT       | Not-ECT   Not-ECT   Not-ECT   dropped
 *   ECT(0)        | ECT(0)    ECT(0)    ECT(1)    CE
 *   ECT(1)        | ECT(1)    ECT(1)    ECT(1)    CE
 *   CE            | CE        CE        CE        CE
 * </pre>
 */
final class Ecn {

    static final int MASK = 3;
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    private Ecn() {}

    /**
     * Lets what an outer header said pass to the datagram that was in it. The header need not have been checked: it is read as
     * far as its first ten octets, which are there.
     */
    static Optional<DropReason> decapsulate(PacketBuffer inner, int outer) {
        int ecn = inner.typeOfService() & MASK;
        if (outer == NOT_ECT || outer == ecn || ecn == CE) {
            return Optional.empty();
        }
        if (ecn == NOT_ECT) {
            return outer == CE ? DropReason.CONGESTION_EXPERIENCED.verdict() : Optional.empty();
        }
        if (outer == CE || outer == ECT_1) {
            inner.replaceInHeader(0, (inner.u16(0) & ~MASK) | outer);
        }
        return Optional.empty();
    }

    /** The field of a datagram of whose fragments one had {@code one} and another {@code other} (RFC 3168 §5.3). */
    static int ofFragments(int one, int other) {
        return one == CE || other == CE ? CE : one;
    }
}
