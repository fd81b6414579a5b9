package org.mobileip.host.linux;

/** Makes a thread wait until others do not need the processor: for long work that nobody waits for. */
public final class PatientThread {

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    /** The last there is (sched(7)): a seventieth of what an ordinary thread gets, so that the work ends on a busy machine too. */
    private static final int LAST = 19;

    private PatientThread() {}

    /** The calling thread comes behind all ordinary threads from now on. */
    public static void become() {
        Kernel.check("set priority", Kernel.setpriority(PRIO_PROCESS, CALLING_THREAD, LAST));
    }
}
