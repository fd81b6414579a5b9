package org.mobileip.host.linux;

/** What this process has of the machine's memory. */
public final class ProcessMemory {

    private ProcessMemory() {}

    /**
     * Gives back what it needs no more: garbage, and what the C library keeps for the next time, which is a tenth of a daemon that has just
     * started. No thread goes on meanwhile, packet threads included: for some milliseconds, thirty at a million bindings. So it
     * belongs where nobody waits, and not in a handover.
     */
    public static void giveBack() {
        System.gc();
        Kernel.trimHeap();
    }
}
