package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Places in several files that are mapped: the number of the file in the upper half, the octet in the lower one. For one thread. */
final class RawFiles {

    private final List<ByteBuffer> files = new ArrayList<>();

    /** From now on {@link #position} is about this one. */
    @SuppressWarnings("ReferenceEquality") // Equal content in two files is two files.
    void add(ByteBuffer file) {
        if (files.isEmpty() || files.get(files.size() - 1) != file) {
            files.add(file);
        }
    }

    /** The place {@code offset} in the file that was added last. */
    long position(int offset) {
        return ((long) (files.size() - 1) << Integer.SIZE) | offset;
    }

    void forEach(Consumer<ByteBuffer> visitor) {
        files.forEach(visitor);
    }

    /** The file of a place. */
    ByteBuffer at(long position) {
        return files.get((int) (position >>> Integer.SIZE));
    }

    /** Where in its file a place is. */
    static int offset(long position) {
        return (int) position;
    }

    /** All of the change that begins there. */
    ByteBuffer change(long position) {
        return at(position).slice(offset(position), RawChange.size(at(position), offset(position)));
    }
}
