package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.KeyFile;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.load.Plan;
import org.mobileip.scenarios.load.Population;
import org.mobileip.wire.ControlMessage;
import picocli.CommandLine.Option;

/** The options of {@code load}, and the plan that they make. */
final class LoadOptions {

    private static final int MOST_NODES = 1_000_000;
    private static final double MOST_RATE = 1_000_000;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 3600;
    private static final double MOST_REQUESTS = 500_000_000;
    private static final int MOST_LIFETIME = 65_535;

    @Option(
            names = "--agent",
            paramLabel = "ADDRESS[:PORT]",
            description = "A home agent that runs (default: one of our own, in namespaces of its own).")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The process of that home agent, for its processor time.")
    private @Nullable Long pid;

    @Option(
            names = "--care-of",
            paramLabel = "ADDRESS",
            description = "The care-of address of all nodes, one of this machine (default: as the routes say).")
    private Optional<String> careOf = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where our own home agent keeps bindings; none: nowhere (default: with temporary files).")
    private Optional<Path> state = Optional.empty();

    @Option(names = "--nodes", paramLabel = "N", description = "How many mobile nodes there are (default: 1000).")
    private int nodes = 1000;

    @Option(
            names = "--network",
            paramLabel = "PREFIX",
            description = "The home network; node 0 is 256 addresses behind its beginning (default: 10.0.0.0/8).")
    private String network = "10.0.0.0/8";

    @Option(names = "--spi", paramLabel = "N", description = "The SPI of all nodes (default: 0x101).")
    private String spi = "0x101";

    @Option(
            names = "--auth",
            paramLabel = "ALGORITHM",
            description = "hmac-md5, hmac-sha256 or md5-prefix-suffix (default: hmac-md5).")
    private String auth = AuthenticationAlgorithm.HMAC_MD5.configured();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The key of all nodes (default: each has its own, made of its name; --write-config shows them).")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--lifetime", paramLabel = "S", description = "Lifetime asked for, in seconds (default: 600).")
    private int lifetime = 600;

    @Option(names = "--from", paramLabel = "RATE", description = "Registrations/s in the first step (default: 1000).")
    private double from = 1000;

    @Option(names = "--to", paramLabel = "RATE", description = "No step has more (default: 1000000).")
    private double to = MOST_RATE;

    @Option(names = "--by", paramLabel = "FACTOR", description = "How much more each step has (default: 1.5).")
    private double by = 1.5;

    @Option(names = "--rate", paramLabel = "RATE", description = "One step with that many registrations/s.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--seconds", paramLabel = "N", description = "How long each step is (default: 2).")
    private double seconds = 2;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Play the first rate so many seconds before, uncounted (default: until every node had its turn,"
                            + " 1 to 60).")
    private Optional<Double> warmUp = Optional.empty();

    @Option(
            names = "--forged",
            paramLabel = "RATE",
            description = "So many forged requests/s beside: known nodes, wrong authenticators (default: 0).")
    private double forged;

    @Option(names = "--no-echo", description = "Do not measure how fast the generator itself is.")
    private boolean withoutEcho;

    /** The address of the home agent, for its configuration. */
    Optional<Endpoint> agent() throws CommandFailure {
        if (agent.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = agent.get().split(":", -1);
        try {
            int port = parts.length == 2 ? Integer.parseInt(parts[1]) : ControlMessage.PORT;
            if (parts.length > 2 || port < 1) {
                throw new IllegalArgumentException(agent.get());
            }
            return Optional.of(new Endpoint(Ipv4.parse(parts[0]), port));
        } catch (IllegalArgumentException wrong) {
            throw usage("--agent is an IPv4 address, or one with a port: 192.0.2.1 or 192.0.2.1:434");
        }
    }

    Optional<Path> sharedKey() {
        return key;
    }

    Population population() throws CommandFailure {
        Ipv4Prefix home = parse("--network is a prefix like 10.0.0.0/8", () -> Ipv4Prefix.parse(network));
        if (nodes < 1 || nodes > MOST_NODES || nodes > Population.room(home)) {
            throw usage("--nodes is 1 to " + MOST_NODES + ", and --network has room for "
                    + Math.max(0, Population.room(home)));
        }
        int index = parse("--spi is a number from 256 on, like 0x101", () -> {
            int value = Integer.parseUnsignedInt(spi.replaceFirst("^0x", ""), spi.startsWith("0x") ? 16 : 10);
            if (Integer.compareUnsigned(value, SecurityAssociation.LEAST_SPI) < 0) {
                throw new IllegalArgumentException(spi);
            }
            return value;
        });
        return new Population(home, nodes, index, algorithm(), readKey());
    }

    private AuthenticationAlgorithm algorithm() throws CommandFailure {
        for (AuthenticationAlgorithm each : AuthenticationAlgorithm.values()) {
            if (each.configured().equals(auth)) {
                return each;
            }
        }
        throw usage("--auth is hmac-md5, hmac-sha256 or md5-prefix-suffix");
    }

    private Optional<Key> readKey() throws CommandFailure {
        try {
            return key.isPresent() ? Optional.of(KeyFile.read(key.get())) : Optional.empty();
        } catch (IOException bad) {
            throw new CommandFailure(ExitCode.FILE_ERRORS, String.valueOf(bad.getMessage()));
        }
    }

    Plan plan() throws CommandFailure {
        double first = rate.orElse(from);
        double last = rate.orElse(to);
        boolean good = isRate(first)
                && isRate(last)
                && first <= last
                && by > 1.01
                && by <= 100
                && seconds >= LEAST_SECONDS
                && seconds <= MOST_SECONDS
                && last * seconds <= MOST_REQUESTS
                && warmUp.orElse(0.0) >= 0
                && warmUp.orElse(0.0) <= MOST_SECONDS
                && (forged == 0 || isRate(forged))
                && lifetime >= 1
                && lifetime <= MOST_LIFETIME;
        if (!good) {
            throw usage(
                    "rates are 1 to 1000000 a second and rise, --by is 1.01 to 100, --seconds 0.1 to 3600, a step has"
                            + " 500 million requests at most, --warm-up is 0 to 3600, --lifetime is 1 to 65535");
        }
        Optional<Ipv4> source = careOf.isPresent()
                ? Optional.of(parse("--care-of is an IPv4 address", () -> Ipv4.parse(careOf.get())))
                : Optional.empty();
        return new Plan(
                agent(),
                pid == null ? OptionalLong.empty() : OptionalLong.of(pid),
                source,
                state,
                population(),
                key,
                lifetime,
                first,
                last,
                by,
                Duration.ofMillis(Math.round(seconds * 1000)),
                Duration.ofMillis(Math.round(1000 * warmUp.orElse(Math.max(1, Math.min(60, nodes / first))))),
                forged,
                !withoutEcho);
    }

    private static boolean isRate(double rate) {
        return rate >= 1 && rate <= MOST_RATE;
    }

    private interface Parsing<T> {
        T parse();
    }

    private static <T> T parse(String wanted, Parsing<T> parsing) throws CommandFailure {
        try {
            return parsing.parse();
        } catch (IllegalArgumentException wrong) {
            throw usage(wanted);
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
