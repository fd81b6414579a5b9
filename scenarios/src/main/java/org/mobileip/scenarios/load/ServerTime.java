package org.mobileip.scenarios.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much processor time a process has had (proc(5), {@code /proc/PID/stat}): user and system, all of its threads. */
final class ServerTime {

    /** A tick of USER_HZ, which is 100 on every Linux there is. */
    private static final long NANOS_A_TICK = 10_000_000;

    /** Fields 14 and 15, counted from the third one, which follows the name in parentheses. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private ServerTime() {}

    /** Of process {@code pid}; empty where there is none such. */
    static OptionalLong nanos(long pid) {
        try {
            return OptionalLong.of(nanos(Files.readString(Path.of("/proc/" + pid + "/stat"))));
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    static long nanos(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * NANOS_A_TICK;
    }
}
