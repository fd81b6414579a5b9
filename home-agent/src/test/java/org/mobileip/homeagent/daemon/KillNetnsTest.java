package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.send;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/**
 * F1, I2 and I3 with the whole daemon and a real disk: it is killed while it serves, again and again, and everything that it has
 * acknowledged is there afterwards. {@code -Dkills=1000} kills it more often, {@code -Dkills.seed} repeats a run.
 */
@Tag("netns")
class KillNetnsTest {

    private static final int NODES = 8;
    private static final int LEAST_KILLS = 2;
    private static final int MOST_KILLS = 30;
    private static final long LONGEST_NANOS = 4_000_000_000L;
    private static final int DENIED_AS_OLD = 133;

    @TempDir
    private Path directory = Path.of("");

    private final long seed = Long.getLong("kills.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Customer> customers = new TreeMap<>();

    /** A node, what it was told last, and what it has asked for since. */
    private static final class Customer {
        final PlainNode node;
        final List<Octets> overheard = new ArrayList<>();
        final Map<Long, String> asked = new HashMap<>();
        final List<String> sinceAcknowledged = new ArrayList<>();
        String acknowledged = "";
        long newest = Long.MIN_VALUE;

        Customer(String home, int spi) {
            node = new PlainNode(home, AGENT, spi, "1234567812345678");
        }

        /** The next request: a care-of address, or empty to deregister. */
        Octets next(String home, String careOf) {
            Octets request = careOf.isEmpty() ? node.request(home, 0) : node.request(careOf, 600);
            asked.put(request.i64(16), careOf);
            sinceAcknowledged.add(careOf);
            overheard.add(request);
            return request;
        }

        void answered(Octets reply) {
            assertThat(node.codeOf(reply)).isZero();
            acknowledged = Optional.ofNullable(asked.get(reply.i64(12))).orElseThrow();
            sinceAcknowledged.clear();
            newest = Math.max(newest, reply.i64(12));
        }

        /** What somebody may have overheard, from before what was acknowledged last. */
        List<Octets> older() {
            return overheard.stream()
                    .filter(request -> request.i64(16) < newest)
                    .toList();
        }

        boolean hasSomethingOld() {
            return !older().isEmpty();
        }
    }

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void hasEverythingBackThatItAcknowledgedBeforeItWasKilledAndBelievesNothingOld() throws IOException {
        int wanted = Integer.getInteger("kills", 0);
        long start = System.nanoTime();
        try (HomeLab lab = new HomeLab(directory)) {
            lab.write(nodes());
            int kills = 0;
            while (kills < LEAST_KILLS
                    || kills < wanted
                    || (kills < MOST_KILLS && !customers.values().stream().allMatch(Customer::hasSomethingOld))
                    || (wanted == 0 && System.nanoTime() - start < LONGEST_NANOS)) {
                lab.start();
                assertNothingForgotten(lab);
                serveUntilKilled(lab, 20 + random.nextInt(300));
                kills++;
            }
            lab.start();
            assertNothingForgotten(lab);
            assertNothingOldBelieved(lab);
            System.err.println("KillNetnsTest: " + kills + " kills, seed " + seed);
        }
    }

    private String nodes() {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < NODES; i++) {
            String home = "10.10.0." + (100 + i);
            customers.put(home, new Customer(home, 0x200 + i));
            tables.append("[[node]]\nname = \"node")
                    .append(i)
                    .append("\"\naddress = \"")
                    .append(home)
                    .append("\"\nspi = ");
            tables.append(0x200 + i).append("\nkey = \"laptop.key\"\n");
        }
        return tables.toString();
    }

    /** All ask at once, and again as soon as they have an answer, until the daemon is killed under them. */
    private void serveUntilKilled(HomeLab lab, int millis) throws IOException {
        Thread killer = new Thread(() -> {
            HomeLab.await("the time to kill", new After(millis)::isOver);
            lab.kill();
        });
        try (DatagramSocket socket = lab.socket(lab.internet, CAFE)) {
            socket.setSoTimeout(20);
            killer.start();
            customers.keySet().forEach(home -> ask(home, socket));
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            while (killer.isAlive()) {
                try {
                    socket.receive(packet);
                    Octets reply = Octets.of(packet.getData(), 0, packet.getLength());
                    String home = reply.ipv4(4).toString();
                    Optional.ofNullable(customers.get(home)).orElseThrow().answered(reply);
                    ask(home, socket);
                } catch (SocketTimeoutException nobody) {
                    // It is dead, or its disk is busy.
                }
            }
        }
    }

    private void ask(String home, DatagramSocket socket) {
        Customer customer = Optional.ofNullable(customers.get(home)).orElseThrow();
        String careOf = random.nextInt(6) == 0 ? "" : "192.0.2." + (100 + random.nextInt(100));
        send(socket, UPLINK, customer.next(home, careOf));
    }

    /** What was asked for last may have been committed and not answered: then it is that. */
    private void assertNothingForgotten(HomeLab lab) {
        Map<String, String> bound = new HashMap<>();
        for (Object row : (List<?>)
                Optional.ofNullable(lab.document("bindings").get("bindings")).orElseThrow()) {
            Map<?, ?> binding = (Map<?, ?>) row;
            bound.put(String.valueOf(binding.get("home_address")), String.valueOf(binding.get("care_of_address")));
        }
        customers.forEach((home, customer) -> {
            List<String> possible = new ArrayList<>(customer.sinceAcknowledged);
            possible.add(customer.acknowledged);
            assertThat(possible)
                    .as("%s with seed %d, acknowledged %s", home, seed, customer.acknowledged)
                    .contains(bound.getOrDefault(home, ""));
            customer.acknowledged = bound.getOrDefault(home, "");
            customer.sinceAcknowledged.clear();
        });
    }

    /** Nothing but the newest of each may be answered with anything but 133. */
    private void assertNothingOldBelieved(HomeLab lab) {
        try (DatagramSocket socket = lab.socket(lab.internet, CAFE)) {
            for (Customer customer : customers.values()) {
                List<Octets> older = customer.older();
                assertThat(older).isNotEmpty();
                for (Octets old : older.subList(Math.max(0, older.size() - 10), older.size())) {
                    assertThat(customer.node.codeOf(HomeLab.ask(socket, UPLINK, old)
                                    .orElseThrow()
                                    .octets()))
                            .isEqualTo(DENIED_AS_OLD);
                }
            }
        }
        assertNothingForgotten(lab);
    }

    /** A moment some milliseconds from now. */
    private record After(long nanos) {
        After(int millis) {
            this(System.nanoTime() + millis * 1_000_000L);
        }

        boolean isOver() {
            return System.nanoTime() >= nanos;
        }
    }
}
