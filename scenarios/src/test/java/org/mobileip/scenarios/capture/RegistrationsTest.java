package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Octets;

/** The judges themselves: they accept what others made, and nothing else. */
class RegistrationsTest {

    private static final CaptureInterface CAFE = new CaptureInterface("mn", "cafe", "");

    /** Made outside this project, with the key 1234567812345678. */
    private static final String REQUEST =
            "012a03e80a01010a0a0101140a01020fdc12c500400000002014000001005a61abbecc2b798de5c5418a2cc3c9d5";

    /** 10.1.2.15:40000 to 10.1.1.20:434; the checksums were made outside this project too. */
    private static final String HEADERS =
            "020000000001 020000000002 0800 4500004a00004000 4011237f 0a01020f 0a010114 9c4001b20036b73e";

    private static final int AFTER_THE_PORTS = 38;

    /** Of another type it is no registration message. */
    private static final int TYPE = 42;

    private Path directory;
    private Path key;

    @BeforeEach
    void tsharkIsThere(@TempDir Path empty) throws IOException {
        Tshark.assumeInstalled();
        directory = empty;
        key = Files.writeString(empty.resolve("mn.key"), "text:1234567812345678\n");
    }

    private Path capture(Octets... packets) throws IOException {
        FrameSpool spool = new FrameSpool(CAFE, directory.resolve("spool"), 1 << 20);
        for (Octets packet : packets) {
            spool.add(new CapturedFrame(1, true, packet, packet.size()));
        }
        spool.close();
        Path file = directory.resolve("packets.pcapng");
        new CaptureFile("test", "", Map.of(), Map.of()).write(file, List.of(spool));
        return file;
    }

    private static Octets good() {
        return Octets.ofHex(HEADERS + REQUEST);
    }

    /** With this bit of its octet turned. */
    private static Octets damaged(int octet) {
        byte[] octets = good().toArray();
        octets[octet] ^= 1;
        return Octets.of(octets);
    }

    private List<Registrations.Key> keys(String algorithm) {
        return List.of(new Registrations.Key(256, algorithm, key));
    }

    @Test
    void acceptWhatAnotherProgramMade() throws IOException {
        Path file = capture(good());
        Registrations.assertWellFormed(file);
        Registrations.assertAuthentic(file, keys("hmac-md5"));
        assertThat(Registrations.check(file, keys("hmac-md5")).lines())
                .containsExactly(
                        "frame 1 mn:cafe 10.1.2.15 -> 10.1.1.20 request: good", "1 requests, 0 replies, 0 bad");
    }

    @Test
    void findEveryOctetThatWasChanged() throws IOException {
        Octets[] packets = IntStream.range(AFTER_THE_PORTS, good().size())
                .filter(octet -> octet != TYPE)
                .mapToObj(RegistrationsTest::damaged)
                .toArray(Octets[]::new);
        Registrations.Verdict verdict = Registrations.check(capture(packets), keys("hmac-md5"));
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.lines().subList(0, packets.length)).noneMatch(line -> line.endsWith("good"));
        assertThat(verdict.lines())
                .last()
                .isEqualTo(packets.length + " requests, 0 replies, " + packets.length + " bad");
    }

    @Test
    void findAWrongKeyAndAWrongAlgorithm() throws IOException {
        Path file = capture(good());
        assertThat(Registrations.check(file, keys("md5-prefix-suffix")).lines())
                .contains(
                        "frame 1 mn:cafe 10.1.2.15 -> 10.1.1.20 request: extension 32, SPI 0x100: wrong authenticator");
        assertThat(Registrations.check(file, List.of()).exitCode()).isEqualTo(1);
        Files.writeString(key, "text:1234567812345679\n");
        assertThatThrownBy(() -> Registrations.assertAuthentic(file, keys("hmac-md5")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void refuseACaptureWithoutAnyMessage() throws IOException {
        Path file = capture();
        assertThat(Registrations.check(file, keys("hmac-md5")).exitCode()).isEqualTo(1);
        assertThatThrownBy(() -> Registrations.assertWellFormed(file)).isInstanceOf(AssertionError.class);
    }

    @Test
    void findAMessageThatTsharkCallsMalformed() throws IOException {
        // The last extension says it is longer than the message.
        byte[] octets = good().toArray();
        octets[14 + 28 + 24 + 1] = 99;
        Path file = capture(good(), Octets.of(octets));
        assertThatThrownBy(() -> Registrations.assertWellFormed(file)).hasMessageContaining("malformed messages");
    }
}
