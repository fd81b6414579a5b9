package org.mobileip.wire;

/**
 * What a mobility agent says of itself, the last sixteen bits before the care-of addresses of its advertisement
 * (RFC 5944 §2.1.1).
 *
 * <pre>
 *   15  14  13  12  11  10   9   8   7   6   5   4 to 0
 *  +---+---+---+---+---+---+---+---+---+---+---+--------+
 *  | R | B | H | F | M | G | r | T | U | X | I |reserved|
 *  +---+---+---+---+---+---+---+---+---+---+---+--------+
 * </pre>
 *
 * @param bits 0 to 65535, R highest
 */
public record AgentFlags(int bits) {

    /** R: register with a foreign agent of this link, even with a co-located care-of address. */
    public static final AgentFlags REGISTRATION_REQUIRED = new AgentFlags(0x8000);
    /** B: the foreign agent takes no more mobile nodes. */
    public static final AgentFlags BUSY = new AgentFlags(0x4000);
    /** H: a home agent on this link. */
    public static final AgentFlags HOME_AGENT = new AgentFlags(0x2000);
    /** F: a foreign agent on this link. */
    public static final AgentFlags FOREIGN_AGENT = new AgentFlags(0x1000);
    /** M: receives minimal encapsulation (RFC 2004). */
    public static final AgentFlags MINIMAL_ENCAPSULATION = new AgentFlags(0x0800);
    /** G: receives GRE encapsulation (RFC 2784). */
    public static final AgentFlags GRE = new AgentFlags(0x0400);
    /** T: the foreign agent supports reverse tunneling (RFC 3024). */
    public static final AgentFlags REVERSE_TUNNELING = new AgentFlags(0x0100);
    /** U: supports tunneling in UDP (RFC 3519). */
    public static final AgentFlags UDP_TUNNELING = new AgentFlags(0x0080);
    /** X: supports revocation (RFC 3543). */
    public static final AgentFlags REVOCATION = new AgentFlags(0x0040);
    /** I: the foreign agent supports regional registration (RFC 4857). */
    public static final AgentFlags REGIONAL_REGISTRATION = new AgentFlags(0x0020);

    private static final String LETTERS = "RBHFMGrTUXI";

    public AgentFlags {
        Fields.check("flags", bits, 0xffff);
    }

    /** These flags and those of {@code more}. */
    public AgentFlags with(AgentFlags more) {
        return new AgentFlags(bits | more.bits);
    }

    /** Every flag of {@code some} is set here. */
    public boolean has(AgentFlags some) {
        return (bits & some.bits) == some.bits;
    }

    /** The RFC's letters, like {@code H|T}; {@code none} where no bit is set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            if ((bits & 0x8000 >> i) != 0) {
                text.append(text.isEmpty() ? "" : "|").append(LETTERS.charAt(i));
            }
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
