package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Place;
import org.mobileip.config.Problem;

/** Whatever a file has in it, it is read or refused, soon, in words, with places that exist. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class HopelessScriptsTest {

    private static final int ROUNDS = 1000;
    private static final int LINES = 99_980;
    private static final String SPICE = "\"#<>=-+$%{}\\ \t\n\r0s9azZ\u00e9\u0000\u202e\ud83d\ude00";

    private static String lines(String line) {
        return lines(LINES, line);
    }

    private static String lines(int number, String line) {
        return IntStream.range(0, number)
                .mapToObj(i -> line.replace("@", Integer.toString(i)))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aHundredThousandGoodLinesAreRead() {
        Scenario notes = Scripts.scenario(Scripts.BASE + lines("at 1s note \"number @\"") + "\n" + Scripts.END);
        assertThat(notes.actions()).hasSize(LINES + 2);

        Scenario hosts = Scripts.scenario(
                "network big 172.16.0.0/12\nset X big\n" + Scripts.BASE + lines("host h@ on $X") + "\n" + Scripts.END);
        assertThat(hosts.hosts()).hasSize(LINES + 1);
        assertThat(hosts.hosts().get(LINES).address()).hasToString("172.17.134.140");
    }

    @Test
    void aHundredThousandBadLinesAreAThousandErrors() {
        assertThat(Scripts.refusal(Scripts.BASE + lines("stream s@ udp cn -> mn@") + "\n" + Scripts.END, Map.of())
                        .problems())
                .hasSize(1001);
    }

    @Test
    void thousandsOfBadLinesAreAThousandErrors() {
        for (String line : List.of(
                "frobnicate @",
                "network n@ 10.0.0.0/24 delay @",
                "network n@ 10.0.0.0/24",
                "at 1s move mn to nowhere@",
                "host h@ on home address 10.10.0.1",
                "expect interruption of s@ < 1ms",
                "set K@ $K@",
                "at 1s note \"$NOTHING@\"",
                "host same on home",
                "\u0007")) {
            List<Problem> problems = Scripts.refusal(Scripts.BASE + lines(1100, line) + "\n" + Scripts.END, Map.of())
                    .problems();
            assertThat(problems).as(line).hasSize(1001);
            assertThat(problems)
                    .extracting(Problem::message)
                    .as(line)
                    .contains("there are more than 1000 errors: the others are not shown");
        }
    }

    @Test
    void moreThanAHundredThousandLinesAreRefused() {
        assertThat(Scripts.errors(Scripts.BASE + lines("# @") + "\n".repeat(30) + Scripts.END))
                .containsExactly("100001:1+1 this script has more than 100000 lines");
    }

    @Test
    void hugeLinesWordsAndNumbersAreRefusedAndNotQuotedWhole() {
        String huge = "x".repeat(15_000_000);
        ConfigException refusal = Scripts.refusal(
                Scripts.BASE + huge + "\nhost " + "y".repeat(9_000) + " on home\n"
                        + "at " + "9".repeat(9_000) + "s stop\nexpect loss of " + "$".repeat(9_001) + "z < 1%\n"
                        + "network n 1.2.3.4/" + "7".repeat(9_000) + "\n" + Scripts.END,
                Map.of());

        assertThat(refusal.report()).hasSizeLessThan(8_000);
        assertThat(refusal.problems())
                .extracting(Problem::message)
                .startsWith("this line has more than 10000 characters");
        assertThat(refusal.problems()).hasSize(5);
    }

    @Test
    void aLineOfTenThousandTokensIsRead() {
        assertThat(Scripts.errorsIn("network n 10.1.0.0/24" + " nat".repeat(2_400)))
                .hasSize(1);
        assertThat(Scripts.errorsIn("network n 10.1.0.0/24" + " x".repeat(4_900)))
                .hasSize(1);
        assertThat(Scripts.errorsIn("for X in" + " v".repeat(4_900))).hasSize(1);
        assertThat(Scripts.errorsIn("expect" + " no".repeat(3_000))).hasSize(1);
    }

    @Test
    void filesThatAreNoTextAreRefusedInOneError(@TempDir Path directory) throws Exception {
        Random random = new Random(7);
        byte[] octets = new byte[100_000];
        random.nextBytes(octets);
        Path binary = Files.write(directory.resolve("a.scenario"), octets);
        Path zeros = Files.write(directory.resolve("b.scenario"), new byte[100_000]);
        byte[] late = (Scripts.CONTRACT + "\0").getBytes(StandardCharsets.UTF_8);
        Path almost = Files.write(directory.resolve("c.scenario"), late);

        assertThat(refusal(binary).report()).endsWith("a.scenario is not UTF-8 text\n\n1 error");
        assertThat(refusal(zeros).problems())
                .extracting(Problem::message)
                .containsExactly("this is not a text: it has a character 0");
        assertThat(refusal(almost).problems())
                .extracting(Scripts::told)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("23:1+1 ");
    }

    private static ConfigException refusal(Path file) {
        return Assertions.catchThrowableOfType(ConfigException.class, () -> ScenarioFile.read(file, Map.of()));
    }

    @Test
    void mutationsAreReadOrRefusedWithPlacesThatExist() {
        String sample = Scripts.CONTRACT
                + Scripts.BASE.replaceAll("(?m)^(network|home-agent|mobile|host|stream) (\\w+)", "$1 $2x")
                + "set A 5ms\nfor B in 1 2\nrepeat 3\nat 20s link mn lte delay $A\nexpect no leak p95 over runs\n";
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + ROUNDS; seed++) {
            String text = mutation(sample, new Random(seed));
            try {
                ScenarioFile file = ScenarioFile.parse(Path.of("test.scenario"), text, Map.of());
                file.warnings().forEach(HopelessScriptsTest::checkPlace);
                file.uses().forEach(use -> checkPlace(use.place()));
            } catch (ConfigException refused) {
                refused.problems().forEach(HopelessScriptsTest::checkPlace);
                assertThat(refused.report()).contains(": error: ");
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError("again with -Dseed=" + seed, escaped);
            }
        }
    }

    private static String mutation(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        for (int times = 1 + random.nextInt(6); times > 0; times--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 3 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 4 -> text.insert(at, " " + word(sample, random) + " ");
                default -> text.insert(at, "\n" + line(sample, random) + "\n");
            }
        }
        return text.toString();
    }

    private static String word(String sample, Random random) {
        String[] words = sample.split("\\s+", -1);
        return words[random.nextInt(words.length)];
    }

    private static String line(String sample, Random random) {
        String[] lines = sample.split("\n", -1);
        return lines[random.nextInt(lines.length)];
    }

    private static void checkPlace(Problem problem) {
        checkPlace(problem.place());
    }

    private static void checkPlace(Place place) {
        String line = place.source().line(place.line());
        assertThat(place.line()).isBetween(1, place.source().lines().size());
        assertThat(place.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
        assertThat(place.length()).isPositive();
    }
}
