package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.cli.Main;
import org.mobileip.net.Ipv4;

/** The home agent as a process, in a network namespace that nobody else uses, and what it takes of the machine. */
final class Program {

    /** Where requests come from. */
    static final Ipv4 PLACE = Ipv4.parse("192.0.2.9");

    /** The field utime among those behind the name in /proc/PID/stat; the next one is stime. */
    static final int USER_TICKS = 11;

    private static final double TICKS_PER_SECOND = 100;

    private Program() {}

    /** Gives the loopback interface the addresses of the home agent and of {@link #PLACE}. */
    static void prepareAddresses() throws IOException, InterruptedException {
        call("ip", "link", "set", "lo", "up");
        call("ip", "address", "replace", Crowd.AGENT + "/32", "dev", "lo");
        call("ip", "address", "replace", PLACE + "/32", "dev", "lo");
    }

    /** {@code run} with that configuration and those options. */
    static List<String> command(Path configuration, List<String> options) {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of("run", "-c", configuration.toString()));
        command.addAll(options);
        return command;
    }

    /** {@code $PROGRAM}, such as {@code home-agent/bin/home-agent}; else these classes with the options that it gives to Java. */
    private static List<String> program() {
        String program = System.getenv("PROGRAM");
        if (program != null) {
            return List.of(program);
        }
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmn32m",
                "-XX:MetaspaceSize=64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    static void call(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command));
        }
    }

    /** A configuration for that many nodes of one realm, and of {@code $DATAPLANE}. */
    static Path configuration(Path directory, Path state, int bindings) throws IOException {
        Path key = directory.resolve("guests.key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "text:" + Crowd.key(0) + "\n");
        return Files.writeString(
                directory.resolve("home-agent.toml"),
                """
                version = 1
                address = "%s"
                network = "%s"
                [registration]
                max_lifetime = "10h"
                max_bindings = 2000000
                [tunnel]
                dataplane = "%s"
                [daemon]
                control = "%s"
                state = "%s"
                [[pool]]
                name = "guests"
                range = "%s-%s"
                [[node]]
                name = "guests"
                nai = "@example.org"
                pool = "guests"
                spi = %d
                key = "guests.key"
                """
                        .formatted(
                                Crowd.AGENT,
                                Crowd.NETWORK,
                                Optional.ofNullable(System.getenv("DATAPLANE")).orElse("auto"),
                                directory.resolve("control"),
                                state,
                                Crowd.home(0),
                                Crowd.home(bindings - 1),
                                Crowd.SPI));
    }

    /** What processors have spent on it, in seconds. */
    static double processorSeconds(Process process) throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_PER_SECOND;
    }

    /** How much of it is resident, in octets. */
    static long resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                * 1024;
    }
}
