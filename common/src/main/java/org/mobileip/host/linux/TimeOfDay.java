package org.mobileip.host.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * The time of day as the daemons of this machine see it: the kernel's. A test bench that gives a node a wrong clock starts its
 * daemon with the system property {@value #OFFSET_FILE}; it names a file of eight octets, the nanoseconds that the clock is
 * ahead, big endian, and may change them at any time.
 */
public final class TimeOfDay {

    /** The system property. */
    public static final String OFFSET_FILE = "org.mobileip.clock-offset";

    private TimeOfDay() {}

    /** The clock of this process. */
    public static InstantSource source() {
        String file = System.getProperty(OFFSET_FILE, "");
        return file.isEmpty() ? InstantSource.system() : aheadBy(Path.of(file));
    }

    private static InstantSource aheadBy(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer offset = channel.map(MapMode.READ_ONLY, 0, Long.BYTES);
            InstantSource kernel = InstantSource.system();
            return () -> kernel.instant().plusNanos(offset.getLong(0));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
