package org.mobileip.scenarios.traffic;

import org.mobileip.scenarios.language.Stream;

/**
 * How a tcp stream is fed: so many octets every so often, and how many in all.
 *
 * <ul>
 *   <li>{@code every D size N}: a message of N octets every D; what a pause held up is made up for.
 *   <li>{@code rate R}: R, in pieces of some milliseconds; a pause is not made up for.
 *   <li>{@code size N} without {@code every}: N octets and no more; the connection stays.
 *   <li>nothing: without end, at {@value #USUAL_BITS_PER_SECOND} bit/s.
 * </ul>
 *
 * Why not as fast as it goes: both ends, both daemons and the capture live on this machine. An unlimited download keeps every
 * processor busy, and then a handover waits for the scheduler and not for the protocol. At 50 Mbit/s some 6,500 packets a
 * second pass each of about five places that look at them, which costs well under half a processor, and yet a pause of a
 * millisecond is 6 kB deep and a lost window shows. Who wants more asks for a rate.
 *
 * @param piece octets written at a time
 * @param intervalNanos from piece to piece
 * @param total octets in all; {@link Long#MAX_VALUE} for no end
 * @param makesUp whether pieces that were due during a pause are sent after it
 */
public record TcpPace(int piece, long intervalNanos, long total, boolean makesUp) {

    static final long USUAL_BITS_PER_SECOND = 50_000_000;

    private static final int SMALLEST_PIECE = 256;
    private static final int LARGEST_PIECE = 1 << 18;
    private static final long PIECES_A_SECOND = 500;
    private static final long NANOS = 1_000_000_000L;

    /** As the script says. */
    public static TcpPace of(Stream stream) {
        if (stream.every().isPresent()) {
            return new TcpPace(stream.payload(), stream.interval().toNanos(), Long.MAX_VALUE, true);
        }
        long rate = stream.bitsPerSecond().orElse(USUAL_BITS_PER_SECOND);
        long wanted = rate / 8 / PIECES_A_SECOND;
        int piece = (int) Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, wanted));
        long total = stream.size().isPresent() ? stream.size().getAsInt() : Long.MAX_VALUE;
        return new TcpPace(piece, Math.max(1, piece * 8L * NANOS / rate), total, false);
    }
}
