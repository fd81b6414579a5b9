package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Octets;

/** Segments by scapy. */
class MssClampTest {

    private static final String SYN_1460 =
            "4500003c000140003f06855fac1000090a0a00399c4000500000000100000000a0022000d5110000"
                    + "020405b40402080a000000010000000001030307";
    private static final String SYN_1440 =
            "4500003c000140003f06855fac1000090a0a00399c4000500000000100000000a0022000d5250000"
                    + "020405a00402080a000000010000000001030307";
    /** A NOP first, so that the value begins at an odd octet. */
    private static final String ODD_1460 =
            "45000030000100003f06c56bac1000090a0a00399c40005000000001000000027012200063d3000001020405b4000000";

    private static final String ODD_1440 =
            "45000030000100003f06c56bac1000090a0a00399c40005000000001000000027012200077d3000001020405a0000000";
    private static final String ACK =
            "4500002c000100003f06c56fac1000090a0a00399c40005000000001000000026010200025290000020405b4";
    private static final String WITHOUT =
            "45000028000100003f06c573ac1000090a0a00399c4000500000000100000000500220003cf50000";
    private static final String UDP =
            "45000044000100003f11c54cac1000090a0a0039000100020030492f00000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000";

    @ParameterizedTest
    @CsvSource({
        SYN_1460 + ", 1440, " + SYN_1440,
        SYN_1440 + ", 1440, " + SYN_1440,
        SYN_1440 + ", 1460, " + SYN_1440,
        ODD_1460 + ", 1440, " + ODD_1440,
        ACK + ", 1440, " + ACK,
        WITHOUT + ", 1440, " + WITHOUT,
        UDP + ", 1, " + UDP
    })
    void lowersWhatASynSaysAndKeepsTheChecksumRight(String given, int most, String expected) {
        assertThat(clamped(given, most, true)).isEqualTo(expected);
    }

    @Test
    void leavesAnUnfinishedChecksumToWhoeverFinishesIt() {
        assertThat(clamped(SYN_1460, 1440, false)).isEqualTo(SYN_1460.replace("020405b4", "020405a0"));
    }

    @ParameterizedTest
    @CsvSource({"0200", "0201", "02ff", "0003", "ff00", "0203"})
    void leavesMalformedOptionsAlone(String option) {
        String given = SYN_1460.replace("020405b4", option + "05b4");
        assertThat(clamped(given, 100, true)).isEqualTo(given);
    }

    @Test
    void readsNothingBeyondTheDatagram() {
        for (int length = 20; length < SYN_1460.length() / 2; length++) {
            String cut = SYN_1460.substring(0, 2 * length);
            assertThat(clamped(cut, 1460, true)).isEqualTo(cut);
        }
    }

    private static String clamped(String digits, int most, boolean checksumIsComplete) {
        byte[] octets = Octets.ofHex(digits).toArray();
        PacketBuffer packet = new PacketBuffer(ByteBuffer.wrap(octets));
        packet.window(0, octets.length);
        MssClamp.clamp(packet, most, checksumIsComplete);
        return Octets.of(octets).toString();
    }
}
