package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostNetwork;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.wire.ControlMessage;

/**
 * What a binding takes of the memory, each part of a home agent by itself: the engine, which serves nodes that have home
 * addresses of their own or those of one realm; the forwarding table of the tun dataplane, and what is known of routes beside it. Each figure is measured
 * in a process of its own, which makes so many bindings, each with a care-of address of its own, and collects its garbage.
 */
public final class BindingMemory {

    private static final int FEW = 100_000;
    private static final int MANY = 1_000_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] PARTS = {"own", "realm", "tun", "all", "all-realm"};
    private static final String GROWTH = "growth";
    private static final String GROWTH_OF_REALM = "growth-realm";
    private static final int GROWN_TIMES = 3;

    /** They register 20,000 in a second: those that end in the same second are the fewer, too. */
    private static final long INTERVAL = 50_000;

    private static final int KIBI = 1024;

    private BindingMemory() {}

    /**
     * Measures.
     *
     * @param arguments nothing: all parts at both sizes; else a part, "growth" or "growth-realm", and a number of bindings
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            int bindings = Integer.parseInt(arguments[1]);
            if (arguments[0].equals(GROWTH)) {
                grow(all(bindings), bindings);
            } else if (arguments[0].equals(GROWTH_OF_REALM)) {
                grow(allOfRealm(bindings), bindings);
            } else {
                measure(arguments[0], bindings);
            }
            return;
        }
        System.out.println("resident octets a binding, as it grows from " + FEW + " to " + MANY + " of as many nodes,");
        System.out.println("of nodes with home addresses of their own, and of those of one realm:");
        for (int times = 0; times < GROWN_TIMES; times++) {
            long own = inAnotherProcess(GROWTH, MANY)[0];
            System.out.println(own + " " + inAnotherProcess(GROWTH_OF_REALM, MANY)[0]);
        }
        System.out.println("PART     HEAP/NODE  HEAP/BINDING  RSS/BINDING   octets, between " + FEW + " and " + MANY);
        for (String part : PARTS) {
            long[] few = inAnotherProcess(part, FEW);
            long[] many = inAnotherProcess(part, MANY);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-9s %8.0f  %12.0f  %11.0f",
                    part,
                    slope(few[0], many[0]),
                    slope(few[1], many[1]),
                    slope(few[2], many[2])));
        }
    }

    private static double slope(long few, long many) {
        return (many - few) / (double) (MANY - FEW);
    }

    private static long[] inAnotherProcess(String part, int bindings) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xms64m",
                        "-Xmn32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BindingMemory.class.getName(),
                        part,
                        Integer.toString(bindings))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(part + ": " + said);
        }
        String[] figures = said.trim().split(" ", -1);
        return new long[] {Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2])};
    }

    /**
     * Prints by how many octets a home agent grows with each binding, as one sees it from outside: nothing but what is resident, of one
     * process, which collects its garbage when it finds it necessary.
     */
    private static void grow(Part made, int bindings) throws IOException {
        heap();
        long few = 0;
        for (int i = 0; i < bindings; i++) {
            if (i == FEW) {
                few = resident();
            }
            made.bind(i);
        }
        System.out.println((resident() - few) / (bindings - FEW) + " " + few + " " + heap());
        if (made.size() != bindings) {
            throw new IllegalStateException(made.size() + " bindings");
        }
    }

    private static Part all(int bindings) {
        return new All(List.of(own(bindings), new Forwarding()));
    }

    private static Part allOfRealm(int bindings) {
        return new All(List.of(realm(bindings), new Forwarding()));
    }

    private static Part own(int bindings) {
        return new Engine(Crowd.agent(Crowd.ownNodes(bindings)), false);
    }

    private static Part realm(int bindings) {
        return new Engine(Crowd.agent(List.of(Crowd.realm(bindings))), true);
    }

    /** Prints the octets of the heap that the nodes take, those that the bindings take, and those of them that are resident. */
    private static void measure(String part, int bindings) throws IOException {
        long empty = heap();
        Part made =
                switch (part) {
                    case "own" -> own(bindings);
                    case "realm" -> realm(bindings);
                    case "tun" -> new Forwarding();
                    case "all" -> all(bindings);
                    case "all-realm" -> allOfRealm(bindings);
                    default -> throw new IllegalArgumentException(part);
                };
        long nodes = heap();
        long before = resident();
        for (int i = 0; i < bindings; i++) {
            made.bind(i);
        }
        long all = heap();
        System.out.println((nodes - empty) + " " + (all - nodes) + " " + (resident() - before));
        if (System.getenv("HISTOGRAM") != null) {
            histogram();
        }
        if (made.size() != bindings) {
            throw new IllegalStateException(made.size() + " bindings");
        }
    }

    private static void histogram() throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        Process jmap = new ProcessBuilder("jcmd", own, "GC.class_histogram").start();
        new String(jmap.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .limit(35)
                .forEach(System.err::println);
    }

    /** A part of a home agent. */
    private interface Part {
        void bind(int number);

        int size();
    }

    private record Engine(HomeAgent agent, boolean isOfRealm) implements Part {

        @Override
        public void bind(int number) {
            Instant timeOfDay = START.plusNanos(number * INTERVAL);
            Octets signed = Crowd.request(number, isOfRealm, timeOfDay);
            Endpoint from = new Endpoint(Crowd.careOf(number), ControlMessage.PORT);
            Endpoint to = new Endpoint(Crowd.AGENT, ControlMessage.PORT);
            agent.handle(
                    new Tick(number * INTERVAL), new Event.Received(new Datagram(from, to, 1, timeOfDay, signed)));
        }

        @Override
        public int size() {
            return agent.size();
        }
    }

    /** As in a home agent with tun. */
    private record All(List<Part> parts) implements Part {

        @Override
        public void bind(int number) {
            parts.forEach(part -> part.bind(number));
        }

        @Override
        public int size() {
            return parts.get(0).size();
        }
    }

    /** The tun dataplane's table, by way of what puts routes. */
    private static final class Forwarding implements Part {

        private final HomeAgentEnd end = new HomeAgentEnd(() -> new Tick(0), 1);
        private final Tunnels tunnels = new Tunnels(
                as(Dataplane.class, this::answer),
                as(HostNetwork.class, (method, values) -> null),
                Crowd.AGENT,
                true,
                OptionalInt.empty());

        @SuppressWarnings("unchecked")
        private @Nullable Object answer(String method, Object[] values) {
            return switch (method) {
                case "interfaceIndex" -> 7;
                case "path" -> end.path((Ipv4) values[0]);
                case "forward" -> end.forward(
                        (Ipv4) values[0], (Ipv4) values[1], (List<TunnelPath>) values[2], (List<Ipv4Prefix>) values[3]);
                default -> null;
            };
        }

        @Override
        public void bind(int number) {
            tunnels.forward(Crowd.home(number), List.of(TunnelPath.to(Crowd.careOf(number))), List.of());
        }

        @Override
        public int size() {
            return end.size();
        }
    }

    private static <T> T as(Class<T> what, BiFunction<String, Object[], @Nullable Object> answers) {
        return what.cast(Proxy.newProxyInstance(
                what.getClassLoader(),
                new Class<?>[] {what},
                (self, method, values) -> answers.apply(method.getName(), values)));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                * KIBI;
    }
}
