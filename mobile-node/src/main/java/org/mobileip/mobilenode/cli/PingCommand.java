package org.mobileip.mobilenode.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.LongControlOptions;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ping}: three legs apart. Ends with 1 where one that was asked has no answer. */
@Command(
        name = "ping",
        description = "Time the way home in three legs: the link, the home agent (UDP 434), through the tunnel.")
final class PingCommand implements Callable<Integer> {

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /** RFC 5944 §3.6.3: between two requests. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private static final int MOST = 1000;

    @Mixin
    private final LongControlOptions control =
            new LongControlOptions(MobileNodeConfig.DEFAULT_FILE, MobileNodeConfig.DEFAULT_CONTROL);

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            defaultValue = "1",
            description = "How often, a second apart (default: ${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(names = "--json", description = "Print mobileip.ping/1.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException, CommandFailure {
        if (count < 1 || count > MOST) {
            throw new CommandFailure(ExitCode.USAGE, "-c is from 1 to " + MOST);
        }
        List<Map<String, Object>> rounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            rounds.add(round());
            if (i + 1 < count) {
                pause(BETWEEN_ROUNDS.minusNanos(System.nanoTime() - begin));
            }
        }
        PingReport report = PingReport.of(rounds);
        Output.of(command).out(json ? Json.write(document(rounds)) + "\n" : report.screen());
        return report.isAnswered() ? ExitCode.DONE : ExitCode.MISSED;
    }

    private Map<String, Object> round() throws ControlException, ConfigException {
        Map<String, Object> answer = control.ask("ping");
        while (!Boolean.TRUE.equals(answer.get("done"))) {
            pause(LOOK_EVERY);
            answer = control.ask("ping-result");
        }
        return answer;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(Math.max(0, time.toMillis()));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> document(List<Map<String, Object>> rounds) {
        List<Map<String, Object>> legs = new ArrayList<>();
        for (Map<String, Object> round : rounds) {
            Map<String, Object> row = new LinkedHashMap<>();
            List.of("link", "home_agent", "tunnel").forEach(leg -> row.put(leg, round.get(leg)));
            legs.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.ping/1");
        document.put("rounds", legs);
        return document;
    }
}
