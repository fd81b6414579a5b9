package org.mobileip.homeagent.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.mobileip.net.Octets;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * What it takes to register nodes that were never here, each once, at a rate that does not wait for replies; and by how many octets
 * the program grows with each binding. The nodes are those of one realm, and are given their home addresses. The first 100,000
 * are not timed: the program warms up with them. To be run as root in a network namespace of its own, see docs/performance.md.
 */
public final class FirstRegistrations {

    private static final int FEW = 100_000;
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Process agent;
    private final DatagramChannel channel;
    private final int bindings;
    private final int rate;
    private final int[] micros;

    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger denied = new AtomicInteger();

    private FirstRegistrations(Process agent, DatagramChannel channel, int bindings, int rate) {
        this.agent = agent;
        this.channel = channel;
        this.bindings = bindings;
        this.rate = rate;
        this.micros = new int[bindings];
    }

    /**
     * Starts a home agent that keeps nothing yet, and registers.
     *
     * @param arguments a directory, how many nodes, how many of them in a second, and options of {@code home-agent run}
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int bindings = Integer.parseInt(arguments[1]);
        Path state = Files.createTempDirectory(directory, "first-registrations-");
        Program.prepareAddresses();
        Path configuration = Program.configuration(directory, state, bindings);
        Process agent = new ProcessBuilder(
                        Program.command(configuration, List.of(arguments).subList(3, arguments.length)))
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(agent::destroyForcibly));
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(new InetSocketAddress(Program.PLACE.toString(), 0));
            channel.connect(new InetSocketAddress(Crowd.AGENT.toString(), ControlMessage.PORT));
            awaitReady(agent);
            new FirstRegistrations(agent, channel, bindings, Integer.parseInt(arguments[2])).measure();
        } finally {
            agent.destroyForcibly().waitFor();
            deleteAll(state);
        }
    }

    private static void awaitReady(Process agent) throws IOException {
        BufferedReader lines = agent.inputReader();
        String line = lines.readLine();
        while (line != null && !line.contains("READY")) {
            System.err.println(line);
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the home agent has ended");
        }
        Thread listener = new Thread(() -> lines.lines().forEach(System.err::println));
        listener.setDaemon(true);
        listener.start();
    }

    private void measure() throws Exception {
        Thread receiver = new Thread(this::receive, "replies");
        receiver.setDaemon(true);
        receiver.start();
        send(0, FEW);
        awaitReplies(FEW);
        int untimed = granted.get();
        double processors = Program.processorSeconds(agent);
        long few = Program.resident(agent);
        long start = System.nanoTime();
        send(FEW, bindings);
        awaitReplies(bindings);
        double seconds = (System.nanoTime() - start) / 1e9;
        int all = granted.get();
        int timed = all - untimed;
        double each = (Program.processorSeconds(agent) - processors) * 1e6 / timed;
        long many = Program.resident(agent);
        Arrays.sort(micros, untimed, all);
        System.out.println("BINDINGS | ASKED/S | GRANTED/S | NOT GRANTED | P50, P99, P99.9, MAX, ms | SERVER, us"
                + " | RESIDENT, MiB: AT 100,000, AT THE END | OCTETS A BINDING");
        System.out.println(String.format(
                Locale.ROOT,
                "%d | %d | %.0f | %d, %d denied | %s | %.1f | %d, %d | %d",
                all,
                rate,
                timed / seconds,
                bindings - all,
                denied.get(),
                percentiles(untimed, all),
                each,
                few >> 20,
                many >> 20,
                (many - few) / timed));
    }

    /** At the rate, whatever becomes of them: each says by its Identification when it was meant to leave. */
    private void send(int from, int to) throws IOException {
        Instant start = Instant.now();
        for (int number = from; number < to; number++) {
            Instant intended = start.plusNanos((number - from) * 1_000_000_000L / rate);
            long early = Instant.now().until(intended, ChronoUnit.NANOS);
            while (early > 0) {
                LockSupport.parkNanos(early);
                early = Instant.now().until(intended, ChronoUnit.NANOS);
            }
            Octets request = Crowd.request(number, true, intended);
            channel.write(ByteBuffer.wrap(request.toArray()));
        }
    }

    private void receive() {
        ByteBuffer room = ByteBuffer.allocate(2048);
        try {
            while (true) {
                channel.read(room.clear());
                RegistrationReply reply = RegistrationReply.decode(Octets.of(room.array(), 0, room.position()));
                if (reply.code().equals(ReplyCode.ACCEPTED)) {
                    Instant intended = reply.identification().toInstant();
                    micros[granted.get()] = (int) intended.until(Instant.now(), ChronoUnit.MICROS);
                    granted.incrementAndGet();
                } else {
                    denied.incrementAndGet();
                }
            }
        } catch (ClosedChannelException end) {
            return;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (MalformedMessageException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private void awaitReplies(int wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (granted.get() < wanted && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    private String percentiles(int from, int to) {
        int count = to - from;
        return String.format(
                Locale.ROOT,
                "%.2f, %.2f, %.2f, %.1f",
                micros[from + count / 2] / 1e3,
                micros[from + (int) (count * 0.99)] / 1e3,
                micros[from + (int) (count * 0.999)] / 1e3,
                micros[to - 1] / 1e3);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
