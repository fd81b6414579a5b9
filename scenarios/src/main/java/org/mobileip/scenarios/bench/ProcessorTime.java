package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much the processors of this machine have worked, whoever for (proc(5), {@code /proc/stat}). */
final class ProcessorTime {

    private static final Path STATISTICS = Path.of("/proc/stat");

    /** USER_HZ, which is 100 on every Linux there is. */
    private static final double TICKS_A_SECOND = 100;

    /** idle and iowait, among user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final List<Integer> IDLE = List.of(3, 4);

    private static final int KINDS = 8;

    private ProcessorTime() {}

    /** Since the machine was started, of all processors together; 0 where the kernel does not tell. */
    static double busySeconds() {
        try {
            return busySeconds(Files.readAllLines(STATISTICS).get(0));
        } catch (IOException withoutProc) {
            return 0;
        }
    }

    static double busySeconds(String line) {
        String[] words = line.strip().split("\\s+", -1);
        long ticks = 0;
        for (int kind = 0; kind < KINDS && kind + 1 < words.length; kind++) {
            if (!IDLE.contains(kind)) {
                ticks += Long.parseLong(words[kind + 1]);
            }
        }
        return ticks / TICKS_A_SECOND;
    }
}
