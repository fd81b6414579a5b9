package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.homeagent.AuthorizedNode.Replay;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.Python;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * The agent as a peer sees it that shares no code with it: requests and replies are made and read by
 * {@code mip_messages.py}. Each line is one exchange: what is asked, an arrow, what is answered; seconds since
 * 2017-01-01 (dc12c500) before it.
 */
class BlackBoxTest {

    private static final Path PROGRAM =
            Path.of("..", "common", "src", "test", "python", "mip_messages.py").toAbsolutePath();

    /** 1234567812345678, "a foreign agent." and "the key of Ann.." in hexadecimal digits. */
    private static final String NODE = "256=31323334353637383132333435363738";

    private static final String AGENT = "34/512=6120666f726569676e206167656e742e";
    private static final String ANN = "300=746865206b6579206f6620416e6e2e2e";

    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final String ANNS_NAI = "131:616e6e406578616d706c652e6f7267"; // ann@example.org

    private final HomeAgent agent = Village.agent(Village.settings(
            Village.GRANTS,
            false,
            List.of(new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(association(512, "a foreign agent.")))),
            Village.LAPTOP,
            new AuthorizedNode(
                    "ann",
                    new HomeAddress.FromPool(new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.101"))),
                    Optional.of(NetworkAccessIdentifier.of("ann@example.org")),
                    SecurityAssociations.of(association(300, "the key of Ann..")),
                    new Replay.Nonces())));

    @BeforeAll
    static void needsPython() {
        boolean there =
                Files.isRegularFile(PROGRAM) && !run(List.of(), "--help").isEmpty();
        if (!there) {
            System.out.println("BlackBoxTest skipped: no python3, or no " + PROGRAM);
        }
        assumeTrue(there);
    }

    @Test
    void servesANodeThatComesGoesAndComesHome() {
        exchange(
                0,
                "request 34 1000 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50000000001",
                "good reply 0 600 10.1.1.10 10.1.1.20 dc12c50000000001");
        exchange(
                1,
                "request 162 300 10.1.1.10 10.1.1.20 10.1.3.15 dc12c50100000000",
                "good reply 0 300 10.1.1.10 10.1.1.20 dc12c50100000000");
        assertThat(agent.bindings()).hasSize(2);
        exchange(
                2,
                "request 34 0 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50200000000",
                "good reply 0 0 10.1.1.10 10.1.1.20 dc12c50200000000");
        assertThat(agent.bindings()).hasSize(1);
        exchange(
                3,
                "request 34 0 10.1.1.10 10.1.1.20 10.1.1.10 dc12c50300000000",
                "good reply 0 0 10.1.1.10 10.1.1.20 dc12c50300000000");
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void tellsTheTimeToWhoHasItWrong() {
        exchange(
                100,
                "request 34 600 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50000abcdef",
                "good reply 133 0 10.1.1.10 10.1.1.20 dc12c56400abcdef");
    }

    @Test
    void deniesWhatItMustByName() {
        // x; a care-of address that is home; one that is ours; minimal; GRE; another agent; a broadcast.
        exchange(
                0,
                "request 35 600 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50000000001",
                "good reply 134 0 10.1.1.10 10.1.1.20 dc12c50000000001");
        exchange(
                1,
                "request 34 600 10.1.1.10 10.1.1.20 10.1.1.10 dc12c50100000000",
                "good reply 134 0 10.1.1.10 10.1.1.20 dc12c50100000000");
        exchange(
                2,
                "request 34 600 10.1.1.10 10.1.1.20 10.1.1.20 dc12c50200000000",
                "good reply 134 0 10.1.1.10 10.1.1.20 dc12c50200000000");
        exchange(
                3,
                "request 48 600 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50300000000",
                "good reply 139 0 10.1.1.10 10.1.1.20 dc12c50300000000");
        exchange(
                4,
                "request 40 600 10.1.1.10 10.1.1.20 10.1.2.15 dc12c50400000000",
                "good reply 139 0 10.1.1.10 10.1.1.20 dc12c50400000000");
        exchange(
                5,
                "request 34 600 10.1.1.10 10.1.1.21 10.1.2.15 dc12c50500000000",
                "good reply 136 0 10.1.1.10 10.1.1.20 dc12c50500000000");
        exchange(
                6,
                "request 34 600 10.1.1.10 10.1.1.255 10.1.2.15 dc12c50600000000",
                "good reply 136 0 10.1.1.10 10.1.1.20 dc12c50600000000");
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void servesANodeThroughItsForeignAgent() {
        String request = "request 2 600 10.1.1.10 10.1.1.20 192.0.2.1 dc12c50000000001";
        String unsigned = ask(FOREIGN_AGENT, 0, request, NODE);
        assertThat(run(List.of(unsigned), "read", NODE, AGENT))
                .containsExactly("good reply 132 0 10.1.1.10 10.1.1.20 dc12c50000000001");
        String signed = ask(FOREIGN_AGENT, 1, request, NODE, AGENT);
        assertThat(run(List.of(signed), "read", NODE, AGENT))
                .containsExactly("good reply 0 600 10.1.1.10 10.1.1.20 dc12c50000000001");
        assertThat(signed.substring(2 * 20)).as("MN-HA, then FA-HA").matches("2014.{40}2214.{40}");
    }

    @Test
    void servesAGuestByNonces() {
        String first = ask(CAFE, 0, "request 34 60 0.0.0.0 10.1.1.20 10.1.2.15 0000000000000001 " + ANNS_NAI, ANN);
        String denied = run(List.of(first), "read", ANN).get(0);
        assertThat(denied).matches("good reply 133 0 10.1.1.100 10.1.1.20 [0-9a-f]{8}00000001 " + ANNS_NAI);
        String nonce = denied.substring(denied.lastIndexOf("00000001 ") - 8).substring(0, 8);
        String second =
                ask(CAFE, 0, "request 34 60 0.0.0.0 10.1.1.20 10.1.2.15 " + nonce + "00000002 " + ANNS_NAI, ANN);
        assertThat(run(List.of(second), "read", ANN).get(0))
                .matches("good reply 0 60 10.1.1.100 10.1.1.20 [0-9a-f]{8}00000002 " + ANNS_NAI)
                .doesNotContain(" " + nonce);
    }

    private void exchange(int second, String request, String reply) {
        String answer = ask(CAFE, second, request, NODE);
        assertThat(run(List.of(answer), "read", NODE)).as(request).containsExactly(reply);
    }

    /** The hexadecimal digits of the reply. */
    private String ask(Ipv4 from, int second, String request, String... keys) {
        List<String> arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(List.of(keys));
        Octets octets = Octets.ofHex(
                run(List.of(request), arguments.toArray(String[]::new)).get(0));
        Event event =
                arrives(second, new Endpoint(from, 4434), new Endpoint(Village.AGENT, 434), Village.UPLINK, octets);
        return Village.sendIn(agent.handle(at(second), event)).octets().toString();
    }

    private static List<String> run(List<String> input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Python.program(), PROGRAM.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write((String.join("\n", input) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException missing) {
            return List.of();
        }
    }
}
