package org.mobileip.homeagent.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is asked of a disk where something is written. Tests have disks that are full, slow or broken. */
interface Disk {

    /** A file that is written. */
    interface File extends Closeable {

        /** Writes all of {@code octets} at {@code position}. */
        void write(ByteBuffer octets, long position) throws IOException;

        /** Returns when all that was written outlives a power failure. */
        void force() throws IOException;

        /** Cuts off what lies behind {@code size}. */
        void truncate(long size) throws IOException;
    }

    /** Opens a file, which is made where it is not there. */
    File open(Path path) throws IOException;

    /** Returns when the names in {@code directory} outlive a power failure. */
    void forceDirectory(Path directory) throws IOException;

    /** The disks of this machine. */
    static Disk ofThisMachine() {
        return new Disk() {
            @Override
            public File open(Path path) throws IOException {
                return new ChannelFile(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            }

            @Override
            public void forceDirectory(Path directory) throws IOException {
                try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        };
    }

    /** By the kernel: {@code force} is fdatasync(2). */
    record ChannelFile(FileChannel channel) implements File {

        @Override
        public void write(ByteBuffer octets, long position) throws IOException {
            long at = position;
            while (octets.hasRemaining()) {
                at += channel.write(octets, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
