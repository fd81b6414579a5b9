package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.net.Octets;

/**
 * The table, row by row, against one dataplane, each row in a world of its own ({@link TableWorld}). A dataplane's test extends
 * this class and says how it is given packets.
 */
public abstract class PacketTableContract {

    /** A dataplane with one end of the tunnels. Results are hex digits, words of reasons, or {@link PacketTable#answer}. */
    public interface Subject {

        /** What comes of a datagram that was routed to the tunnels. */
        List<String> into(Octets datagram);

        /** What comes of a datagram as it arrived on a link, if this dataplane does the kernel's forwarding too. */
        List<String> forward(Octets datagram);

        /** What comes of a packet of a tunnel's protocol. */
        List<String> outOf(Octets packet);

        /** What comes of a datagram of the home link that has many receivers. */
        List<String> broadcast(Octets datagram);

        /** What comes of an ICMP error. */
        List<String> error(Octets message);

        /** Packets received, less those forwarded and those dropped. */
        long unaccounted();
    }

    /** A new one whose end is {@code end}; one of a home agent passes on what {@link PacketTable#POLICY} says. */
    protected abstract Subject subject(TunnelEnd end);

    /** Whether this dataplane is handed packets that nobody has counted the hop of. */
    protected boolean forwards() {
        return false;
    }

    public static List<PacketTable.Row> rows() {
        return PacketTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void becomesOfEachPacketWhatTheTableSays(PacketTable.Row row) {
        assumeTrue(forwards() || !row.way().equals("fwd"), "the kernel forwards for this dataplane");
        Subject subject = subject(TableWorld.of(row.side()));
        List<String> results = results(subject, row);
        assertThat(results).as("%s", row).hasSameSizeAs(row.results());
        for (int i = 0; i < results.size(); i++) {
            String result = results.get(i);
            String expected = row.results().get(i);
            assertThat(PacketTable.matches(expected, result))
                    .as("%s%nis  %s%nnot %s", row, result, expected)
                    .isTrue();
        }
        assertThat(subject.unaccounted()).isZero();
    }

    private static List<String> results(Subject subject, PacketTable.Row row) {
        if (row.way().equals("err")) {
            Octets sent =
                    Octets.ofHex(subject.into(Octets.ofHex(row.in().get(0))).get(0));
            List<String> results = subject.error(PacketTable.errorAbout(row.in().get(1), sent));
            return results.isEmpty() ? List.of("nothing") : results;
        }
        List<String> results = new ArrayList<>();
        for (String digits : row.in()) {
            Octets packet = Octets.ofHex(digits);
            results.addAll(
                    switch (row.way()) {
                        case "out" -> subject.into(packet);
                        case "fwd" -> subject.forward(packet);
                        case "in" -> subject.outOf(packet);
                        case "lan" -> subject.broadcast(packet);
                        default -> throw new AssertionError(row.way());
                    });
        }
        return results.isEmpty() ? List.of("nothing") : results;
    }
}
