package org.mobileip.host.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which of the rights we need this process has, by {@code /proc/self/status}; the C library is not needed. */
public final class Privileges {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    /** A right that Linux gives apart from the others (capabilities(7)). */
    public enum Capability {
        /** Bind ports below 1024: UDP 434. */
        CAP_NET_BIND_SERVICE(10),
        /** Change links, addresses, routes and rules; make TUN devices; mark packets. */
        CAP_NET_ADMIN(12),
        /** Raw and packet sockets. */
        CAP_NET_RAW(13),
        /** Network namespaces. */
        CAP_SYS_ADMIN(21),
        /** Have BPF programs calculate with addresses, which the kernel looks at more closely without it. */
        CAP_PERFMON(38),
        /** Make BPF maps and load BPF programs. */
        CAP_BPF(39);

        private final int bit;

        Capability(int bit) {
            this.bit = bit;
        }
    }

    private Privileges() {}

    /** Those a daemon needs and this process has not: CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW. */
    public static List<Capability> missing() {
        return missing(Capability.CAP_NET_BIND_SERVICE, Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW);
    }

    /** Those of {@code needed} that are not effective, in the same order. */
    public static List<Capability> missing(Capability... needed) {
        try {
            return missing(Files.readString(STATUS, StandardCharsets.UTF_8), needed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS + ": " + e.getMessage(), e);
        }
    }

    static List<Capability> missing(String status, Capability... needed) {
        long effective = status.lines()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> line.substring(EFFECTIVE.length()).strip())
                .mapToLong(digits -> Long.parseUnsignedLong(digits, 16))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + EFFECTIVE + " in " + STATUS));
        List<Capability> missing = new ArrayList<>();
        for (Capability capability : needed) {
            if ((effective >>> capability.bit & 1) == 0) {
                missing.add(capability);
            }
        }
        return missing;
    }
}
