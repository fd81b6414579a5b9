package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a file, it is read or refused with places that exist. */
final class MutationTest {

    private static final int ROUNDS = 300;
    private static final String SPICE = "[]{}=\"'#.,\n\t \\-+0x19azZ\u00e9\u0000\u202e\ud83d\ude00";

    private final ConfigDirectory directory;

    MutationTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void mutationsOfTheHomeAgentsFileAreReadOrRefused() {
        mutate("home-agent.toml", HomeAgentConfig::load);
    }

    @Test
    void mutationsOfTheMobileNodesFileAreReadOrRefused() {
        mutate("mobile-node.toml", MobileNodeConfig::load);
    }

    private interface Loader {
        Object load(Path file) throws ConfigException;
    }

    private void mutate(String name, Loader loader) {
        String sample = ConfigDirectory.sample(name);
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + ROUNDS; seed++) {
            Path file = directory.file(name, mutation(sample, new Random(seed)));
            try {
                loader.load(file);
            } catch (ConfigException refused) {
                refused.problems().forEach(MutationTest::checkPlace);
                assertThat(refused.report()).contains(": error: ");
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError("again with -Dseed=" + seed, escaped);
            }
        }
    }

    private static String mutation(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 3 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                default -> text.insert(at, line(sample, random));
            }
        }
        return text.toString();
    }

    private static String line(String sample, Random random) {
        String[] lines = sample.split("\n", -1);
        return "\n" + lines[random.nextInt(lines.length)] + "\n";
    }

    private static void checkPlace(Problem problem) {
        Place place = problem.place();
        String line = place.source().line(place.line());
        assertThat(place.line()).isBetween(1, place.source().lines().size());
        assertThat(place.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
        assertThat(place.length()).isPositive();
    }
}
