package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.Python;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** Our messages against those of {@code src/test/python/mip_messages.py}, which shares no code with us. */
class SecondImplementationTest {

    private static final Path PROGRAM = Path.of("src", "test", "python", "mip_messages.py");
    private static final int MESSAGES = 100;
    private static final int SPI = 0x89abcdef;
    private static final String KEY = "00ff00800000000000000000000000fe";

    /** Types below it have formats of their own: an NAI of no octets, say, is refused. */
    private static final int FIRST_WITHOUT_MEANING = 160;

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private record Ran(int exitCode, List<String> lines) {}

    @BeforeAll
    static void needsPython() {
        String missing = Files.isRegularFile(PROGRAM) ? pythonIsMissing() : "no " + PROGRAM.toAbsolutePath();
        if (!missing.isEmpty()) {
            System.out.println("SecondImplementationTest skipped: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        System.out.println("SecondImplementationTest: -Dmobileip.seed=" + SEED + " repeats these messages");
    }

    @ParameterizedTest
    @EnumSource
    void signsTheVeryOctetsThatTheOtherSigns(AuthenticationAlgorithm algorithm) throws Exception {
        List<ControlMessage> messages = randomMessages();
        List<String> descriptions =
                messages.stream().map(message -> describe(message)).toList();
        List<String> ours = messages.stream()
                .map(message -> sign(algorithm, message).toString())
                .toList();
        Ran other = run(descriptions, "build", argument(algorithm));
        assertThat(other.exitCode()).isZero();
        assertThat(other.lines()).isEqualTo(ours);
    }

    @ParameterizedTest
    @EnumSource
    void readsAndVerifiesWhatTheOtherMade(AuthenticationAlgorithm algorithm) throws Exception {
        List<String> descriptions =
                randomMessages().stream().map(message -> describe(message)).toList();
        SecurityAssociation association = association(algorithm);
        List<String> readBack = new ArrayList<>();
        for (String line : run(descriptions, "build", argument(algorithm)).lines()) {
            Octets made = Octets.ofHex(line);
            ControlMessage message = ControlMessage.decode(made);
            List<AuthenticationExtension> authentication = AuthenticationExtension.allOf(extensionsOf(message));
            assertThat(authentication).hasSize(1);
            assertThat(association.verifies(made, authentication.get(0))).isTrue();
            assertThat(message.encode()).isEqualTo(made);
            readBack.add(describe(message));
        }
        assertThat(readBack).isEqualTo(descriptions);
    }

    @ParameterizedTest
    @EnumSource
    void isReadAndVerifiedByTheOther(AuthenticationAlgorithm algorithm) throws Exception {
        List<ControlMessage> messages = randomMessages();
        List<String> signed = messages.stream()
                .map(message -> sign(algorithm, message).toString())
                .toList();
        Ran other = run(signed, "read", argument(algorithm));
        assertThat(other.exitCode()).isZero();
        assertThat(other.lines())
                .isEqualTo(messages.stream()
                        .map(message -> "good " + describe(message))
                        .toList());
    }

    @Test
    void provesTheOtherAbleToFindAWrongAuthenticator() throws Exception {
        byte[] octets =
                sign(AuthenticationAlgorithm.HMAC_MD5, randomMessages().get(0)).toArray();
        octets[3] ^= 1;
        Ran other = run(List.of(Octets.of(octets).toString()), "read", argument(AuthenticationAlgorithm.HMAC_MD5));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.lines()).singleElement().asString().startsWith("bad ");
    }

    @Test
    void checksACaptureOfBothKinds() throws Exception {
        List<Octets> frames = randomMessages().stream()
                .map(message -> Captures.frame(sign(AuthenticationAlgorithm.HMAC_MD5, message)))
                .toList();
        for (Octets capture : List.of(Captures.pcap(frames), Captures.pcapng(frames))) {
            Ran other = check(capture);
            assertThat(other.lines()).last().isEqualTo(MESSAGES + " authenticators good, 0 bad");
            assertThat(other.exitCode()).isZero();
        }
    }

    @Test
    void findsTheOneBadAuthenticatorOfACapture() throws Exception {
        Octets good = sign(AuthenticationAlgorithm.HMAC_MD5, randomMessages().get(0));
        byte[] changed = good.toArray();
        changed[changed.length - 1] ^= 0x10;
        for (Octets capture : List.of(
                Captures.pcap(List.of(Captures.frame(good), Captures.frame(Octets.of(changed)))),
                Captures.pcapng(List.of(Captures.frame(good), Captures.frame(Octets.of(changed)))))) {
            Ran other = check(capture);
            assertThat(other.lines()).last().isEqualTo("1 authenticators good, 1 bad");
            assertThat(other.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void isNotContentWithACaptureThatHoldsNothingOrNothingSigned() throws Exception {
        Octets unsigned = randomMessages().get(0).encode();
        for (List<Octets> frames : List.of(List.<Octets>of(), List.of(Captures.frame(unsigned)))) {
            assertThat(check(Captures.pcap(frames)).exitCode()).isEqualTo(1);
            assertThat(check(Captures.pcapng(frames)).exitCode()).isEqualTo(1);
        }
        assertThat(check(Octets.ofHex("00".repeat(40))).exitCode()).isEqualTo(1);
    }

    private Ran check(Octets capture) throws Exception {
        Path file = directory.resolve("capture");
        Files.write(file, capture.toArray());
        return run(List.of(), "check", file.toString(), argument(AuthenticationAlgorithm.HMAC_MD5));
    }

    private static SecurityAssociation association(AuthenticationAlgorithm algorithm) {
        return new SecurityAssociation(SPI, algorithm, Key.of(Octets.ofHex(KEY).toArray()));
    }

    private static Octets sign(AuthenticationAlgorithm algorithm, ControlMessage message) {
        return association(algorithm).sign(message.encode(), Kind.MOBILE_HOME);
    }

    private static String argument(AuthenticationAlgorithm algorithm) {
        return "0x" + Integer.toHexString(SPI) + "=" + algorithm.configured() + ":" + KEY;
    }

    private static List<ControlMessage> randomMessages() {
        Random random = new Random(SEED);
        return Stream.generate(() -> randomMessage(random)).limit(MESSAGES).toList();
    }

    private static ControlMessage randomMessage(Random random) {
        int octet = random.nextInt(256);
        Lifetime lifetime = new Lifetime(random.nextInt(0x10000));
        Ipv4 home = new Ipv4(random.nextInt());
        Ipv4 agent = new Ipv4(random.nextInt());
        Identification identification = new Identification(random.nextLong());
        List<Extension> extensions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] data = new byte[random.nextInt(i == 1 ? 256 : 20)];
            random.nextBytes(data);
            extensions.add(Extension.of(FIRST_WITHOUT_MEANING + random.nextInt(96), Octets.of(data)));
        }
        return random.nextBoolean()
                ? new RegistrationReply(new ReplyCode(octet), lifetime, home, agent, identification, extensions)
                : new RegistrationRequest(
                        new RequestFlags(octet),
                        lifetime,
                        home,
                        agent,
                        new Ipv4(random.nextInt()),
                        identification,
                        extensions);
    }

    private static List<Extension> extensionsOf(ControlMessage message) {
        return message instanceof RegistrationRequest request
                ? request.extensions()
                : ((RegistrationReply) message).extensions();
    }

    /** The line that means {@code message} to the other program; authentication extensions are not part of it. */
    private static String describe(ControlMessage message) {
        String fixed;
        if (message instanceof RegistrationRequest request) {
            fixed = "request %d %d %s %s %s %016x"
                    .formatted(
                            request.flags().bits(),
                            request.lifetime().seconds(),
                            request.homeAddress(),
                            request.homeAgent(),
                            request.careOfAddress(),
                            request.identification().bits());
        } else {
            RegistrationReply reply = (RegistrationReply) message;
            fixed = "reply %d %d %s %s %016x"
                    .formatted(
                            reply.code().value(),
                            reply.lifetime().seconds(),
                            reply.homeAddress(),
                            reply.homeAgent(),
                            reply.identification().bits());
        }
        return extensionsOf(message).stream()
                .filter(Extension::isSkippable)
                .map(extension -> " " + extension.type() + ":" + extension.data())
                .collect(Collectors.joining("", fixed, ""));
    }

    private static String pythonIsMissing() {
        try {
            Process python = new ProcessBuilder(Python.program(), "--version").start();
            return python.waitFor() == 0 ? "" : "python3 does not run";
        } catch (IOException notThere) {
            return "no python3: " + notThere.getMessage();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Ran run(List<String> input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Python.program(), PROGRAM.toString()));
        command.addAll(List.of(arguments));
        Path lines = directory.resolve("input");
        Files.write(lines, input);
        Process process = new ProcessBuilder(command)
                .redirectInput(lines.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output.lines().toList());
    }
}
