package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.FlowSelector.Range;
import org.mobileip.net.Octets;

/**
 * The IPv4 binary traffic selector (RFC 6088 §3.1): a flag for each field that follows. Of each pair the second is there only
 * where a range is meant, and never without the first.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |A|B|C|D|E|F|G|H|I|J|K|L|M|N|             Reserved              |
 * |                   (A) Start Source Address                    |
 * |                   (B) End Source Address                      |
 * |                   (C) Start Destination Address               |
 * |                   (D) End Destination Address                 |
 * |                   (E) Start IPsec SPI                         |
 * |                   (F) End IPsec SPI                           |
 * |    (G) Start Source Port      |     (H) End Source Port       |
 * |  (I) Start Destination Port   |   (J) End Destination Port    |
 * | (K) Start DS  |  (L) End DS   | (M) Start Prot| (N) End Prot. |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>It describes datagrams on their way to the mobile node: the source is the correspondent. Of DS the two low bits mean nothing.
 */
final class BinaryTrafficSelector {

    private static final int FLAGS = 4;

    /** How many octets each of the seven pairs of fields takes, one of a pair. */
    private static final int[] SIZES = {4, 4, 4, 2, 2, 1, 1};

    private static final int DS = 5;
    private static final int UNUSED_BITS_OF_DS = 2;

    private BinaryTrafficSelector() {}

    /** @throws MalformedMessageException where it is not as long as its flags say, or a range has no beginning or ends before it */
    static FlowSelector decode(Octets octets) throws MalformedMessageException {
        Fields.atLeast(octets, FLAGS);
        int flags = octets.i32(0);
        List<Optional<Range>> ranges = new ArrayList<>();
        int at = FLAGS;
        for (int pair = 0; pair < SIZES.length; pair++) {
            int present = flags >>> (30 - 2 * pair) & 3;
            if (present == 1) {
                throw new MalformedMessageException("traffic selector with the end of a range and no beginning");
            }
            int size = SIZES[pair];
            int fields = Integer.bitCount(present);
            Fields.atLeast(octets, at + size * fields);
            ranges.add(fields == 0 ? Optional.empty() : Optional.of(range(octets, at, pair, fields)));
            at += size * fields;
        }
        if (at != octets.size()) {
            throw new MalformedMessageException("traffic selector of " + octets.size() + " octets, not " + at);
        }
        return new FlowSelector(
                ranges.get(0),
                ranges.get(1),
                ranges.get(2),
                ranges.get(3),
                ranges.get(4),
                ranges.get(5),
                ranges.get(6));
    }

    private static Range range(Octets octets, int at, int pair, int fields) throws MalformedMessageException {
        long first = number(octets, at, pair);
        long last = number(octets, at + SIZES[pair] * (fields - 1), pair);
        if (last < first) {
            throw new MalformedMessageException("traffic selector from " + first + " to " + last);
        }
        return new Range(first, last);
    }

    private static long number(Octets octets, int at, int pair) {
        return switch (SIZES[pair]) {
            case 4 -> octets.u32(at);
            case 2 -> octets.u16(at);
            default -> octets.u8(at) >> (pair == DS ? UNUSED_BITS_OF_DS : 0);
        };
    }

    static Octets encode(FlowSelector selector) {
        List<Optional<Range>> ranges = List.of(
                selector.remoteAddress(),
                selector.localAddress(),
                selector.spi(),
                selector.remotePort(),
                selector.localPort(),
                selector.dscp(),
                selector.protocol());
        int flags = 0;
        int size = FLAGS;
        for (int pair = 0; pair < SIZES.length; pair++) {
            int present = ranges.get(pair).map(BinaryTrafficSelector::flags).orElse(0);
            flags |= present << (30 - 2 * pair);
            size += Integer.bitCount(present) * SIZES[pair];
        }
        OctetsWriter writer = new OctetsWriter(size).i32(flags);
        for (int pair = 0; pair < SIZES.length; pair++) {
            Optional<Range> range = ranges.get(pair);
            if (range.isPresent()) {
                write(writer, pair, range.get().first());
            }
            if (range.filter(some -> flags(some) == 3).isPresent()) {
                write(writer, pair, range.get().last());
            }
        }
        return writer.finished();
    }

    private static int flags(Range range) {
        return range.first() == range.last() ? 2 : 3;
    }

    private static void write(OctetsWriter writer, int pair, long number) {
        switch (SIZES[pair]) {
            case 4 -> writer.i32((int) number);
            case 2 -> writer.u16((int) number);
            default -> writer.u8((int) number << (pair == DS ? UNUSED_BITS_OF_DS : 0));
        }
    }
}
