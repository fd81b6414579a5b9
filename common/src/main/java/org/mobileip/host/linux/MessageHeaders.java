package org.mobileip.host.linux;

/**
 * What recvmmsg(2) and sendmmsg(2) take: an array of {@code struct mmsghdr}, and one {@code struct iovec} for each, by the offsets of
 * {@link Message}. At first each header has the vector of its own number.
 *
 * <pre>
 * mmsghdr (64): msg_name 0, msg_namelen 8, msg_iov 16, msg_iovlen 24, msg_control 32, msg_controllen 40, msg_flags 48, msg_len 56
 * iovec   (16): iov_base 0, iov_len 8
 * </pre>
 *
 * For one thread.
 */
final class MessageHeaders {

    /** {@code struct cmsghdr}: length 0, level 8, type 12, then the data. */
    static final int CONTROL_HEADER = 16;

    static final int CONTROL_LEVEL = 8;
    static final int CONTROL_TYPE = 12;

    private static final int SIZE = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int VECTOR_SIZE = 16;
    private static final int VECTOR_LENGTH = 8;

    private final int count;
    private final NativeBuffer headers;
    private final NativeBuffer vectors;

    MessageHeaders(int count) {
        this.count = count;
        headers = NativeBuffer.allocate(count * SIZE);
        vectors = NativeBuffer.allocate(count * VECTOR_SIZE);
        for (int i = 0; i < count; i++) {
            vectors(i, i, 1);
        }
    }

    /** Where header {@code i} has its socket address. */
    void name(int i, NativeBuffer names, int offset, int length) {
        headers.pointTo(i * SIZE, names, offset, length);
        nameLength(i, length);
    }

    /** The kernel writes how much of the room it has used where we have written how much there is. */
    void nameLength(int i, int length) {
        headers.inNativeOrder().putInt(i * SIZE + NAME_LENGTH, length);
    }

    /** Where header {@code i} has its control messages. */
    void control(int i, NativeBuffer controls, int offset, int length) {
        headers.pointTo(i * SIZE + CONTROL, controls, offset, length);
        controlLength(i, length);
    }

    /** As {@link #nameLength}; 0: there are none. */
    void controlLength(int i, int length) {
        headers.inNativeOrder().putLong(i * SIZE + CONTROL_LENGTH, length);
    }

    /** Header {@code i} has the payload of so many vectors, one behind the other. */
    void vectors(int i, int first, int many) {
        headers.pointTo(i * SIZE + VECTORS, vectors, first * VECTOR_SIZE, many * VECTOR_SIZE);
        headers.inNativeOrder().putLong(i * SIZE + VECTOR_COUNT, many);
    }

    /** The payload that vector {@code i} is, or has room for. */
    void vector(int i, NativeBuffer payload, int offset, int length) {
        vectors.pointTo(i * VECTOR_SIZE, payload, offset, length);
        vectorLength(i, length);
    }

    void vectorLength(int i, int length) {
        vectors.inNativeOrder().putLong(i * VECTOR_SIZE + VECTOR_LENGTH, length);
    }

    int vectorLength(int i) {
        return vectors.inNativeOrder().getInt(i * VECTOR_SIZE + VECTOR_LENGTH);
    }

    /** How many octets came with header {@code i}, those for which there was room. */
    int length(int i) {
        return headers.inNativeOrder().getInt(i * SIZE + LENGTH);
    }

    /** Whether more came than there was room for. */
    boolean isCut(int i) {
        return (headers.inNativeOrder().getInt(i * SIZE + FLAGS) & Message.MSG_TRUNC) != 0;
    }

    /** Receives what waits: how many messages, or a negated {@link Errno}, {@code -EAGAIN} when nothing does. */
    int receive(Fd fd) {
        return Kernel.recvmmsg(fd.number(), headers, 0, count, Message.MSG_DONTWAIT);
    }

    /** Sends {@code many} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    int send(Fd fd, int first, int many) {
        return Kernel.sendmmsg(fd.number(), headers, first * SIZE, many, Message.MSG_DONTWAIT);
    }
}
