package org.mobileip.wire;

/**
 * The eight bits behind the type of a Registration Request (RFC 5944 §3.3, T: RFC 3024 §3.2).
 *
 * <pre>
 *    7   6   5   4   3   2   1   0
 *  +---+---+---+---+---+---+---+---+
 *  | S | B | D | M | G | r | T | x |
 *  +---+---+---+---+---+---+---+---+
 * </pre>
 *
 * @param bits 0 to 255, S highest
 */
public record RequestFlags(int bits) {

    public static final RequestFlags NONE = new RequestFlags(0);
    /** S: keep my prior bindings. */
    public static final RequestFlags SIMULTANEOUS_BINDINGS = new RequestFlags(0x80);
    /** B: tunnel broadcast datagrams of the home network to me. */
    public static final RequestFlags BROADCAST_DATAGRAMS = new RequestFlags(0x40);
    /** D: I decapsulate myself, the care-of address is co-located. */
    public static final RequestFlags DECAPSULATION_BY_MOBILE_NODE = new RequestFlags(0x20);
    /** M: use minimal encapsulation (RFC 2004). */
    public static final RequestFlags MINIMAL_ENCAPSULATION = new RequestFlags(0x10);
    /** G: use GRE encapsulation (RFC 2784). */
    public static final RequestFlags GRE = new RequestFlags(0x08);
    /** r: sent as zero. */
    public static final RequestFlags RESERVED_R = new RequestFlags(0x04);
    /** T: reverse tunneling. */
    public static final RequestFlags REVERSE_TUNNELING = new RequestFlags(0x02);
    /** x: sent as zero. */
    public static final RequestFlags RESERVED_X = new RequestFlags(0x01);

    private static final String LETTERS = "SBDMGrTx";

    public RequestFlags {
        if (bits < 0 || bits > 0xff) {
            throw new IllegalArgumentException("flags " + bits + " are not within 0 to 255");
        }
    }

    /** These flags and those of {@code more}. */
    public RequestFlags with(RequestFlags more) {
        return new RequestFlags(bits | more.bits);
    }

    /** These flags but those of {@code fewer}. */
    public RequestFlags without(RequestFlags fewer) {
        return new RequestFlags(bits & ~fewer.bits);
    }

    /** Every flag of {@code some} is set here. */
    public boolean has(RequestFlags some) {
        return (bits & some.bits) == some.bits;
    }

    public boolean simultaneousBindings() {
        return has(SIMULTANEOUS_BINDINGS);
    }

    public boolean broadcastDatagrams() {
        return has(BROADCAST_DATAGRAMS);
    }

    public boolean decapsulationByMobileNode() {
        return has(DECAPSULATION_BY_MOBILE_NODE);
    }

    public boolean minimalEncapsulation() {
        return has(MINIMAL_ENCAPSULATION);
    }

    public boolean gre() {
        return has(GRE);
    }

    public boolean reservedR() {
        return has(RESERVED_R);
    }

    public boolean reverseTunneling() {
        return has(REVERSE_TUNNELING);
    }

    public boolean reservedX() {
        return has(RESERVED_X);
    }

    /** The RFC's letters, like {@code D|T}; {@code none} where no bit is set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            if ((bits & 0x80 >> i) != 0) {
                text.append(text.isEmpty() ? "" : "|").append(LETTERS.charAt(i));
            }
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
