package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

@Timeout(20)
final class EventLoopTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");

    private final List<String> said = new ArrayList<>();
    private final EventLoop loop = new EventLoop(failure -> said.add("failed: " + failure.getMessage()));

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void runsTasksInTheirOrderAndStops() {
        loop.execute(() -> said.add("first"));
        loop.execute(() -> said.add("second"));
        loop.execute(loop::stop);

        loop.run(() -> Tick.NEVER, () -> said.add("deadline"));

        assertThat(said).containsExactly("first", "second");
    }

    @Test
    void wakesForATaskOfAnotherThread() throws InterruptedException {
        Thread other = new Thread(() -> loop.execute(loop::stop));
        other.start();

        loop.run(() -> Tick.NEVER, () -> said.add("deadline"));

        other.join();
        assertThat(said).isEmpty();
    }

    @Test
    void keepsADeadlineAndNeverComesEarly() {
        Tick deadline = loop.ticker().now().plus(Duration.ofMillis(3));
        List<Tick> came = new ArrayList<>();

        loop.run(() -> came.isEmpty() ? deadline : Tick.NEVER, () -> {
            came.add(loop.ticker().now());
            loop.stop();
        });

        assertThat(came).hasSize(1);
        assertThat(came.get(0)).isGreaterThanOrEqualTo(deadline);
    }

    @Test
    void takesADeadlineThatMovesForward() {
        List<Tick> deadlines = new ArrayList<>(List.of(loop.ticker().now().plus(Duration.ofHours(1))));
        loop.execute(() -> deadlines.set(0, loop.ticker().now()));

        loop.run(() -> deadlines.get(0), loop::stop);

        assertThat(deadlines.get(0).hasCome(loop.ticker().now())).isTrue();
    }

    @Test
    void goesOnAfterAnExceptionAndReportsIt() {
        loop.execute(() -> {
            throw new IllegalStateException("task");
        });
        loop.execute(loop::stop);

        loop.run(() -> Tick.NEVER, () -> said.add("deadline"));

        assertThat(said).containsExactly("failed: task");
    }

    @Test
    void callsTheHandlerOfASocketThatHasSomething() {
        try (UdpSocket socket = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN)) {
            loop.onReadable(socket.fd(), () -> {
                said.add(socket.receive().orElseThrow().payload().toString());
                loop.stop();
            });
            socket.send(LOOPBACK, socket.local(), OptionalInt.empty(), Octets.ofHex("c0ffee"));

            loop.run(() -> Tick.NEVER, () -> said.add("deadline"));
        }
        assertThat(said).containsExactly("c0ffee");
    }

    @Test
    void aHandlerMayRemoveAnother() {
        try (UdpSocket one = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
                UdpSocket other = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN)) {
            loop.onReadable(one.fd(), () -> {
                said.add("one");
                loop.remove(other.fd());
                loop.stop();
            });
            loop.onReadable(other.fd(), () -> {
                said.add("other");
                loop.remove(one.fd());
                loop.stop();
            });
            one.send(LOOPBACK, one.local(), OptionalInt.empty(), Octets.EMPTY);
            one.send(LOOPBACK, other.local(), OptionalInt.empty(), Octets.EMPTY);

            loop.run(() -> Tick.NEVER, () -> said.add("deadline"));
        }
        assertThat(said).containsExactly("one");
    }

    @Test
    void reportsADescriptorThatWasClosedUnderItAndForgetsIt() {
        UdpSocket socket = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
        loop.onReadable(socket.fd(), () -> said.add("never"));
        loop.execute(socket::close);
        loop.execute(() -> loop.execute(() -> loop.execute(loop::stop)));

        loop.run(() -> Tick.NEVER, () -> said.add("deadline"));

        assertThat(said).hasSize(1);
        assertThat(said.get(0)).startsWith("failed: UDP socket").endsWith("before it was removed from its loop");
    }
}
