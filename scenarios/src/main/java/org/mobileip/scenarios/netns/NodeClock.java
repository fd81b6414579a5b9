package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * How far the clock of a node is off: a file that its daemon looks into whenever it asks for the time. All nodes are on one
 * machine, whose own clock nobody may touch.
 *
 * @see org.mobileip.host.linux.TimeOfDay
 */
record NodeClock(Path file) {

    /** One that is right. */
    static NodeClock create(Path directory, String node) throws IOException {
        NodeClock clock = new NodeClock(directory.resolve(node + ".clock"));
        clock.map().putLong(0, 0);
        return clock;
    }

    /** Sets it forward, or back where {@code by} is negative. */
    void shift(Duration by) {
        try {
            ByteBuffer offset = map();
            offset.putLong(0, offset.getLong(0) + by.toNanos());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private ByteBuffer map() throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }
}
