package org.mobileip.host.linux;

/**
 * Makes a thread wake up when it wants to, instead of some time after: for whoever measures or keeps the time of packets,
 * and sleeps in between. The kernel otherwise lets a sleeper lie 50 µs longer, to wake it together with others, and has it
 * queue behind whoever computes, which on a busy machine takes milliseconds.
 */
public final class PunctualThread {

    private static final int PR_SET_TIMERSLACK = 29;
    private static final int CALLING_THREAD = 0;
    private static final int SCHED_OTHER = 0;

    /** Before every ordinary thread of the machine (sched(7)), which keep a twentieth of the time whatever happens. */
    private static final int SCHED_FIFO = 1;

    /** Not so the threads and processes that this thread makes. */
    private static final int SCHED_RESET_ON_FORK = 0x40000000;

    private static final int LOWEST_OF_THEM = 1;

    /** {@code struct sched_param}, which the kernel only reads. */
    private static final NativeBuffer LOWEST = parameters(LOWEST_OF_THEM);

    private static final NativeBuffer NONE = parameters(0);

    private PunctualThread() {}

    /**
     * The calling thread wakes up without slack from now on, and before others where this process may ask for that.
     *
     * @return whether it may (CAP_SYS_NICE, which a user namespace cannot give)
     */
    public static boolean become() {
        Kernel.check("set timer slack", Kernel.prctl(PR_SET_TIMERSLACK, 1));
        return schedule(SCHED_FIFO | SCHED_RESET_ON_FORK, LOWEST);
    }

    /** The calling thread takes its turn with all others again. */
    public static void resign() {
        schedule(SCHED_OTHER, NONE);
    }

    private static boolean schedule(int policy, NativeBuffer parameters) {
        return Kernel.schedSetscheduler(CALLING_THREAD, policy, parameters) == 0;
    }

    private static NativeBuffer parameters(int priority) {
        NativeBuffer parameters = NativeBuffer.allocate(Integer.BYTES);
        parameters.inNativeOrder().putInt(0, priority);
        return parameters;
    }
}
