package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How much faster than real time the simulated world is: a figure for docs/results.md, no test. One node moves every
 * minute for an hour, with a voice stream either way.
 */
final class SimSpeed {

    private static final int HOURS = 1;
    private static final int ROUNDS = 4;

    private SimSpeed() {}

    /** Prints a line for each round; the first includes loading and compiling. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            Path directory = Files.createTempDirectory("mobileip-speed-");
            long begin = System.nanoTime();
            long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Played played = Played.play(script(), round, directory);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double busy = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d s in %.2f s, %.2f s of the processor: %.0f and %.0f times real time; %d moves%n",
                    round,
                    HOURS * 3600,
                    seconds,
                    busy,
                    HOURS * 3600 / seconds,
                    HOURS * 3600 / busy,
                    played.result().moves().size());
        }
    }

    private static String script() {
        StringBuilder script = new StringBuilder("""
                network home    10.10.0.0/24     delay 1ms
                network cafe    192.0.2.0/24     delay 12ms
                network office  198.51.100.0/24  delay 35ms
                home-agent ha  on home  address 10.10.0.1
                mobile     mn  home 10.10.0.57
                host       cn  on home  address 10.10.0.200
                stream voice  udp  cn <-> mn  every 20ms
                """);
        String[] networks = {"cafe", "office", "home"};
        for (int second = 60; second < HOURS * 3600; second += 60) {
            script.append("at ").append(second).append("s move mn to ").append(networks[second / 60 % 3]);
            script.append('\n');
        }
        return script.append("at ").append(HOURS * 3600).append("s stop\n").toString();
    }
}
