package org.mobileip.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Writes fields in network order, one call a field, so that an encoder reads like the diagram. */
final class OctetsWriter {

    private final ByteBuffer buffer;

    /** @param size of the finished structure in octets, exactly */
    OctetsWriter(int size) {
        this.buffer = ByteBuffer.allocate(size);
    }

    /** The octets that these extensions take. */
    static int sizeOf(List<Extension> extensions) {
        int size = 0;
        for (Extension each : extensions) {
            size += each.size();
        }
        return size;
    }

    OctetsWriter u8(int value) {
        buffer.put((byte) value);
        return this;
    }

    OctetsWriter u16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    OctetsWriter i32(int value) {
        buffer.putInt(value);
        return this;
    }

    OctetsWriter i64(long value) {
        buffer.putLong(value);
        return this;
    }

    OctetsWriter ipv4(Ipv4 address) {
        return i32(address.bits());
    }

    OctetsWriter mac(MacAddress address) {
        return u16((int) (address.bits() >>> 32)).i32((int) address.bits());
    }

    OctetsWriter octets(Octets octets) {
        octets.copyTo(buffer.array(), buffer.position());
        buffer.position(buffer.position() + octets.size());
        return this;
    }

    OctetsWriter extensions(List<Extension> extensions) {
        extensions.forEach(extension -> extension.writeTo(this));
        return this;
    }

    Octets finished() {
        if (buffer.hasRemaining()) {
            throw new AssertionError(buffer.remaining() + " octets were left unwritten");
        }
        return Octets.of(buffer.array());
    }
}
