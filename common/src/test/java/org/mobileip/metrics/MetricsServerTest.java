package org.mobileip.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.config.Metrics;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** By HTTP on loopback, asked by the JDK's own client. */
class MetricsServerTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private int port;

    @BeforeEach
    void findAPort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Metrics at(Ipv4 address) {
        return new Metrics(new Endpoint(address, port), "home-agent.toml:28:10");
    }

    private MetricsServer start(Executor loop) throws IOException {
        Consumer<Exposition> eight = exposition -> exposition.counter("mobileip_mn_handovers_total", "All.", 8);
        MetricsServer server = MetricsServer.start(Optional.of(at(LOOPBACK)), loop, () -> eight);
        opened.add(server);
        return server;
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoeverAsksIsToldWhatTheLoopCopied() throws Exception {
        start(Runnable::run);
        HttpResponse<String> told = ask("GET", "/metrics");
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(told.body()).isEqualTo("""
                # TYPE mobileip_mn_handovers counter
                # HELP mobileip_mn_handovers All.
                mobileip_mn_handovers_total 8.0
                # EOF
                """);
        HttpResponse<String> head = ask("HEAD", "/metrics");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void whatIsWrongInTheDaemonIsToldAndDoesNotEndThePage() throws Exception {
        boolean[] isWrong = {true};
        opened.add(MetricsServer.start(Optional.of(at(LOOPBACK)), Runnable::run, () -> exposition -> {
            if (isWrong[0]) {
                throw new IllegalStateException("not so");
            }
        }));
        HttpResponse<String> refused = ask("GET", "/metrics");
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains("not so");
        isWrong[0] = false;
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void thoseWhoSayHalfARequestKeepNobodyElseWaiting() throws Exception {
        start(Runnable::run);
        for (int i = 0; i < 7; i++) {
            Socket slow = new Socket(InetAddress.getLoopbackAddress(), port);
            opened.add(slow);
            slow.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
        }
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void anAddressThatCannotBeHadIsNamedWithItsPlaceAndWhatHelps() throws Exception {
        start(Runnable::run);
        assertThatThrownBy(() -> start(Runnable::run))
                .isInstanceOf(IOException.class)
                .hasMessage("home-agent.toml:28:10: error: cannot serve metrics at 127.0.0.1:" + port
                        + ": Address already in use\n  hint: this shows who has it: ss -ltnp 'sport = :" + port + "'");
        assertThatThrownBy(() ->
                        MetricsServer.start(Optional.of(at(Ipv4.parse("192.0.2.9"))), Runnable::run, () -> it -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("home-agent.toml:28:10: error: cannot serve metrics at 192.0.2.9:" + port)
                .hasMessageContaining("it is none of this machine");
    }

    @Test
    void theAddressIsFreeWhenItIsClosed() throws Exception {
        start(Runnable::run).close();
        start(Runnable::run);
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAnAddressNothingIsAsked() throws Exception {
        opened.add(MetricsServer.start(Optional.empty(), Runnable::run, () -> {
            throw new AssertionError("nobody may ask");
        }));
    }
}
