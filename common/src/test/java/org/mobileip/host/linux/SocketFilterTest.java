package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** The programs against {@code tcpdump -ddd}, the offsets moved from the Ethernet frame to the network header. */
final class SocketFilterTest {

    private static final int NETWORK = -0x100000;
    private static final int PROTOCOL = -0x1000;

    private static List<String> listing(SocketFilter filter) {
        return filter.program().stream()
                .map(step -> step.code() + " " + step.ifTrue() + " " + step.ifFalse() + " " + step.operand())
                .toList();
    }

    @Test
    void protocolAndDestination() {
        // tcpdump -ddd 'ip proto 4 and dst host 10.0.0.1'
        assertThat(listing(SocketFilter.IPV4.ipProtocol(4).ipDestination(Ipv4.parse("10.0.0.1"))))
                .containsExactly(
                        "40 0 0 " + PROTOCOL,
                        "21 0 5 2048",
                        "48 0 0 " + (NETWORK + 9),
                        "21 0 3 4",
                        "32 0 0 " + (NETWORK + 16),
                        "21 0 1 167772161",
                        "6 0 0 262144",
                        "6 0 0 0");
    }

    @Test
    void icmpTypeBehindAHeaderOfAnyLength() {
        // tcpdump -ddd 'icmp[0] == 9'
        assertThat(listing(SocketFilter.icmp(9)))
                .containsExactly(
                        "40 0 0 " + PROTOCOL,
                        "21 0 8 2048",
                        "48 0 0 " + (NETWORK + 9),
                        "21 0 6 1",
                        "40 0 0 " + (NETWORK + 6),
                        "69 4 0 8191",
                        "177 0 0 " + NETWORK,
                        "80 0 0 " + NETWORK,
                        "21 0 1 9",
                        "6 0 0 262144",
                        "6 0 0 0");
    }

    @Test
    void tunnelledPacketsWithinUdpAndWithout() {
        // tcpdump -ddd 'ip proto 4 or ip proto 47 or (udp dst port 434 and udp[8] == 4)', its branches joined by hand:
        // later
        // fragments pass, and both ends of the program are one instruction each
        assertThat(listing(SocketFilter.IPV4.tunnelled(List.of(4, 47), List.of(434))))
                .containsExactly(
                        "40 0 0 " + PROTOCOL,
                        "21 0 12 2048",
                        "48 0 0 " + (NETWORK + 9),
                        "21 9 0 4",
                        "21 8 0 47",
                        "21 0 8 17",
                        "40 0 0 " + (NETWORK + 6),
                        "69 5 0 8191",
                        "177 0 0 " + NETWORK,
                        "72 0 0 " + (NETWORK + 2),
                        "21 0 3 434",
                        "80 0 0 " + (NETWORK + 8),
                        "21 0 1 4",
                        "6 0 0 262144",
                        "6 0 0 0");
    }

    @Test
    void registrationsAreWhatIsNoTunnelData() {
        // tcpdump -ddd 'len <= 8 or udp[8] != 4', behind a header of any length
        assertThat(listing(SocketFilter.registrations()))
                .containsExactly(
                        "128 0 0 0",
                        "37 0 3 8",
                        "177 0 0 " + NETWORK,
                        "80 0 0 " + (NETWORK + 8),
                        "21 1 0 4",
                        "6 0 0 262144",
                        "6 0 0 0");
    }

    @Test
    void nothingIsTwoReturnsOfZero() {
        assertThat(listing(SocketFilter.NOTHING)).containsExactly("6 0 0 0", "6 0 0 0");
    }
}
