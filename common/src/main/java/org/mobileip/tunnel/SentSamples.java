package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few of the packets that were sent lately, by which an ICMP error about one of them is told from a forged one. An attacker
 * who does not see the packets would have to guess the outer Identification and the second word behind the outer header
 * (of IP in IP: the inner Identification); both are in the 8 octets that every error quotes. Within UDP it is the same word
 * of what is inside, and an error must quote so much.
 *
 * <p>Of IP in IP within UDP the kernel may have made the outer header, and given it an Identification that anybody can guess
 * (UDP_SEGMENT). There the inner Identification is kept with the second word behind the inner header, of TCP the sequence number; an error
 * must quote that, too.
 *
 * <p>At a high rate more packets are on their way than can be kept. So the sample is spread over time: slot n keeps the last
 * packet whose number is divisible by 4ⁿ and not by 4ⁿ⁺¹. Where every packet causes an error, as one that is too big does, one of them finds
 * its packet still there, whatever the rate and the round trip. Long packets are kept apart from short ones, which would push
 * them out: only long ones are ever too big.
 */
final class SentSamples {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SLOTS = 9;
    private static final int MARK = 1 << 16;

    private final long[] shorter = new long[SLOTS];
    private final long[] longer = new long[SLOTS];
    private int shorterSent;
    private int longerSent;

    void sent(PacketBuffer outer) {
        if (isLong(outer.totalLength())) {
            SLOT.setOpaque(longer, slot(++longerSent), sample(outer));
        } else {
            SLOT.setOpaque(shorter, slot(++shorterSent), sample(outer));
        }
    }

    boolean hasSent(PacketBuffer quote) {
        long sample = sample(quote);
        for (int i = 0; i < SLOTS; i++) {
            if ((long) SLOT.getOpaque(longer, i) == sample || (long) SLOT.getOpaque(shorter, i) == sample) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLong(int totalLength) {
        return totalLength > TunnelExit.LEAST_MTU;
    }

    private static int slot(int number) {
        return Math.min(SLOTS - 1, Integer.numberOfTrailingZeros(number) / 2);
    }

    /** What is kept of a packet, see {@link OtherSender#hasSent}. */
    static long sample(PacketBuffer packet) {
        if (packet.protocol() != InUdp.PROTOCOL) {
            return sample(packet.identification(), packet.i32(packet.headerLength() + 4));
        }
        int inside = packet.headerLength() + InUdp.OVERHEAD;
        return InUdp.isAroundIp(packet)
                ? sample(packet.u16(inside + 4), secondWordBehindHeader(packet, inside))
                : sample(packet.identification(), packet.i32(inside + 4));
    }

    private static long sample(int identification, int word) {
        return (long) (MARK | identification) << 32 | (word & 0xffff_ffffL);
    }

    /** 0 where there is none. */
    private static int secondWordBehindHeader(PacketBuffer packet, int inside) {
        int at = inside + ((packet.u8(inside) & 0x0f) << 2) + 4;
        return at + 4 <= packet.length() ? packet.i32(at) : 0;
    }
}
