package org.mobileip.doctor;

import java.util.List;

/** {@code /proc/net/udp}: a head line, then a line for each socket, its local address and port in hexadecimal second. */
final class UdpSockets {

    private static final int LOCAL = 1;
    private static final int HEXADECIMAL = 16;

    private UdpSockets() {}

    static boolean isTaken(int port, List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length > LOCAL && words[LOCAL].contains(":"))
                .anyMatch(words ->
                        Integer.parseInt(words[LOCAL].substring(words[LOCAL].indexOf(':') + 1), HEXADECIMAL) == port);
    }
}
