package org.mobileip.scenarios.sim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.mobilenode.MobileNode;

/**
 * Whatever happens to a mobile node, its links, its home agent and all between them: the {@link RoamingLaws laws} hold. More than the few
 * histories that are played always are with {@code -Dmobileip.seed=1 -Dmobileip.seeds=1000}.
 */
class RoamingLawsTest {

    private static final long FIRST = Long.getLong("mobileip.seed", 25);
    private static final int HISTORIES = Integer.getInteger("mobileip.seeds", 10);
    private static final int PHASES = 2;
    private static final int MISHAPS = 25;
    private static final long LONGEST_BREAK = 8 * Wandering.SECOND;

    /** What is lost for longest shows when a binding is renewed, 60 s at most, and the next request may wait as long (RFC 5944 §3.6.3). */
    private static final long QUIET = 135 * Wandering.SECOND;

    /** A link by which nobody answered is tried again after 480 s at most. */
    private static final long LONG_QUIET = 500 * Wandering.SECOND;

    private static final List<String> OPTIONS =
            List.of("", "overlap 4s", "replay nonce", "encapsulation udp", "flows udp:lte,tcp:wlan");

    private static final List<String> HANDOVERS =
            List.of("", "probe = \"1s\"", "probe = \"5s\"\nhold_down = \"0s\"", "hold_down = \"30s\"");

    @TempDir
    private Path directory = Path.of("");

    @TestFactory
    Stream<DynamicTest> hold() {
        return LongStream.range(FIRST, FIRST + HISTORIES)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(seed)));
    }

    private void play(long seed) throws Exception {
        Random random = new Random(seed);
        String options = OPTIONS.get(random.nextInt(OPTIONS.size()));
        String handover = HANDOVERS.get(random.nextInt(HANDOVERS.size()));
        Path here = Files.createDirectories(directory.resolve(Long.toString(seed)));
        Wandering world = new Wandering(options, handover, seed, here);
        Mishaps mishaps = new Mishaps(world, random);
        RoamingLaws laws =
                new RoamingLaws(world, mishaps, options.startsWith("flows"), !options.equals("replay nonce"));
        try {
            world.run(3 * Wandering.SECOND);
            mishaps.setOut();
            for (int phase = 0; phase < PHASES; phase++) {
                play(world, mishaps, random);
                laws.hold();
            }
            world.run(LONG_QUIET);
            laws.theBestLinkIsUsed();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    broken.getMessage() + "\n" + world.now() + "with seed " + seed + ", " + options + " " + handover
                            + "\n" + mishaps.history() + "\n"
                            + world.node().engine().map(MobileNode::status) + "\n" + world.bindings(),
                    broken);
        }
    }

    private static void play(Wandering world, Mishaps mishaps, Random random) {
        for (int i = 0; i < MISHAPS; i++) {
            mishaps.happen();
            double share = random.nextDouble();
            world.run((long) (share * share * share * LONGEST_BREAK));
        }
        mishaps.heal();
        world.run(QUIET);
    }
}
