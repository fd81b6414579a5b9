package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * How long a home agent with many bindings is away when it is killed and started again: from exec to the first reply that is right,
 * to the moment when datagrams to nodes all over its table come out of their tunnels, and to the one when all bindings are made
 * again; with the processor time it has taken by then. To be run as root in a network namespace of its own, see
 * docs/performance.md.
 */
public final class RestartTime {

    private static final int BATCH = 1000;

    private static final int MOST_MILLIS = 300_000;
    private static final int BETWEEN_REQUESTS_MILLIS = 10;
    private static final int PRACTICE_MILLIS = 4000;

    private RestartTime() {}

    /**
     * Writes a store where there is none yet, and starts a home agent from it.
     *
     * @param arguments a directory, a number of bindings, and options of {@code home-agent run}
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int bindings = Integer.parseInt(arguments[1]);
        Path state = directory.resolve("state-" + bindings);
        if (!Files.exists(state)) {
            write(state, bindings);
        }
        Program.prepareAddresses();
        Sentries.makeLink();
        Path configuration = Program.configuration(directory, state, bindings);
        measure(Program.command(configuration, List.of(arguments).subList(2, arguments.length)), bindings);
    }

    private static void measure(List<String> command, int bindings) throws Exception {
        Sentries sentries = Sentries.among(bindings);
        practise(bindings);
        long start = System.nanoTime();
        Process agent = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(agent::destroyForcibly));
        Output output = new Output(agent, start);
        CompletableFuture<String> forwarded = CompletableFuture.supplyAsync(() -> {
            sentries.awaitAll(MOST_MILLIS);
            return at(start, agent);
        });
        ask(start, bindings - 1);
        String answered = at(start, agent);
        String all = forwarded.get();
        String resumed = System.getenv("BRIEF") == null ? output.await("state-resumed") : "not waited for";
        List<String> row = List.of(Integer.toString(bindings), answered, all, output.await("READY"), resumed);
        System.out.println("BINDINGS | FIRST REPLY | ALL FORWARDED | READY | ALL MADE AGAIN (seconds; processor; resident MiB)");
        System.out.println(String.join(" | ", row));
        if (System.getenv("HOLD") != null) {
            Thread.sleep(Long.parseLong(System.getenv("HOLD")));
        }
        agent.destroyForcibly().waitFor();
        sentries.close();
    }

    /** So that what compiles this program does not take from the home agent the processor that it starts with. */
    private static void practise(int bindings) {
        long end = System.nanoTime() + PRACTICE_MILLIS * 1_000_000L;
        int number = 0;
        while (System.nanoTime() < end) {
            Crowd.renewal(number, true, Instant.now()).toArray();
            number = (number + 1) % bindings;
        }
    }

    /** What the program prints, and when it did. */
    private static final class Output {

        private final Map<String, CompletableFuture<String>> awaited =
                Map.of("READY", new CompletableFuture<>(), "state-resumed", new CompletableFuture<>());

        Output(Process agent, long start) {
            Thread listener = new Thread(() -> agent.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                System.out.println(String.format(Locale.ROOT, "%7.3f s  %s", seconds(start), line));
                awaited.forEach((word, when) -> {
                    if (line.contains(word)) {
                        when.complete(at(start, agent));
                    }
                });
            }));
            listener.setDaemon(true);
            listener.start();
        }

        String await(String word) throws Exception {
            return Objects.requireNonNull(awaited.get(word), word).get(MOST_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The hundredths of seconds that each thread has had a processor for, those with more than a few. */
    private static String threads(long process) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
            return tasks.map(RestartTime::thread).filter(line -> !line.isEmpty()).collect(Collectors.joining(", "));
        }
    }

    private static String thread(Path task) {
        try {
            String[] fields = Files.readString(task.resolve("stat")).replaceFirst(".*\\) ", "").split(" ", -1);
            long ticks = Long.parseLong(fields[Program.USER_TICKS]) + Long.parseLong(fields[Program.USER_TICKS + 1]);
            return ticks < 5 ? "" : Files.readString(task.resolve("comm")).strip() + " " + ticks;
        } catch (IOException hasEnded) {
            return "";
        }
    }

    /** Seconds since then, those that processors have spent on the process, and how much of it is resident. */
    private static String at(long start, Process process) {
        try {
            if (System.getenv("THREADS") != null) {
                System.out.println(String.format(Locale.ROOT, "%7.3f s  %s", seconds(start), threads(process.pid())));
            }
            return String.format(
                    Locale.ROOT,
                    "%.2f; %.2f; %d",
                    seconds(start),
                    Program.processorSeconds(process),
                    Program.resident(process) >> 20);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Asks until the right answer comes. */
    private static void ask(long start, int number) throws Exception {
        byte[] room = new byte[2048];
        DatagramPacket answer = new DatagramPacket(room, room.length);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(Program.PLACE.toString(), 0))) {
            socket.setSoTimeout(BETWEEN_REQUESTS_MILLIS);
            while (seconds(start) * 1000 < MOST_MILLIS) {
                byte[] request = Crowd.renewal(number, true, Instant.now()).toArray();
                socket.send(new DatagramPacket(
                        request, request.length, InetAddress.getByName(Crowd.AGENT.toString()), ControlMessage.PORT));
                try {
                    socket.receive(answer);
                    if (isRight(Octets.of(answer.getData(), 0, answer.getLength()), number)) {
                        return;
                    }
                } catch (SocketTimeoutException notYet) {
                    // Asked again.
                } catch (PortUnreachableException notYet) {
                    Thread.sleep(BETWEEN_REQUESTS_MILLIS); // and does not take from the home agent the processor that it starts with
                }
            }
        }
        throw new IOException("no answer");
    }

    /** Requests that have waited for too long are answered with the time, which is not what is waited for here. */
    private static boolean isRight(Octets answer, int number) throws Exception {
        RegistrationReply reply = RegistrationReply.decode(answer);
        AuthenticationExtension authenticator =
                AuthenticationExtension.allOf(reply.extensions()).get(0);
        if (!Crowd.association(0).verifies(answer, authenticator)) {
            throw new IOException("a wrong answer: " + reply);
        }
        return reply.code().equals(ReplyCode.ACCEPTED) && reply.homeAddress().equals(Crowd.home(number));
    }

    private static void write(Path state, int bindings) throws Exception {
        HomeAgent agent = Crowd.agent(List.of(Crowd.realm(bindings)));
        CountDownLatch done = new CountDownLatch((bindings + BATCH - 1) / BATCH);
        FileStore.Watcher watcher = new FileStore.Watcher() {
            @Override
            public void storeIs(StoreState is, String why) {
                System.err.println(is + ": " + why);
            }

            @Override
            public void troubled(String event, Throwable cause) {
                throw new AssertionError(event, cause);
            }
        };
        Instant timeOfDay = Instant.now();
        try (FileStore store =
                FileStore.open(Files.createDirectories(state), FileStore.Options.usual(() -> {}), Runnable::run, watcher)) {
            List<Change> batch = new ArrayList<>();
            for (int number = 0; number < bindings; number++) {
                batch.addAll(changes(agent, number, timeOfDay.plusNanos(number)));
                if (batch.size() >= 2 * BATCH || number == bindings - 1) {
                    store.append(List.copyOf(batch), done::countDown);
                    batch.clear();
                }
            }
            done.await();
        }
    }

    private static List<Change> changes(HomeAgent agent, int number, Instant timeOfDay) {
        Octets request = Crowd.request(number, true, timeOfDay);
        Datagram datagram = new Datagram(
                new Endpoint(Program.PLACE, ControlMessage.PORT),
                new Endpoint(Crowd.AGENT, ControlMessage.PORT),
                1,
                timeOfDay,
                request);
        return agent.handle(new Tick(number), new Event.Received(datagram)).stream()
                .filter(Effect.Remember.class::isInstance)
                .flatMap(effect -> ((Effect.Remember) effect).changes().stream())
                .toList();
    }
}
