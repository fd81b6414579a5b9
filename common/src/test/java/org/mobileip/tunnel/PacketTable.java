package org.mobileip.tunnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** The packets of {@code packets.txt}, which every dataplane is asked about. */
public final class PacketTable {

    /**
     * What is done, and what must come of it.
     *
     * @param side whose end of the tunnel
     * @param way into tunnels (out), out of them (in), an error from within one (err), past a link (fwd), or
     *     from the home link to many (lan)
     * @param in the packets, in order; of an error: the datagram it is about, then the error
     * @param results what comes out or why nothing does, in order
     */
    public record Row(String name, String side, String way, List<String> in, List<String> results) {

        public Row {
            in = List.copyOf(in);
            results = List.copyOf(results);
        }

        @Override
        public String toString() {
            return side + "-" + way + ": " + name;
        }
    }

    /** What the home agents of the table pass on. */
    public static final BroadcastPolicy POLICY =
            new BroadcastPolicy(Ipv4Prefix.parse("10.10.0.0/24"), true, true, Set.of(Ipv4.parse("239.1.2.3")), 1000);

    private static final Pattern REPEATED = Pattern.compile("([0-9a-f]{2})\\{(\\d+)}");
    private static final String ANSWER = "! ";

    private PacketTable() {}

    public static List<Row> rows() {
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
        String[] direction = columns[1].split("-", -1);
        return new Row(columns[0], direction[0], direction[1], parts(columns[2]), parts(columns[3]));
    }

    private static List<String> parts(String column) {
        return Arrays.stream(column.strip().split(" \\+ ", -1))
                .map(part -> REPEATED.matcher(part))
                .map(found -> found.replaceAll(PacketTable::repeated))
                .toList();
    }

    private static String repeated(java.util.regex.MatchResult run) {
        return run.group(1).repeat(Integer.parseInt(run.group(2)));
    }

    /** A result that is an ICMP error to the sender of the packet. */
    public static String answer(Octets error) {
        return ANSWER + error;
    }

    /** Whether a result says why nothing came out, or that it will come later. */
    static boolean isWord(String result) {
        return result.matches(".*[_g-z].*") && !result.contains("iiii");
    }

    /** Whether {@code result} is what {@code expected} describes, an Identification and a header checksum judged apart. */
    static boolean matches(String expected, String result) {
        if (isWord(expected) || isWord(result)) {
            return expected.equals(result);
        }
        boolean isAnswer = expected.startsWith(ANSWER);
        if (isAnswer != result.startsWith(ANSWER)) {
            return false;
        }
        return isAnswer
                ? isPacket(expected.substring(ANSWER.length()), result.substring(ANSWER.length()))
                : isPacket(expected, result);
    }

    private static boolean isPacket(String expected, String digits) {
        if (digits.length() != expected.length()) {
            return false;
        }
        Octets packet = Octets.ofHex(digits);
        StringBuilder blanked = new StringBuilder(digits);
        for (int at = expected.indexOf("iiii"); at >= 0; at = expected.indexOf("iiii", at + 4)) {
            int header = at / 2 - 4;
            if (packet.u16(header + 4) == 0 || sum(packet, header, header + 20) != 0xffff) {
                return false;
            }
            blanked.replace(at, at + 4, "iiii").replace(at + 12, at + 16, "cccc");
        }
        return blanked.toString().equals(expected);
    }

    /**
     * The ICMP error of {@code template} about {@code outer}, which was sent: its Identification where the template has iiii,
     * and the checksum of the message where it has ssss.
     */
    public static Octets errorAbout(String template, Octets outer) {
        String quoted = template.replace("iiii", String.format("%04x", outer.u16(4)));
        int at = quoted.indexOf("ssss");
        if (at < 0) {
            return Octets.ofHex(quoted);
        }
        Octets unsummed = Octets.ofHex(quoted.replace("ssss", "0000"));
        int sum = sum(unsummed, 20, unsummed.size());
        return Octets.ofHex(quoted.replace("ssss", String.format("%04x", ~sum & 0xffff)));
    }

    private static int sum(Octets packet, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += at + 1 < to ? packet.u16(at) : packet.u8(at) << 8;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
