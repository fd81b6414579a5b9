package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts datagrams and puts them together (RFC 791 §3.2). What is not whole after 30 s is forgotten. */
final class Fragments {

    private static final long PATIENCE = 30_000_000_000L;
    private static final int MOST = 64;
    private static final int UNIT = 8;

    private final Machine machine;
    private final Map<Key, Pieces> incomplete = new LinkedHashMap<>();

    private record Key(int source, int destination, int identification, int protocol) {}

    private static final class Pieces {
        final List<byte[]> pieces = new ArrayList<>();
        final long until;

        Pieces(long until) {
            this.until = until;
        }
    }

    Fragments(Machine machine) {
        this.machine = machine;
    }

    /** Pieces that are no longer than {@code mtu}, headers included. */
    static List<byte[]> cut(byte[] frame, int mtu) {
        int header = Packet.headerLength(frame);
        int room = (mtu - header) / UNIT * UNIT;
        int all = Packet.payloadLength(frame);
        int field = Packet.fragmentField(frame);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < all; from += room) {
            int length = Math.min(room, all - from);
            byte[] piece = new byte[Packet.IP + header + length];
            System.arraycopy(frame, 0, piece, 0, Packet.IP + header);
            System.arraycopy(frame, Packet.IP + header + from, piece, Packet.IP + header, length);
            boolean isLast = from + length == all;
            int more = isLast ? field & Packet.MORE_FRAGMENTS : Packet.MORE_FRAGMENTS;
            Packet.put16(piece, Packet.IP + 2, header + length);
            Packet.put16(piece, Packet.IP + 6, more | (field & Packet.FRAGMENT_OFFSET) + from / UNIT);
            Packet.finish(piece);
            pieces.add(piece);
        }
        return pieces;
    }

    /** The whole datagram, if this was the last piece that was missing. */
    Optional<byte[]> add(byte[] piece) {
        incomplete.values().removeIf(each -> each.until < machine.timeline().nanos());
        Key key = new Key(
                Packet.source(piece),
                Packet.destination(piece),
                Packet.u16(piece, Packet.IP + 4),
                Packet.protocol(piece));
        if (!incomplete.containsKey(key) && incomplete.size() >= MOST) {
            return Optional.empty();
        }
        Pieces known = incomplete.computeIfAbsent(
                key, none -> new Pieces(machine.timeline().nanos() + PATIENCE));
        known.pieces.add(piece);
        Optional<byte[]> whole = together(known.pieces);
        whole.ifPresent(done -> incomplete.remove(key));
        return whole;
    }

    private static Optional<byte[]> together(List<byte[]> pieces) {
        List<byte[]> inOrder = new ArrayList<>(pieces);
        inOrder.sort(Comparator.comparingInt(Fragments::offset));
        int next = 0;
        boolean ended = false;
        for (byte[] piece : inOrder) {
            if (offset(piece) > next) {
                return Optional.empty();
            }
            next = Math.max(next, offset(piece) + Packet.payloadLength(piece));
            ended |= (Packet.fragmentField(piece) & Packet.MORE_FRAGMENTS) == 0;
        }
        return ended ? Optional.of(joined(inOrder, next)) : Optional.empty();
    }

    private static byte[] joined(List<byte[]> pieces, int length) {
        byte[] first = pieces.get(0);
        int header = Packet.payload(first);
        byte[] whole = new byte[header + length];
        System.arraycopy(first, 0, whole, 0, header);
        for (byte[] piece : pieces) {
            int count = Packet.payloadLength(piece);
            System.arraycopy(piece, Packet.payload(piece), whole, header + offset(piece), count);
        }
        Packet.put16(whole, Packet.IP + 2, header - Packet.IP + length);
        Packet.put16(whole, Packet.IP + 6, 0);
        Packet.finish(whole);
        return whole;
    }

    private static int offset(byte[] piece) {
        return (Packet.fragmentField(piece) & Packet.FRAGMENT_OFFSET) * UNIT;
    }
}
