package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.plan.InstalledProgram;
import org.mobileip.scenarios.wireguard.WireGuardEnd;

/**
 * Other programs that tunnel through a process, as far as they are installed here; with no encryption where they can do without.
 * None is part of this project, and none is installed for it.
 */
final class InstalledTunnels {

    /** Within UDP over Ethernet, with room for some octets of their own. */
    private static final int MTU_IN_UDP = 1450;

    private static final int MTU_OF_WIREGUARD = 1420;

    /** Those that are known, in the order of tables. */
    private enum Program {
        FASTD("fastd", "fastd") {
            @Override
            Subject.Making making(InstalledTunnels all, Path program) throws IOException {
                return all.fastd(program);
            }
        },
        VTUN("vtund", "vtun") {
            @Override
            Subject.Making making(InstalledTunnels all, Path program) throws IOException {
                return all.vtun(program);
            }
        },
        WIREGUARD(WireGuardEnd.PROGRAM, WireGuardEnd.PROGRAM) {
            @Override
            Subject.Making making(InstalledTunnels all, Path program) {
                return wireguard(program);
            }
        };

        private final String file;
        private final String inTables;

        /** @param inTables what it is called there */
        Program(String file, String inTables) {
            this.file = file;
            this.inTables = inTables;
        }

        abstract Subject.Making making(InstalledTunnels all, Path program) throws IOException;
    }

    private final Path directory;

    /** @param directory for their files */
    InstalledTunnels(Path directory) {
        this.directory = directory;
    }

    /** The names of those that are there. */
    static List<String> names() {
        return Stream.of(Program.values())
                .filter(each -> InstalledProgram.find(each.file).isPresent())
                .map(each -> each.inTables)
                .toList();
    }

    /** Those that are there. */
    List<Subject> all() throws IOException {
        List<Subject> there = new ArrayList<>();
        for (Program each : Program.values()) {
            Optional<Path> file = InstalledProgram.find(each.file);
            if (file.isPresent()) {
                there.add(new Subject(each.inTables, each.making(this, file.get())));
            }
        }
        return there;
    }

    private Subject.Making fastd(Path program) throws IOException {
        String agents = generateKey(program);
        String nodes = generateKey(program);
        Path agent = fastdFile(OtherTunnel.AGENTS_INTERFACE, agents, nodes, BenchLab.AGENT + "", BenchLab.CARE_OF + "");
        Path node = fastdFile(OtherTunnel.NODES_INTERFACE, nodes, agents, BenchLab.CARE_OF + "", BenchLab.AGENT + "");
        return new OtherTunnel(
                List.of(program.toString(), "--config", agent.toString()),
                List.of(program.toString(), "--config", node.toString()),
                MTU_IN_UDP);
    }

    /** What the program says about a new pair of keys. */
    private static String generateKey(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "--generate-key")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String part(String keys, String which) {
        Matcher line = Pattern.compile(which + ": ([0-9a-f]{64})").matcher(keys);
        if (!line.find()) {
            throw new IllegalStateException("fastd --generate-key says no \"" + which + "\"");
        }
        return line.group(1);
    }

    private Path fastdFile(String interfaceName, String own, String others, String local, String peer)
            throws IOException {
        return Files.writeString(directory.resolve("fastd-" + interfaceName), """
                method "null";
                mode tun;
                interface "%s";
                mtu %d;
                bind %s:7000;
                secret "%s";
                peer "other" { key "%s"; remote %s:7000; }
                """.formatted(
                        interfaceName, MTU_IN_UDP, local, part(own, "Secret"), part(others, "Public"), peer));
    }

    /** Its server is the home agent's end. */
    private Subject.Making vtun(Path program) throws IOException {
        Path agent = vtunFile(OtherTunnel.AGENTS_INTERFACE);
        Path node = vtunFile(OtherTunnel.NODES_INTERFACE);
        return new OtherTunnel(
                List.of(program.toString(), "-n", "-s", "-f", agent.toString()),
                List.of(program.toString(), "-n", "-f", node.toString(), "bench", "{peer}"),
                MTU_IN_UDP);
    }

    private Path vtunFile(String interfaceName) throws IOException {
        return Files.writeString(directory.resolve("vtun-" + interfaceName), """
                options { port 5000; timeout 60; }
                bench { type tun; device %s; proto udp; encrypt no; compress no; keepalive no; passwd bench; }
                """.formatted(interfaceName));
    }

    private static Subject.Making wireguard(Path program) {
        List<String> command = List.of(program.toString(), "-f", "{interface}");
        return new OtherTunnel(command, command, MTU_OF_WIREGUARD, () -> {
            WireGuardEnd agent = new WireGuardEnd(OtherTunnel.AGENTS_INTERFACE);
            WireGuardEnd node = new WireGuardEnd(OtherTunnel.NODES_INTERFACE);
            tell(agent, node, BenchLab.CARE_OF);
            tell(node, agent, BenchLab.AGENT);
        });
    }

    private static void tell(WireGuardEnd end, WireGuardEnd other, Ipv4 peer) {
        try {
            end.configure(List.of(
                    "listen_port=" + WireGuardEnd.PORT,
                    "public_key=" + other.publicKey(),
                    "endpoint=" + peer + ":" + WireGuardEnd.PORT,
                    "allowed_ip=" + Ipv4Prefix.ALL));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
