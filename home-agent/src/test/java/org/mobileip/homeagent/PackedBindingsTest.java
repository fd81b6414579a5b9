package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;

/** That what goes in comes out, where messages and names say an NAI, or begin as if they did. */
class PackedBindingsTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());
    private static final int REQUEST_SIZE = 24;
    private static final int REPLY_SIZE = 20;
    private static final int NAI = 131;
    private static final Octets VENDORS = Octets.ofHex("86 02 0000");

    private final Random random = new Random(SEED);
    private final PackedBindings packed = new PackedBindings();

    private Octets octets(int size) {
        return Octets.filled(size, random::nextBytes);
    }

    private Binding binding(int number, String name, Octets request, Octets reply) {
        return binding(number, name, request, reply, new Tick(number));
    }

    private Binding binding(int number, String name, Octets request, Octets reply, Tick since) {
        Ipv4 careOf = new Ipv4(random.nextInt());
        return new Binding(
                name,
                new Ipv4(number),
                careOf,
                new RequestFlags(0),
                Encapsulation.IPIP,
                Optional.empty(),
                new Lifetime(60),
                since,
                new Tick(number + 60_000_000_000L),
                new Identification(random.nextLong()),
                256,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Endpoint(careOf, 434),
                Village.AGENT,
                request,
                reply,
                Optional.empty());
    }

    private static Octets extension(Octets nai) {
        return Octets.of(new byte[] {(byte) NAI, (byte) nai.size()}).plus(nai);
    }

    private Octets nai(int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append("abyz09/@.".charAt(random.nextInt(9)));
        }
        return Octets.of(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(Octets nai) {
        return new String(nai.toArray(), StandardCharsets.US_ASCII);
    }

    /** RFC 2794 §2: in requests and in replies; of all lengths, and of few lengths many. */
    @Test
    void saysOfEachWhatWasSaidOfIt() {
        System.out.println("PackedBindingsTest: -Dmobileip.seed=" + SEED + " repeats this");
        Map<Integer, Binding> all = new HashMap<>();
        for (int i = 1; i < 5000; i++) {
            Octets nai = nai(1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 12));
            Octets other = nai(nai.size());
            String name =
                    switch (random.nextInt(6)) {
                        case 0 -> text(nai);
                        case 1 -> "guests/" + text(other);
                        case 2 -> "guestsx" + text(nai);
                        default -> "guests/" + text(nai);
                    };
            Octets inReply =
                    switch (random.nextInt(4)) {
                        case 0 -> Octets.EMPTY;
                        case 1 -> extension(other);
                        default -> extension(nai);
                    };
            Octets inRequest = random.nextInt(6) == 0 ? Octets.EMPTY : extension(nai);
            Binding binding = binding(
                    i,
                    name,
                    octets(REQUEST_SIZE).plus(inRequest).plus(VENDORS),
                    octets(REPLY_SIZE).plus(inReply).plus(VENDORS));
            all.put(packed.add(binding), binding);
        }
        assertThat(all).hasSize(4999);
        all.forEach((run, binding) -> assertThat(packed.get(run)).isEqualTo(binding));
    }

    /** The length of an NAI may be longer than what is there: nothing that was accepted, but it is kept as it is. */
    @Test
    void readsNothingBehindTheEndOfAMessage() {
        Octets cut = Octets.of(new byte[] {(byte) NAI, 9, 'a', '@', 'b'});
        Octets typeOnly = Octets.of(new byte[] {(byte) NAI});
        for (Octets end : List.of(cut, typeOnly, Octets.EMPTY, extension(Octets.EMPTY))) {
            for (Octets other : List.of(cut, typeOnly, Octets.EMPTY)) {
                Binding binding = binding(
                        7,
                        "guests/a@b",
                        octets(REQUEST_SIZE).plus(end),
                        octets(REPLY_SIZE).plus(other));
                assertThat(packed.get(packed.add(binding))).isEqualTo(binding);
            }
        }
    }

    /** A renewal is written where the binding was; that must not depend on who came first. */
    @Test
    void replacesABindingByOneWithAnotherNai() {
        Octets ann = extension(nai(11));
        Octets bob = extension(nai(11));
        Binding first = binding(
                1,
                "guests/12345678901",
                octets(REQUEST_SIZE).plus(ann),
                octets(REPLY_SIZE).plus(ann));
        int run = packed.add(first);
        for (int i = 0; i < 100; i++) {
            Octets said = i % 2 == 0 ? bob : ann;
            Binding next = binding(
                    1,
                    "guests/" + text(said.slice(2)),
                    octets(REQUEST_SIZE).plus(said),
                    octets(REPLY_SIZE).plus(said));
            int before = run;
            run = packed.replace(before, next) ? before : packed.add(next);
            assertThat(packed.get(run)).isEqualTo(next);
        }
    }

    private Binding ofRealm(int home, Ipv4 asksFor) {
        Octets nai = Octets.of("ann@example.net".getBytes(StandardCharsets.US_ASCII));
        Binding drawn = binding(home, "guests/ann@example.net", Octets.EMPTY, Octets.EMPTY);
        Octets request = Octets.ofHex("0100003c %08x 0a0a0001 %08x %016x"
                        .formatted(
                                asksFor.bits(),
                                drawn.careOf().bits(),
                                drawn.identification().bits()))
                .plus(extension(nai));
        Octets reply = Octets.ofHex("0300003c %08x 0a0a0001 %016x"
                        .formatted(drawn.home().bits(), drawn.identification().bits()))
                .plus(extension(nai));
        return new Binding(
                drawn.node(),
                drawn.home(),
                drawn.careOf(),
                drawn.flags(),
                drawn.encapsulation(),
                drawn.udp(),
                drawn.granted(),
                drawn.since(),
                drawn.ends(),
                drawn.identification(),
                drawn.spi(),
                drawn.networks(),
                drawn.service(),
                drawn.revocation(),
                drawn.registeredFrom(),
                drawn.registeredAt(),
                request,
                reply,
                drawn.multipath());
    }

    /** RFC 2794 §2: a node of a realm asks for any home address, and from then on for the one that it has. */
    @Test
    void whoRenewsWithTheHomeAddressThatItWasGivenTakesTheSameRoom() {
        for (boolean openComesFirst : List.of(true, false)) {
            PackedBindings all = new PackedBindings();
            Ipv4 home = new Ipv4(0x0a0a_0039);
            Binding open = ofRealm(home.bits(), Ipv4.UNSPECIFIED);
            Binding named = ofRealm(home.bits(), home);
            int run = all.add(openComesFirst ? open : named);
            for (Binding next : List.of(named, open, named)) {
                assertThat(all.replace(run, next)).isTrue();
                assertThat(all.get(run)).isEqualTo(next);
            }
        }
    }

    /** Most have come within a year of the beginning of the clock, but no clock says when that was. */
    @Test
    void knowsSinceWhenToTheNanosecond() {
        long most = (1L << 55) - 1;
        for (long since :
                new long[] {0, 1, -1, 256, most, most + 1, -most - 1, -most - 2, Long.MIN_VALUE, Long.MAX_VALUE}) {
            Binding binding =
                    binding(7, "laptop", octets(REQUEST_SIZE).plus(VENDORS), octets(REPLY_SIZE), new Tick(since));
            assertThat(packed.get(packed.add(binding))).isEqualTo(binding);
        }
    }
}
