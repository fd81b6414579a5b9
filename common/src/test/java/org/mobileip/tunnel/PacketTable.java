package org.mobileip.tunnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobileip.net.Octets;

/** The packets of {@code packets.txt}, which every dataplane is asked about. */
final class PacketTable {

    /** One packet, the direction it is seen in, and one result for each of its copies. */
    record Row(String name, String direction, Octets in, List<String> results) {

        @Override
        public String toString() {
            return direction + ": " + name;
        }
    }

    private static final Pattern REPEATED = Pattern.compile("([0-9a-f]{2})\\{(\\d+)}");

    private PacketTable() {}

    static List<Row> rows() {
        InputStream resource = Objects.requireNonNull(PacketTable.class.getResourceAsStream("packets.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(PacketTable::row)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Row row(String line) {
        String[] columns = line.split(" \\| ?", -1);
        List<String> results = List.of(columns[3].split(" \\+ ")).stream()
                .map(PacketTable::expand)
                .toList();
        return new Row(columns[0], columns[1], Octets.ofHex(expand(columns[2].strip())), results);
    }

    private static String expand(String digits) {
        Matcher matcher = REPEATED.matcher(digits);
        return matcher.replaceAll(run -> run.group(1).repeat(Integer.parseInt(run.group(2))));
    }

    /** Whether {@code packet} is what {@code expected} describes, its Identification and header checksum judged apart. */
    static boolean matches(String expected, Octets packet) {
        String digits = packet.toString();
        if (!expected.contains("iiii")) {
            return digits.equals(expected);
        }
        return digits.length() == expected.length()
                && digits.substring(0, 8).equals(expected.substring(0, 8))
                && packet.u16(4) != 0
                && digits.substring(12, 20).equals(expected.substring(12, 20))
                && onesComplementSumOfHeader(packet) == 0xffff
                && digits.substring(24).equals(expected.substring(24));
    }

    private static int onesComplementSumOfHeader(Octets packet) {
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += packet.u16(at);
        }
        return (sum & 0xffff) + (sum >> 16);
    }
}
