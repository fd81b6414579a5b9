package org.mobileip.host.linux;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.net.Octets;

/**
 * A BPF program of the traffic-control kind that the kernel has verified and loaded. It runs where it is attached, for as
 * long as that attachment is open: this process ending, however it does, ends both. For one thread at a time.
 */
public final class BpfProgram implements AutoCloseable {

    /** Which packets of an interface a program sees. */
    public enum Direction {
        INGRESS(46, Hook.INGRESS),
        EGRESS(47, Hook.EGRESS);

        /** BPF_TCX_INGRESS, BPF_TCX_EGRESS: since Linux 6.6. */
        private final int type;

        private final Hook hook;

        Direction(int type, Hook hook) {
            this.type = type;
            this.hook = hook;
        }
    }

    /** How programs are held at interfaces. */
    public enum Hold {
        /** By links of the kernel that end with this process, however it ends, where the kernel has them; else as filters. */
        BEST,
        /** As filters of traffic control, as before Linux 6.6. */
        FILTER
    }

    /**
     * What a program did with a packet.
     *
     * @param verdict TC_ACT_…
     * @param packet as it was left
     */
    public record Outcome(int verdict, Octets packet) {}

    /** Detaches the program when it is closed, also where somebody else has done that before. */
    public interface Attachment extends AutoCloseable {

        /** Whether nobody else has detached it, as far as the kernel lets us know. */
        boolean isThere();

        @Override
        void close();
    }

    private static final int TYPE_SCHED_CLS = 3;
    private static final int INSTRUCTION_SIZE = 8;
    /** BPF_LD | BPF_DW | BPF_IMM: takes two instructions, whose constants are one number of 64 bits. */
    private static final int LOAD_CONSTANT = 0x18;
    /** BPF_PSEUDO_MAP_FD: the constant is a descriptor of a map. */
    private static final int CONSTANT_IS_MAP = 1;

    private static final int LOG_SIZE = 1 << 16;
    private static final int ROOM_TO_GROW = 256;
    /** {@code struct __sk_buff} up to and with {@code ifindex}, at 40. */
    private static final int CONTEXT_SIZE = 44;

    private static final int CONTEXT_INTERFACE = 40;

    private final Fd fd;
    private Hold hold = Hold.BEST;

    private BpfProgram(Fd fd) {
        this.fd = fd;
    }

    /**
     * Has the kernel verify and load a program.
     *
     * @param instructions in the order of this machine
     * @param maps which map the constant of the instruction at an offset stands for
     * @param license by the kernel's own list of words
     * @throws NativeException without CAP_BPF and CAP_NET_ADMIN, or with the verifier's last word
     */
    public static BpfProgram load(String name, Octets instructions, Map<Integer, BpfMap> maps, String license) {
        NativeBuffer code = NativeBuffer.allocate(instructions.size());
        code.put(0, instructions);
        maps.forEach((at, map) -> refer(code, at, map));
        NativeBuffer words = NativeBuffer.allocate(license.length() + 1);
        words.put(0, Octets.of(license.getBytes(StandardCharsets.US_ASCII)));
        BpfCall call = new BpfCall();
        call.pointTo(8, code)
                .pointTo(16, words)
                .attributes()
                .putInt(0, TYPE_SCHED_CLS)
                .putInt(4, instructions.size() / INSTRUCTION_SIZE);
        call.putName(48, name);
        int result = call.make(BpfCall.PROGRAM_LOAD);
        if (result < 0) {
            throw NativeException.of("load BPF program " + name + objection(call, result), -result);
        }
        return new BpfProgram(Fd.ofBpf(result, "BPF program " + name));
    }

    private static void refer(NativeBuffer code, int at, BpfMap map) {
        int registers = code.inNativeOrder().get(at + 1) & 0x0f;
        if (code.inNativeOrder().get(at) != LOAD_CONSTANT) {
            throw new IllegalArgumentException("no constant at " + at);
        }
        code.inNativeOrder()
                .put(at + 1, (byte) (CONSTANT_IS_MAP << 4 | registers))
                .putInt(at + 4, map.number())
                .putInt(at + 12, 0);
    }

    /** The last line but one of the verifier's log: what it did not like. Asked for only then, since the log costs time. */
    private static String objection(BpfCall call, int result) {
        if (result == -Errno.EPERM) {
            return "";
        }
        NativeBuffer log = NativeBuffer.allocate(LOG_SIZE);
        call.pointTo(32, log).attributes().putInt(24, 1).putInt(28, LOG_SIZE);
        call.make(BpfCall.PROGRAM_LOAD);
        String text = new String(log.octets(0, LOG_SIZE).toArray(), StandardCharsets.US_ASCII);
        String[] lines =
                text.substring(0, Math.max(0, text.indexOf('\0'))).strip().split("\n", -1);
        return " (" + lines[Math.max(0, lines.length - 2)] + ")";
    }

    /** From now on it is held so. */
    public BpfProgram held(Hold how) {
        hold = how;
        return this;
    }

    /**
     * Attaches the program behind those that others have attached; what is returned detaches it when it is closed, and the
     * kernel does when the interface goes or, since Linux 6.6, when this process ends. The network namespace is that of the
     * calling thread.
     *
     * @param owner index of the interface with which the program is of no use any more: by that what a killed process has left
     *     behind is known ({@link #removeLeftovers})
     * @throws NativeException where the kernel refuses, or there is no such interface
     */
    public Attachment attach(int interfaceIndex, Direction direction, int owner) {
        return hold == Hold.FILTER
                ? TrafficFilters.attach(fd.number(), interfaceIndex, direction.hook, owner)
                : link(interfaceIndex, direction, owner);
    }

    /**
     * Removes programs that processes have left at interfaces of this network namespace which were killed.
     *
     * @return how many there were
     */
    public static int removeLeftovers() {
        return TrafficFilters.removeLeftovers();
    }

    private Attachment link(int interfaceIndex, Direction direction, int owner) {
        BpfCall call = new BpfCall();
        call.attributes().putInt(0, fd.number()).putInt(4, interfaceIndex).putInt(8, direction.type);
        String what = "attach BPF program to interface " + interfaceIndex;
        int result = call.make(BpfCall.LINK_CREATE);
        return result == -Errno.EINVAL
                ? TrafficFilters.attach(fd.number(), interfaceIndex, direction.hook, owner)
                : held(Fd.ofBpf(Kernel.check(what, result), what));
    }

    /** Nobody takes it away by mistake: tc(8) does not know of it. */
    private static Attachment held(Fd link) {
        return new Attachment() {
            @Override
            public boolean isThere() {
                return true;
            }

            @Override
            public void close() {
                link.close();
            }
        };
    }

    /**
     * Runs the program on one packet, which goes nowhere.
     *
     * @param frame beginning with an Ethernet header
     * @param interfaceIndex that it is said to be on; 1 is the loopback interface
     */
    public Outcome test(Octets frame, int interfaceIndex) {
        NativeBuffer in = NativeBuffer.allocate(frame.size());
        in.put(0, frame);
        NativeBuffer out = NativeBuffer.allocate(frame.size() + ROOM_TO_GROW);
        NativeBuffer context = NativeBuffer.allocate(CONTEXT_SIZE);
        context.inNativeOrder().putInt(CONTEXT_INTERFACE, interfaceIndex);
        BpfCall call = new BpfCall();
        call.pointTo(16, in)
                .pointTo(24, out)
                .pointTo(48, context)
                .attributes()
                .putInt(0, fd.number())
                .putInt(8, in.size())
                .putInt(12, out.size())
                .putInt(40, CONTEXT_SIZE);
        Kernel.check("try BPF program", call.make(BpfCall.PROGRAM_TEST));
        return new Outcome(
                call.attributes().getInt(4), out.octets(0, call.attributes().getInt(12)));
    }

    @Override
    public void close() {
        fd.close();
    }
}
