package org.mobileip.host.linux;

import java.nio.charset.StandardCharsets;
import org.mobileip.net.Octets;

/**
 * The settings under {@code /proc/sys}. Those under {@code net} are of the network namespace of the calling thread. Keys are
 * written with slashes, {@code net/ipv4/conf/eth0/arp_ignore}: the name of an interface may hold a dot.
 */
public final class Sysctl {

    private static final String ROOT = "/proc/sys/";
    private static final int LONGEST = 4096;

    private Sysctl() {}

    /**
     * The value, without the line's end.
     *
     * @throws NativeException when there is no such setting
     */
    public static String read(String key) {
        NativeBuffer buffer = NativeBuffer.allocate(LONGEST);
        try (Fd fd = Fd.openForReading(ROOT + key)) {
            int length = Kernel.check("read " + ROOT + key, fd.read(buffer, 0, LONGEST));
            return new String(buffer.octets(0, length).toArray(), StandardCharsets.UTF_8).strip();
        }
    }

    /**
     * Sets the value.
     *
     * @throws NativeException when there is no such setting, the value is none for it, or without the right to
     */
    public static void write(String key, String value) {
        Octets octets = Octets.of(value.getBytes(StandardCharsets.UTF_8));
        NativeBuffer buffer = NativeBuffer.allocate(Math.max(1, octets.size()));
        buffer.put(0, octets);
        try (Fd fd = Fd.openForWriting(ROOT + key)) {
            Kernel.check("write " + value + " to " + ROOT + key, fd.write(buffer, 0, octets.size()));
        }
    }

    /**
     * Sets the value if it is another.
     *
     * @return the value it had, to be restored by {@link #write}
     */
    public static String exchange(String key, String value) {
        String old = read(key);
        if (!old.equals(value)) {
            write(key, value);
        }
        return old;
    }
}
