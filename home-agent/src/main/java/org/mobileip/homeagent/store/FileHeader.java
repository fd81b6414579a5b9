package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The beginning of a file of the store.
 *
 * <pre>
 *   "MIPSTORE" 8 | version 2 | kind 2 | index 8 | salt 8 | CRC-32C of all before 4
 * </pre>
 *
 * @param version that has begun it
 * @param kind what the file is
 * @param index of a log that of its first batch; of a picture that of the last batch in it
 * @param salt goes into the checksums of this file's frames, so that nothing a node may have sent can look like one
 */
record FileHeader(short version, Kind kind, long index, long salt) {

    static final int SIZE = 32;

    private static final long MAGIC = 0x4d49_5053_544f_5245L;
    private static final short VERSION = 3;

    /** What versions 1 and 2 wrote, this version would have written too. */
    private static final short FIRST_VERSION = 1;

    /** The two kinds of files; the number is what is written. */
    enum Kind {
        LOG(1, ".log"),
        PICTURE(2, ".picture");

        private final int number;
        private final String suffix;

        Kind(int number, String suffix) {
            this.number = number;
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    /** Of a file that this version begins. */
    FileHeader(Kind kind, long index, long salt) {
        this(VERSION, kind, index, salt);
    }

    /** Whether an earlier version has begun the file, which will say of what this one writes that it cannot be. */
    boolean isOfEarlierVersion() {
        return version < VERSION;
    }

    ByteBuffer encode() {
        ByteBuffer octets = ByteBuffer.allocate(SIZE);
        octets.putLong(MAGIC).putShort(version).putShort((short) kind.number);
        octets.putLong(index).putLong(salt);
        return octets.putInt(checksum(octets)).flip();
    }

    /**
     * The header of {@code file}; empty where there is none that is whole.
     *
     * @throws UnreadableException where it is whole and of a later version
     */
    static Optional<FileHeader> decode(Path file, ByteBuffer octets) throws UnreadableException {
        if (octets.limit() < SIZE || octets.getInt(SIZE - 4) != checksum(octets) || octets.getLong(0) != MAGIC) {
            return Optional.empty();
        }
        short version = octets.getShort(8);
        if (version < FIRST_VERSION || version > VERSION) {
            throw new UnreadableException(file + " is of version " + version + ", and this home agent reads "
                    + FIRST_VERSION + " to " + VERSION
                    + ": start the one that has written it, or another with [daemon] state elsewhere");
        }
        for (Kind kind : Kind.values()) {
            if (kind.number == octets.getShort(10)) {
                return Optional.of(new FileHeader(version, kind, octets.getLong(12), octets.getLong(20)));
            }
        }
        return Optional.empty();
    }

    private static int checksum(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate().position(0).limit(SIZE - 4));
        return (int) crc.getValue();
    }
}
