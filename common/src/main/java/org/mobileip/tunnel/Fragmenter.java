package org.mobileip.tunnel;

/**
 * Cuts a datagram into fragments in its own buffer (RFC 791 §2.3, §3.2). They come out first to last, for the header of each is
 * written over the end of the one before, and so may be what goes before that header. Of the options, only those marked as
 * copied are in more than the first.
 */
final class Fragmenter {

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int COPIED = 0x80;
    private static final int LEAST_PAYLOAD = 8;

    private final byte[] first = new byte[PacketBuffer.LONGEST_HEADER];
    private final byte[] later = new byte[PacketBuffer.LONGEST_HEADER];
    private int firstLength;
    private int laterLength;
    private int room;
    private int payloadStart;
    private int payload;
    private int done;
    private int flags;
    private int offset;

    /**
     * Begins to cut up {@code datagram}, which may be a fragment itself.
     *
     * @param mostOctets how long a fragment may be, header included
     * @return false: so short they cannot be
     */
    boolean begin(PacketBuffer datagram, int mostOctets) {
        firstLength = datagram.headerLength();
        datagram.get(0, first, 0, firstLength);
        laterLength = copyOptions();
        room = mostOctets;
        payloadStart = datagram.start() + firstLength;
        payload = datagram.length() - firstLength;
        done = 0;
        flags = datagram.u16(6) & ~PacketBuffer.OFFSET;
        offset = datagram.fragmentOffset();
        return firstLength + LEAST_PAYLOAD <= mostOctets;
    }

    /** Moves the window to the next fragment; false: there was none left. */
    boolean next(PacketBuffer datagram) {
        if (done == payload && done > 0) {
            return false;
        }
        boolean isFirst = done == 0;
        int headerLength = isFirst ? firstLength : laterLength;
        int left = payload - done;
        int piece = headerLength + left <= room ? left : (room - headerLength) & -LEAST_PAYLOAD;
        Flow flow = datagram.flow();
        datagram.window(payloadStart + done - headerLength, headerLength + piece);
        datagram.assign(flow);
        datagram.put(0, isFirst ? first : later, headerLength);
        datagram.put16(2, headerLength + piece);
        datagram.put16(6, flags | (piece < left ? PacketBuffer.MORE_FRAGMENTS : 0) | (offset + done / LEAST_PAYLOAD));
        datagram.sumHeader();
        done += piece;
        return true;
    }

    /** Makes the header of all fragments but the first; its length. Malformed options end the copying, as EOL would. */
    private int copyOptions() {
        System.arraycopy(first, 0, later, 0, PacketBuffer.HEADER);
        int to = PacketBuffer.HEADER;
        int at = PacketBuffer.HEADER;
        while (at < firstLength && first[at] != END_OF_OPTIONS) {
            int length = lengthOfOption(at);
            if (length == 0 || at + length > firstLength) {
                break;
            }
            if ((first[at] & COPIED) != 0) {
                System.arraycopy(first, at, later, to, length);
                to += length;
            }
            at += length;
        }
        while (to % 4 != 0) {
            later[to++] = END_OF_OPTIONS;
        }
        later[0] = (byte) (0x40 | to / 4);
        return to;
    }

    /** 0: it cannot be. */
    private int lengthOfOption(int at) {
        if (first[at] == NO_OPERATION) {
            return 1;
        }
        int length = at + 1 < firstLength ? first[at + 1] & 0xff : 0;
        return length < 2 ? 0 : length;
    }
}
