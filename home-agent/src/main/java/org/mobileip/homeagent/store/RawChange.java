package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import org.mobileip.homeagent.KeptGlance;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;

/** What can be said of a change without decoding it: as {@link ChangeCodec} has written it, from the octet {@code at} on. */
final class RawChange {

    /** What it is about. */
    enum Kind {
        NEWEST,
        BOUND,
        UNBOUND,
        FLOWS
    }

    private static final int CARE_OF = ChangeCodec.HEADER + 4;
    private static final int SINCE = ChangeCodec.HEADER + 8;
    private static final int ACCEPTED = ChangeCodec.HEADER + 16;
    private static final int GRANTED = ChangeCodec.HEADER + 24;
    private static final int REPLY_SIZE = ChangeCodec.HEADER + 38;
    private static final int NODE = ChangeCodec.HEADER + Long.BYTES;
    private static final int LONGEST_NAI = 255;

    private RawChange() {}

    static Kind kind(ByteBuffer file, int at) {
        return switch (file.get(at)) {
            case ChangeCodec.NEWEST -> Kind.NEWEST;
            case ChangeCodec.BOUND, ChangeCodec.NAMED_BOUND -> Kind.BOUND;
            case ChangeCodec.UNBOUND -> Kind.UNBOUND;
            default -> Kind.FLOWS;
        };
    }

    /** How many octets it occupies; it is known to be sound. */
    static int size(ByteBuffer file, int at) {
        return ChangeCodec.HEADER + file.getInt(at + 1);
    }

    /**
     * How many octets it occupies.
     *
     * @param end where the changes end
     * @throws UnreadableException for anything that {@link ChangeCodec#put} does not write
     */
    static int checkedSize(ByteBuffer file, int at, int end) throws UnreadableException {
        int left = end - at - ChangeCodec.HEADER;
        int size = left < 0 ? -1 : file.getInt(at + 1);
        if (size < Long.BYTES || size > left || !isSound(file, at, size)) {
            throw new UnreadableException("a change that this version does not write");
        }
        return ChangeCodec.HEADER + size;
    }

    private static boolean isSound(ByteBuffer file, int at, int size) {
        return switch (file.get(at)) {
            case ChangeCodec.NEWEST -> size > Long.BYTES + 1 && isNode(file.get(at + NODE), size - Long.BYTES - 1);
            case ChangeCodec.BOUND, ChangeCodec.NAMED_BOUND ->
                size >= ChangeCodec.BOUND_SIZE && isBound(file, at, size);
            case ChangeCodec.UNBOUND, ChangeCodec.FLOWS -> true;
            default -> false;
        };
    }

    private static boolean isBound(ByteBuffer file, int at, int size) {
        int left = size - ChangeCodec.BOUND_SIZE - (file.getShort(at + REPLY_SIZE) & 0xffff);
        if (file.get(at) == ChangeCodec.BOUND) {
            return left >= 0;
        }
        int nai = left > 0 ? file.get(at + ChangeCodec.HEADER + size - left) & 0xff : 0;
        return nai > 0 && nai < left;
    }

    private static boolean isNode(int kind, int size) {
        return (kind == ChangeCodec.OF_ADDRESS && size == Integer.BYTES)
                || (kind == ChangeCodec.OF_NAI && size <= LONGEST_NAI);
    }

    /** The home address of a binding, of one that is no more, or of flows. */
    static int home(ByteBuffer file, int at) {
        return file.getInt(at + ChangeCodec.HEADER);
    }

    /** Home address and care-of address of a binding, or of one that is no more. */
    static long place(ByteBuffer file, int at) {
        return file.getLong(at + ChangeCodec.HEADER);
    }

    /** A binding at a glance. */
    static KeptGlance glance(ByteBuffer file, int at) {
        int reply = at + ChangeCodec.HEADER + ChangeCodec.BOUND_SIZE;
        int nai = reply + (file.getShort(at + REPLY_SIZE) & 0xffff);
        int request = file.get(at) == ChangeCodec.NAMED_BOUND ? nai + 1 + (file.get(nai) & 0xff) : nai;
        return KeptGlance.of(
                new Ipv4(home(file, at)),
                new Ipv4(file.getInt(at + CARE_OF)),
                accepted(file, at),
                new Lifetime(file.getShort(at + GRANTED) & 0xffff),
                file,
                request,
                at + size(file, at) - request);
    }

    /** When a binding was made, in milliseconds since 1970. */
    static long since(ByteBuffer file, int at) {
        return file.getLong(at + SINCE);
    }

    /** When its request was accepted, in milliseconds since 1970. */
    static long accepted(ByteBuffer file, int at) {
        return file.getLong(at + ACCEPTED);
    }

    static Identification identification(ByteBuffer file, int at) {
        return new Identification(file.getLong(at + ChangeCodec.HEADER));
    }

    /** The same for all changes about the newest Identification of one node. */
    static int hashOfNode(ByteBuffer file, int at) {
        int end = at + size(file, at);
        int next = at + NODE;
        int hash = 0;
        for (; next + Integer.BYTES <= end; next += Integer.BYTES) {
            hash = 31 * hash + RawIndex.hash(file.getInt(next));
        }
        for (; next < end; next++) {
            hash = 31 * hash + file.get(next);
        }
        return RawIndex.hash(hash);
    }

    /** Whether both are about the newest Identification of one node. */
    static boolean isSameNode(ByteBuffer file, int at, ByteBuffer other, int otherAt) {
        int size = size(file, at);
        return size == size(other, otherAt)
                && file.slice(at + NODE, size - NODE).equals(other.slice(otherAt + NODE, size - NODE));
    }

    /** Of flows: whether there are none any more. */
    static boolean isNone(ByteBuffer file, int at) {
        return size(file, at) == ChangeCodec.HEADER + Long.BYTES;
    }

    /** Of flows: what they are. */
    static Octets extensions(ByteBuffer change) {
        int from = ChangeCodec.HEADER + Long.BYTES;
        return Octets.of(change.slice(from, change.limit() - from));
    }
}
