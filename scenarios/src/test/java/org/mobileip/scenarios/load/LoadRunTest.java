package org.mobileip.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.load.LoadRefusal.Kind;
import org.mobileip.scenarios.load.LoadResult.End;

/** Against a home agent that shares no code with us, on the loopback interface. */
@Timeout(60)
class LoadRunTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int NODES = 20;

    @TempDir
    private Path directory = Path.of("");

    private final Map<Integer, byte[]> keys = new HashMap<>();
    private final Population population = new Population(
            Ipv4Prefix.parse("10.0.0.0/16"), NODES, 0x101, AuthenticationAlgorithm.HMAC_MD5, Optional.empty());

    /** As whoever configures a home agent has them: from the files. */
    @BeforeEach
    void readKeys() throws IOException {
        new AgentFiles(directory, population, Optional.empty()).write(LOOPBACK);
        for (int node = 0; node < NODES; node++) {
            String line = Files.readString(directory.resolve(String.format("keys/load-%06d.key", node)));
            keys.put(0x0a000100 + node, HexFormat.of().parseHex(line.strip().substring("hex:".length())));
        }
    }

    private LoadRun run(int port, double from, double to, double forged) {
        Plan plan = new Plan(
                Optional.of(new Endpoint(LOOPBACK, port)),
                OptionalLong.of(ProcessHandle.current().pid()),
                Optional.of(LOOPBACK),
                Optional.empty(),
                population,
                Optional.empty(),
                600,
                from,
                to,
                2,
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                forged,
                false);
        return new LoadRun(plan, new LoadRun.Listener() {
            @Override
            public void doing(String what) {
                // Nobody watches.
            }

            @Override
            public void step(Step step) {
                // The result has it.
            }
        });
    }

    @Test
    void registersEveryNodeWithItsOwnKeyAndTimesThatRise() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            LoadResult result = run(agent.port(), 100, 400, 0).play();

            assertThat(result.end()).isEqualTo(End.WHOLE);
            assertThat(result.steps()).extracting(Step::rate).containsExactly(100.0, 200.0, 400.0);
            assertThat(result.steps()).extracting(Step::wanted).containsExactly(30, 60, 120);
            assertThat(result.steps()).allSatisfy(step -> assertThat(step.accepted())
                    .isEqualTo(step.wanted())
                    .isEqualTo((int) step.latency().getTotalCount()));
            assertThat(result.steps()).allSatisfy(step -> assertThat(step.wronglySigned() + step.strange())
                    .isZero());
            assertThat(agent.complaint()).isEmpty();
            assertThat(agent.nodes()).isEqualTo(NODES);
            assertThat(agent.wrong()).isZero();
            assertThat(agent.firstAhead()).isBetween(-2.0, 2.0);
        }
    }

    @Test
    void endsWhereMoreThanTwoAndAHalfPercentAreLost() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            agent.answerOnly(number -> number < 1 || number % 20 != 0);
            LoadResult result = run(agent.port(), 100, 1000, 0).play();
            assertThat(result.end()).isEqualTo(End.LIMIT);
            assertThat(result.steps()).hasSize(1);
            assertThat(result.steps().get(0).lost()).isBetween(0.03, 0.07);
            assertThat(result.best()).isEmpty();
        }
    }

    @Test
    void countsDenialsByTheirCodes() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            agent.answerWith(number -> number > 0 && number % 2 == 0 ? 130 : 0);
            LoadResult result = run(agent.port(), 100, 1000, 0).play();
            assertThat(result.end()).isEqualTo(End.DENIED);
            assertThat(result.steps().get(0).denied()).containsOnlyKeys(130);
            assertThat(result.steps().get(0).lost()).isZero();
            assertThat(result.steps().get(0).accepted()).isEqualTo(15);
        }
    }

    @Test
    void forgedRequestsHaveWrongAuthenticatorsAndAreNotCounted() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            LoadResult result = run(agent.port(), 100, 100, 500).play();
            while (agent.wrong() < 250) { // Some may still be in its socket.
                Thread.onSpinWait();
            }
            assertThat(agent.wrong()).as("100 of them while it warmed up").isEqualTo(250);
            assertThat(result.steps().get(0).forged()).isEqualTo(150);
            assertThat(result.steps().get(0).lost()).isZero();
            assertThat(agent.complaint()).isEmpty();
        }
    }

    @Test
    void aReplyWithAWrongAuthenticatorIsNoGrant() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            agent.signBadly();
            assertThatThrownBy(() -> run(agent.port(), 100, 100, 0).play())
                    .isInstanceOfSatisfying(LoadRefusal.class, refused -> assertThat(refused.kind())
                            .isEqualTo(Kind.NONSENSE))
                    .hasMessageContaining("not signed");
        }
    }

    @Test
    void saysWhenTheHomeAgentDenies() throws Exception {
        try (PlainAgent agent = new PlainAgent(keys)) {
            agent.answerWith(number -> 129);
            assertThatThrownBy(() -> run(agent.port(), 100, 100, 0).play())
                    .isInstanceOfSatisfying(LoadRefusal.class, refused -> assertThat(refused.kind())
                            .isEqualTo(Kind.DENIED))
                    .hasMessageContaining("129")
                    .hasMessageContaining("load-000000 (10.0.1.0)");
        }
    }

    @Test
    void tellsSilenceFromAPortThatNobodyHas() throws Exception {
        try (PlainAgent agent = new PlainAgent(Map.of())) {
            assertThatThrownBy(() -> run(agent.port(), 100, 100, 0).play())
                    .isInstanceOfSatisfying(LoadRefusal.class, refused -> assertThat(refused.kind())
                            .isEqualTo(Kind.SILENT))
                    .hasMessageContaining("its SPI or its key");
        }
        int nobodys;
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            nobodys = taken.getLocalPort();
        }
        assertThatThrownBy(() -> run(nobodys, 100, 100, 0).play())
                .isInstanceOfSatisfying(
                        LoadRefusal.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.CLOSED));
    }

    @Test
    void knowsItsOwnLimitFromAnEcho() throws Exception {
        try (Echo echo = new Echo(new Endpoint(LOOPBACK, 0));
                Generator generator = new Generator(
                        Generator.socket(new Endpoint(LOOPBACK, 0)),
                        echo.local(),
                        population,
                        new Requests(population, LOOPBACK, LOOPBACK, 600),
                        java.util.List.of(LOOPBACK),
                        OptionalLong::empty)) {
            Step step = generator.run(1000, 0, Duration.ofMillis(200), () -> false);
            assertThat(step.accepted()).isEqualTo(200);
            assertThat(step.wronglySigned()).isPositive(); // An echo has no keys.
            assertThat(step.serverMicros()).isNaN();
        }
    }
}
