package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Questions to name servers and their answers, octet by octet: RFC 1035 §4. */
class NameQuestionTest {

    private static final NameQuestion QUESTION = new NameQuestion(0x1234, "ha.example.org");
    private static final String NAME = "02 6861 07 6578616d706c65 03 6f7267 00";

    /** A header with these flags and number of answers, the question, and these records. */
    private static Octets message(String flags, int answers, String records) {
        return Octets.ofHex("1234" + flags + "0001 000" + answers + " 0000 0000" + NAME + "0001 0001" + records);
    }

    private static final String CANONICAL = "c00c 0005 0001 0000003c 0006 03 6e6577 c00f";
    private static final String ADDRESS = "c00c 0001 0001 0000003c 0004 0a0a0001";

    @Test
    void asksForTheAddressesOfAName() {
        assertThat(QUESTION.encode()).isEqualTo(Octets.ofHex("1234 0100 0001 0000 0000 0000" + NAME + "0001 0001"));
        assertThat(new NameQuestion(0x1234, "ha.example.org.").encode()).isEqualTo(QUESTION.encode());
    }

    @Test
    void takesEveryAddressBehindWhateverAlias() {
        Octets answer = message("8180", 3, CANONICAL + ADDRESS + "03 6e6577 c00f 0001 0001 0000003c 0004 0a0a0002");
        assertThat(QUESTION.answered(answer).orElseThrow())
                .containsExactly(Ipv4.parse("10.10.0.1"), Ipv4.parse("10.10.0.2"));
    }

    @Test
    void takesAnAnswerWithoutAddressesForOne() {
        assertThat(QUESTION.answered(message("8183", 0, "")).orElseThrow()).isEmpty();
        assertThat(QUESTION.answered(message("8180", 1, CANONICAL)).orElseThrow())
                .isEmpty();
    }

    @Test
    void leavesAloneWhatIsNoAnswerToItsQuestion() {
        assertThat(QUESTION.answered(message("8182", 0, "")))
                .as("server failure")
                .isEmpty();
        assertThat(QUESTION.answered(message("0100", 1, ADDRESS)))
                .as("a question")
                .isEmpty();
        assertThat(new NameQuestion(0x1235, "ha.example.org").answered(message("8180", 1, ADDRESS)))
                .as("another id")
                .isEmpty();
        assertThat(new NameQuestion(0x1234, "hb.example.org").answered(message("8180", 1, ADDRESS)))
                .as("another name")
                .isEmpty();
    }

    @Test
    void readsWhateverArrives() {
        Octets whole = message("8180", 2, CANONICAL + ADDRESS);
        for (int size = 0; size <= whole.size(); size++) {
            QUESTION.answered(whole.slice(0, size));
        }
        long seed = Long.getLong("mobileip.seed", new Random().nextLong());
        System.err.println("NameQuestionTest: -Dmobileip.seed=" + seed + " repeats this");
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = whole.toArray();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            QUESTION.answered(Octets.of(octets));
        }
    }

    @Test
    void knowsWhichNamesThereCanBe() {
        assertThat(QUESTION.isPossible()).isTrue();
        assertThat(new NameQuestion(1, "localhost").isPossible()).isTrue();
        assertThat(new NameQuestion(1, "a..b").isPossible()).isFalse();
        assertThat(new NameQuestion(1, "a".repeat(64) + ".org").isPossible()).isFalse();
    }

    @Test
    void readsTheNameServersOfTheMachine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), """
                # made by somebody
                search example.org
                nameserver 127.0.0.53
                nameserver fe80::1%eth0
                  nameserver\t192.0.2.53 # the router
                options edns0
                """);
        assertThat(DirectLookup.serversIn(file)).containsExactly(Ipv4.parse("127.0.0.53"), Ipv4.parse("192.0.2.53"));
        assertThat(DirectLookup.serversIn(directory.resolve("none"))).isEmpty();
    }
}
