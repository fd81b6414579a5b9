package org.mobileip.scenarios.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other programs that tunnel through a process, as far as they are installed here; with no encryption where they can do without.
 * None is part of this project, and none is installed for it.
 */
final class InstalledTunnels {

    private static final Path WIREGUARD_SOCKETS = Path.of("/var/run/wireguard");
    private static final int KEY_SIZE = 32;

    /** Within UDP over Ethernet, with room for some octets of their own. */
    private static final int MTU_IN_UDP = 1450;

    private static final int MTU_OF_WIREGUARD = 1420;

    private final Path directory;

    /** @param directory for their files */
    InstalledTunnels(Path directory) {
        this.directory = directory;
    }

    /** Those that are there. */
    List<Subject> all() throws IOException {
        List<Subject> there = new ArrayList<>();
        Optional<Path> fastd = found("fastd");
        if (fastd.isPresent()) {
            there.add(new Subject("fastd", fastd(fastd.get())));
        }
        Optional<Path> vtund = found("vtund");
        if (vtund.isPresent()) {
            there.add(new Subject("vtun", vtun(vtund.get())));
        }
        found("wireguard-go").ifPresent(program -> there.add(new Subject("wireguard-go", wireguard(program))));
        return there;
    }

    private static Optional<Path> found(String program) {
        String places = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/usr/local/sbin";
        return List.of(places.split(File.pathSeparator, -1)).stream()
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst();
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
            KeyPair agents = keys();
            KeyPair nodes = keys();
            tellWireguard(OtherTunnel.AGENTS_INTERFACE, agents, nodes, BenchLab.CARE_OF.toString());
            tellWireguard(OtherTunnel.NODES_INTERFACE, nodes, agents, BenchLab.AGENT.toString());
        });
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException notOfThisJdk) {
            throw new IllegalStateException(notOfThisJdk);
        }
    }

    /** By its cross-platform interface: lines of {@code key=value}, answered by {@code errno=0}. */
    private static void tellWireguard(String interfaceName, KeyPair own, KeyPair other, String peer) {
        String words = "set=1\nprivate_key=" + secret(own) + "\nlisten_port=51820\npublic_key=" + known(other)
                + "\nendpoint=" + peer + ":51820\nallowed_ip=0.0.0.0/0\n\n";
        Path socket = WIREGUARD_SOCKETS.resolve(interfaceName + ".sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            String said = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            if (!said.startsWith("errno=0")) {
                throw new IllegalStateException("wireguard-go says " + said.strip());
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static String secret(KeyPair keys) {
        return HexFormat.of()
                .formatHex(((XECPrivateKey) keys.getPrivate()).getScalar().orElseThrow());
    }

    /** The coordinate in 32 octets, the least significant first (RFC 7748 §5). */
    static String known(KeyPair keys) {
        BigInteger coordinate = ((XECPublicKey) keys.getPublic()).getU();
        byte[] octets = new byte[KEY_SIZE];
        for (int i = 0; i < KEY_SIZE; i++) {
            octets[i] = coordinate.shiftRight(Byte.SIZE * i).byteValue();
        }
        return HexFormat.of().formatHex(octets);
    }
}
