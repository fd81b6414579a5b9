package org.mobileip.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel prints, as other machines have printed it. */
class ReadingsTest {

    @Test
    void aPortIsTakenWhateverTheAddressAndOnlyAsALocalOne() {
        List<String> lines = List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                "  217: 00000000:01B2 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 20713 2 0 0",
                " 1138: 0100007F:0143 0100007F:01B3 01 00000000:00000000 00:00000000 00000000     0        0 20714 2 0 0");
        assertThat(UdpSockets.isTaken(434, lines)).isTrue();
        assertThat(UdpSockets.isTaken(323, lines)).isTrue();
        assertThat(UdpSockets.isTaken(435, lines)).isFalse();
        assertThat(UdpSockets.isTaken(434, List.of())).isFalse();
    }
}
