package org.mobileip.tunnel;

/**
 * The sequence number received last (RFC 2890 §2.2). A packet is out of order if its number is that one, or one of the 2³¹ - 1
 * before it. The first number is good whatever it is: the other end may have been sending long before we began to listen. For
 * the one thread that decapsulates.
 */
final class GreOrder {

    private int last;
    private boolean hasBegun;

    /** Whether a packet with this number is not late; then it is the last one. */
    boolean admits(int number) {
        if (hasBegun && number - last <= 0) {
            return false;
        }
        hasBegun = true;
        last = number;
        return true;
    }
}
