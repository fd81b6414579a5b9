package org.mobileip.tunnel;

import org.mobileip.time.Tick;

/** The fragments of one datagram, as far as they have come; used again for the next. */
final class PartialDatagram {

    /** Fragments begin at multiples of so many octets. */
    static final int BLOCK = 8;

    /** The longest payload there can be. */
    static final int ROOM = PacketBuffer.LONGEST - PacketBuffer.HEADER;

    private static final int UNKNOWN = -1;
    private static final int BITS = Long.SIZE;

    /** What a fragment does to its datagram. */
    enum Addition {
        /** It is kept; more must come. */
        KEPT,
        /** All of it was there already. */
        REPEATED,
        /** A part of it was there already, or the datagram's end is elsewhere; or that was found out before. */
        OVERLAPS,
        /** Nothing is missing any more. */
        WHOLE
    }

    private final byte[] octets = new byte[ROOM];
    private final byte[] header = new byte[PacketBuffer.LONGEST_HEADER];
    private final long[] there = new long[(ROOM / BLOCK + BITS) / BITS];
    private boolean inUse;
    private boolean isRefused;
    private int source;
    private int destination;
    private int protocolAndIdentification;
    private Tick endsAt = Tick.NEVER;
    private int headerLength;
    private int blocks;
    private int total;
    private int fragments;
    private boolean isMarked;
    private boolean isUnmarkable;

    boolean isInUse() {
        return inUse;
    }

    int source() {
        return source;
    }

    Tick endsAt() {
        return endsAt;
    }

    /** Whether {@code fragment} is one of this datagram's (RFC 791 §2.3). */
    boolean isOf(PacketBuffer fragment) {
        return inUse
                && protocolAndIdentification == key(fragment)
                && source == fragment.source()
                && destination == fragment.destination();
    }

    private static int key(PacketBuffer fragment) {
        return fragment.protocol() << 16 | fragment.identification();
    }

    /** Begins anew, with nothing, for the datagram that {@code fragment} is of. */
    void begin(PacketBuffer fragment, Tick end) {
        inUse = true;
        isRefused = false;
        source = fragment.source();
        destination = fragment.destination();
        protocolAndIdentification = key(fragment);
        endsAt = end;
        headerLength = 0;
        blocks = 0;
        total = UNKNOWN;
        fragments = 0;
        isMarked = false;
        isUnmarkable = false;
        java.util.Arrays.fill(there, 0);
    }

    Addition add(PacketBuffer fragment) {
        int skipped = fragment.headerLength();
        int payload = fragment.length() - skipped;
        int from = fragment.fragmentOffset() * BLOCK;
        int firstBlock = from / BLOCK;
        int endBlock = (from + payload + BLOCK - 1) / BLOCK;
        int present = countPresent(firstBlock, endBlock);
        if (isRefused || !agreesOnEnd(fragment, from + payload)) {
            return Addition.OVERLAPS;
        }
        if (present > 0) {
            return present == endBlock - firstBlock ? Addition.REPEATED : Addition.OVERLAPS;
        }
        fragment.strip(skipped);
        fragment.get(0, octets, from, payload);
        fragment.extend(skipped);
        mark(firstBlock, endBlock);
        note(fragment, from, payload);
        return total != UNKNOWN && blocks == (total + BLOCK - 1) / BLOCK ? Addition.WHOLE : Addition.KEPT;
    }

    /** The last fragment says where the datagram ends: none may say otherwise, and none may lie beyond. */
    private boolean agreesOnEnd(PacketBuffer fragment, int end) {
        if (total != UNKNOWN) {
            return fragment.moreFragments() ? end <= total : end == total;
        }
        return fragment.moreFragments() || countPresent((end + BLOCK - 1) / BLOCK, there.length * BITS) == 0;
    }

    private int countPresent(int from, int to) {
        int count = 0;
        for (int block = from; block < to; block++) {
            count += ((there[block / BITS] >>> (block % BITS)) & 1) != 0 ? 1 : 0;
        }
        return count;
    }

    private void mark(int from, int to) {
        for (int block = from; block < to; block++) {
            there[block / BITS] |= 1L << (block % BITS);
        }
        blocks += to - from;
    }

    private void note(PacketBuffer fragment, int from, int payload) {
        fragments++;
        int ecn = fragment.typeOfService() & Ecn.MASK;
        isMarked |= ecn == Ecn.CE;
        isUnmarkable |= ecn == Ecn.NOT_ECT;
        if (from == 0) {
            headerLength = fragment.headerLength();
            fragment.get(0, header, 0, headerLength);
        }
        if (!fragment.moreFragments()) {
            total = from + payload;
        }
    }

    /** Lets go of what there is, and keeps out what may still come of it; how many fragments that were. */
    int giveUp() {
        int given = inUse ? fragments : 0;
        fragments = 0;
        isRefused = true;
        return given;
    }

    /** Free for another datagram. */
    void end() {
        inUse = false;
    }

    /**
     * Writes the datagram to where {@code packet} begins.
     *
     * @return false: it is dropped, for one fragment was marked as having met congestion and another could not be (RFC 3168
     *     §5.3)
     */
    boolean writeTo(PacketBuffer packet) {
        packet.window(packet.start(), headerLength + total);
        packet.put(0, header, headerLength);
        packet.put(headerLength, octets, total);
        packet.put16(2, headerLength + total);
        packet.put16(6, 0);
        if (isMarked) {
            packet.put8(1, packet.typeOfService() | Ecn.CE);
        }
        packet.sumHeader();
        return !(isMarked && isUnmarkable);
    }
}
