package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.control.ControlException;
import org.mobileip.control.ControlServer;
import org.mobileip.control.Verb;

/** The exit codes of the contract. */
class MainTest {

    @TempDir
    private Path directory = Path.of("");

    private Map<String, ?> registration = Map.of();
    private Map<String, ?> ping = Map.of();

    private Path configuration(String more) {
        try {
            Path key = directory.resolve("laptop.key");
            Files.writeString(key, "text:1234567812345678\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            return Files.writeString(directory.resolve("mobile-node.toml"), """
                    version = 1
                    [home]
                    address = "10.10.0.57/24"
                    agent = "10.10.0.1"
                    [security]
                    spi = 0x101
                    key = "laptop.key"
                    [[interface]]
                    match = "eth*"
                    [daemon]
                    control = "mn.sock"
                    """ + more);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A daemon that answers every question with this state. */
    private int askedOf(@Nullable String state, boolean isRegistered, String... arguments) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", state);
        status.put("registered", isRegistered);
        status.put("registration", registration);
        status.put("health", List.of("the home agent denied: code 129, administratively prohibited"));
        Path socket = directory.resolve("mn.sock");
        List<Verb> verbs = List.of(
                Verb.read("status", nothing -> status),
                Verb.read("ping", nothing -> ping),
                Verb.change("home", nothing -> status),
                Verb.change("move", MainTest::move));
        try (ControlServer server = ControlServer.start(socket, verbs, Runnable::run)) {
            assertThat(server).isNotNull();
            String[] all = new String[arguments.length + 2];
            System.arraycopy(arguments, 0, all, 0, arguments.length);
            all[arguments.length] = "--control";
            all[arguments.length + 1] = socket.toString();
            return Main.run(all);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private static Map<String, ?> move(List<String> arguments) throws ControlException {
        if (!arguments.equals(List.of("eth0"))) {
            throw new ControlException(1, "cannot move to " + arguments);
        }
        return Map.of();
    }

    @Test
    void checkAcceptsAGoodFileAndRefusesABadOne() {
        assertThat(Main.run("check", "-c", configuration("").toString())).isZero();
        assertThat(Main.run("check", "-c", configuration("repaly = 1\n").toString()))
                .isEqualTo(3);
        assertThat(Main.run("run", "-c", configuration("repaly = 1\n").toString()))
                .isEqualTo(3);
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(Main.run("statsu")).isEqualTo(2);
        assertThat(Main.run("move")).isEqualTo(2);
        assertThat(Main.run("wait", "--timeout", "30")).isEqualTo(2);
    }

    @Test
    void explainsAndCompletes() {
        assertThat(Main.run("explain", "133")).isZero();
        assertThat(Main.run("completion")).isZero();
        assertThat(Main.run("version")).isZero();
    }

    @Test
    void noDaemonIsSix() {
        assertThat(Main.run("status", "--control", directory.resolve("none").toString()))
                .isEqualTo(6);
        assertThat(Main.run("wait", "-c", configuration("").toString())).isEqualTo(6);
        assertThat(Main.run("ping", "--config", configuration("").toString())).isEqualTo(6);
        assertThat(Main.run("watch", "-c", configuration("").toString())).isEqualTo(6);
        assertThat(Main.run("reload", "-c", configuration("").toString())).isEqualTo(6);
    }

    @Test
    void statusEndsWithOneUnlessRegisteredOrAtHome() {
        assertThat(askedOf("away", true, "status", "--json")).isZero();
        assertThat(askedOf("home", false, "status")).isZero();
        assertThat(askedOf("registering", false, "status", "--json")).isEqualTo(1);
        assertThat(askedOf("disconnected", false, "status")).isEqualTo(1);
    }

    @Test
    void waitEndsWhenReachableOrWithSeven() {
        assertThat(askedOf("home", false, "wait")).isZero();
        assertThat(askedOf("registering", false, "wait", "--timeout", "10ms")).isEqualTo(7);
        assertThat(askedOf("denied", false, "wait", "--timeout", "10ms")).isEqualTo(8);
    }

    @Test
    void moveSaysHowItWent() {
        assertThat(askedOf("away", true, "move", "eth0")).isZero();
        assertThat(askedOf("denied", false, "move", "eth0")).isEqualTo(8);
        assertThat(askedOf("away", true, "move", "eth1")).isEqualTo(1);
    }

    @Test
    void pingCountsWithItsOwnOption() {
        ping = Map.of("done", true, "link", Map.of("address", "192.0.2.1", "rtt_ms", 1.5));
        assertThat(askedOf("away", true, "ping")).isZero();
        assertThat(askedOf("away", true, "ping", "-c", "1", "--json")).isZero();
        assertThat(askedOf("away", true, "ping", "-c", "0")).isEqualTo(2);
        ping = Map.of("done", true, "link", Map.of("address", "192.0.2.1"));
        assertThat(askedOf("away", true, "ping")).isEqualTo(1);
    }

    @Test
    void homeIsDoneOnceTheHomeAgentHasConfirmed() {
        assertThat(askedOf("disconnected", false, "home")).isZero();
    }

    @Test
    void homeIsEightWhereTheHomeAgentDenies() {
        registration = Map.of("deregistering", true, "denial", Map.of("code", 129));
        assertThat(askedOf("disconnected", false, "home")).isEqualTo(8);
    }
}
