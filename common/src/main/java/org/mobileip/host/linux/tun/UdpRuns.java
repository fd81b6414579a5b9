package org.mobileip.host.linux.tun;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.UdpSegments;

/**
 * Runs of outer packets, one behind the other, that differ in nothing but their payload and Identification: IP in IP within UDP
 * (RFC 3519), with DF. The kernel sends such a run with one call. Where it refuses, they are sent one by one from then on. For one
 * thread.
 */
final class UdpRuns {

    /** IP header and UDP header. */
    private static final int HEADERS = 28;

    private static final int NO_OPTIONS = 0x45;
    private static final int UDP = 17;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TUNNELLED_IP = 0x0404;

    private final PacketPorts.Segments segments;
    private final NativeBuffer buffer;
    private final ByteBuffer octets;
    private final Consumer<Throwable> onFault;
    private boolean isRefused;
    private int lastRefusal;

    /** @param onFault hears once when runs are not sent any more */
    UdpRuns(PacketPorts.Segments segments, NativeBuffer buffer, Consumer<Throwable> onFault) {
        this.segments = segments;
        this.buffer = buffer;
        this.octets = buffer.inNetworkOrder();
        this.onFault = onFault;
    }

    /** How many of {@code count} packets from {@code first} on are one run: 2 and more, or 0. */
    int find(int[] starts, int[] lengths, int first, int count) {
        int start = starts[first];
        if (isRefused || count < 2 || !isPossible(start)) {
            return 0;
        }
        int whole = lengths[first];
        int total = whole - HEADERS;
        int found = 1;
        while (found < count && found < UdpSegments.MOST && isAlike(start, starts[first + found])) {
            int length = lengths[first + found];
            total += length - HEADERS;
            if (length > whole || total > UdpSegments.MOST_OCTETS) {
                break;
            }
            found++;
            if (length < whole) {
                break;
            }
        }
        return found < 2 ? 0 : found;
    }

    private boolean isPossible(int at) {
        return (octets.get(at) & 0xff) == NO_OPTIONS
                && octets.getShort(at + 6) == DONT_FRAGMENT
                && octets.get(at + 9) == UDP
                && (octets.getShort(at + 20) & 0xffff) == segments.port()
                && octets.getShort(at + HEADERS) == TUNNELLED_IP;
    }

    /** Version and type of service; flags; time to live and protocol; addresses; ports; what the tunnel data message says of its inside. */
    private boolean isAlike(int at, int other) {
        return octets.getShort(at) == octets.getShort(other)
                && octets.getInt(at + 6) >>> 8 == octets.getInt(other + 6) >>> 8
                && octets.get(at + 9) == octets.get(other + 9)
                && octets.getLong(at + 12) == octets.getLong(other + 12)
                && octets.getInt(at + 20) == octets.getInt(other + 20)
                && octets.getInt(at + HEADERS) == octets.getInt(other + HEADERS);
    }

    /**
     * Sends that run.
     *
     * @return whether it was sent: else one by one shall tell why not
     */
    boolean send(int[] starts, int[] lengths, int first, int count, int link) {
        segments.clear();
        for (int i = first; i < first + count; i++) {
            segments.add(buffer, starts[i] + HEADERS, lengths[i] - HEADERS);
        }
        int at = starts[first];
        int result = segments.send(
                octets.getInt(at + 12),
                octets.getInt(at + 16),
                octets.getShort(at + 22) & 0xffff,
                octets.get(at + 1) & 0xff,
                octets.get(at + 8) & 0xff,
                link);
        lastRefusal = result == -Errno.EIO || result == -Errno.EINVAL ? -result : 0;
        return result >= 0;
    }

    /** What {@link #send} did not send was sent one by one after all: if the kernel said that it cannot, it is not asked again. */
    void sentOneByOne() {
        if (lastRefusal != 0) {
            isRefused = true;
            onFault.accept(new HostException(
                    "tunnels within UDP are sent packet by packet, since the way out does not cut (UDP_SEGMENT)",
                    lastRefusal));
            lastRefusal = 0;
        }
    }
}
