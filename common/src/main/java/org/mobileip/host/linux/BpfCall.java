package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One call of bpf(2): its {@code union bpf_attr}, which is zero where nothing is said. The C library has no function for it.
 * For one thread at a time.
 */
final class BpfCall {

    static final int MAP_CREATE = 0;
    static final int MAP_LOOKUP = 1;
    static final int MAP_UPDATE = 2;
    static final int MAP_DELETE = 3;
    static final int PROGRAM_LOAD = 5;
    static final int PROGRAM_TEST = 10;
    static final int LINK_CREATE = 28;

    /** How much of the union the calls here use; what a kernel does not know must be zero. */
    private static final int SIZE = 80;

    private static final int NAME_LENGTH = 15;

    /** {@code __NR_bpf} (asm/unistd.h) by {@code os.arch}. */
    private static final Map<String, Integer> NUMBERS =
            Map.of("amd64", 321, "aarch64", 280, "riscv64", 280, "loongarch64", 280, "ppc64le", 361);

    private final NativeBuffer attributes = NativeBuffer.allocate(SIZE);

    ByteBuffer attributes() {
        return attributes.inNativeOrder();
    }

    /** Leads the kernel to all of {@code target}, by a pointer at {@code at}. */
    BpfCall pointTo(int at, NativeBuffer target) {
        attributes.pointTo(at, target, 0, target.size());
        return this;
    }

    /** A name for bpftool(8): the kernel takes letters, digits, dots and underscores. */
    void putName(int at, String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        attributes().put(at, ascii, 0, Math.min(ascii.length, NAME_LENGTH));
    }

    /** What the kernel answers, or a negated {@link Errno}. */
    int make(int command) {
        return Kernel.bpf(number(), command, attributes);
    }

    private static int number() {
        String machine = System.getProperty("os.arch");
        Integer number = NUMBERS.get(machine);
        if (number == null) {
            throw new NativeException("bpf: its number is not known here for " + machine, Errno.ENOSYS);
        }
        return number;
    }
}
