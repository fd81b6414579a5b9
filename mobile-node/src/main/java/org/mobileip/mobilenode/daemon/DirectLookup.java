package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * Asks name servers past the tunnel. While a node is away, what its programs ask goes into the tunnel; and when it is the
 * home agent's address that is asked for because the home agent does not answer, nothing comes back out of there.
 */
final class DirectLookup {

    private static final Path CONFIGURATION = Path.of("/etc/resolv.conf");
    /** Where the servers behind systemd-resolved's own address are listed. */
    private static final Path UPSTREAM = Path.of("/run/systemd/resolve/resolv.conf");

    private static final int PORT = 53;
    private static final int MOST_SERVERS = 3;
    private static final int ROUNDS = 2;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SecureRandom random = new SecureRandom();

    /** The addresses of {@code name}; none where nobody knows any. Takes up to six seconds, on the caller's thread. */
    List<Ipv4> addressesOf(String name) {
        NameQuestion question = new NameQuestion(random.nextInt(0x10000), name);
        List<Ipv4> servers = servers();
        if (servers.isEmpty() || !question.isPossible()) {
            return List.of();
        }
        try (UdpSocket socket =
                UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN.withMark(HostPlan.MARK))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Ipv4 server : servers) {
                    Optional<List<Ipv4>> answer = ask(socket, new Endpoint(server, PORT), question);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            }
        } catch (HostException noSocket) {
            return List.of();
        }
        return List.of();
    }

    private static Optional<List<Ipv4>> ask(UdpSocket socket, Endpoint server, NameQuestion question) {
        try {
            socket.send(Ipv4.UNSPECIFIED, server, OptionalInt.empty(), question.encode());
        } catch (HostException noRoute) {
            return Optional.empty();
        }
        PollSet readable = new PollSet(socket.fd());
        long end = System.nanoTime() + WAIT.toNanos();
        for (long left = WAIT.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            if (readable.await((int) left)) {
                Optional<List<Ipv4>> answer = socket.receive()
                        .filter(datagram -> datagram.from().equals(server))
                        .map(Datagram::payload)
                        .flatMap(question::answered);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Ipv4> servers() {
        List<Ipv4> servers = serversIn(CONFIGURATION);
        return servers.stream().allMatch(Ipv4::isLoopback) && Files.exists(UPSTREAM) ? serversIn(UPSTREAM) : servers;
    }

    /** The lines {@code nameserver ADDRESS} of a resolv.conf(5), IPv4 only. */
    static List<Ipv4> serversIn(Path file) {
        List<Ipv4> servers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length >= 2 && words[0].equals("nameserver") && servers.size() < MOST_SERVERS) {
                    Ipv4.tryParse(words[1]).ifPresent(servers::add);
                }
            }
        } catch (IOException | UncheckedIOException none) {
            return List.of();
        }
        return servers;
    }
}
