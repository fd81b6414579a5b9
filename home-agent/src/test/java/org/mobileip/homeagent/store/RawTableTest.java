package org.mobileip.homeagent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

class RawTableTest {

    private static final long SALT = 4711;
    private static final NetworkAccessIdentifier ANN = NetworkAccessIdentifier.of("ann@example.org");

    private final Random random = new Random(3);

    /** With room for some of what comes, and not for all. */
    private final RawTable table = new RawTable(10_000);

    private static Ipv4 address(int last) {
        return new Ipv4(0x0a0a0000 + last);
    }

    private KeptBinding binding(int home, int careOf) {
        byte[] request = new byte[random.nextInt(60)];
        random.nextBytes(request);
        Endpoint somewhere = new Endpoint(address(1), 434);
        return new KeptBinding(
                address(home),
                address(careOf),
                Instant.ofEpochMilli(random.nextInt()),
                Instant.ofEpochMilli(random.nextInt()),
                new Lifetime(random.nextInt(600)),
                somewhere,
                somewhere,
                Octets.of(request),
                Octets.ofHex("03"),
                random.nextBoolean() ? Optional.empty() : Optional.of(ANN));
    }

    private static NodeIdentity node(int number) {
        return number % 2 == 0
                ? new NodeIdentity.OfAddress(address(number))
                : new NodeIdentity.OfNai(NetworkAccessIdentifier.of("node" + number + "@example.org"));
    }

    @Test
    void keepsTheLastThingSaidAboutEachBindingAndTheNewestIdentificationOfEachNode() throws Exception {
        Map<String, KeptBinding> bindings = new HashMap<>();
        Map<NodeIdentity, Identification> newest = new HashMap<>();
        Map<Integer, Octets> flows = new HashMap<>();
        for (long index = 1; index <= 400; index++) {
            List<Change> changes = new ArrayList<>();
            for (int left = random.nextInt(8); left >= 0; left--) {
                int home = random.nextInt(12);
                int careOf = 100 + random.nextInt(3);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        changes.add(new Change.Unbound(address(home), address(careOf)));
                        bindings.remove(home + " " + careOf);
                    }
                    case 1 -> {
                        // Times of our days have the highest bit set, those after 2036 do not: they are later.
                        Identification next = new Identification(random.nextLong());
                        changes.add(new Change.Newest(node(home), next));
                        newest.merge(node(home), next, (one, other) -> one.bits() > other.bits() ? one : other);
                    }
                    case 2 -> {
                        Octets extensions = Octets.of(new byte[random.nextInt(2) * (1 + random.nextInt(20))]);
                        changes.add(new Change.Flows(address(home), extensions));
                        flows.put(home, extensions);
                        flows.values().removeIf(Octets::isEmpty);
                    }
                    default -> {
                        KeptBinding bound = binding(home, careOf);
                        changes.add(new Change.Bound(bound));
                        bindings.put(home + " " + careOf, bound);
                    }
                }
            }
            ByteBuffer octets = Frame.encode(SALT, index, changes);
            assertThat(table.take(Frame.at(SALT, octets, 0).orElseThrow())).isTrue();
        }
        assertThat(table.index()).isEqualTo(400);
        ByteBuffer picture = Frame.encodeRaw(SALT, 400, changes(table));
        Batch whole = Frame.at(SALT, picture, 0).orElseThrow().batch();
        Set<Change> expected = new HashSet<>();
        bindings.values().forEach(each -> expected.add(new Change.Bound(each)));
        flows.forEach((home, extensions) -> expected.add(new Change.Flows(address(home), extensions)));
        newest.forEach((who, identification) -> expected.add(new Change.Newest(who, identification)));
        assertThat(whole.changes()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** RFC 5944 §3.3 has 24 octets in front of extensions; of these, 32 is the Mobile-Home authentication, 131 an NAI. */
    @Test
    void saysAtAGlanceWhatTheWholeBindingSays() throws Exception {
        String fixed = "01 a2" + "00".repeat(22);
        String signature = "20 14" + "00".repeat(20);
        List<String> requests = List.of(
                fixed + signature, fixed + "83 03 61 40 62" + signature, fixed + "c8 00" + signature, fixed, "01");
        List<Change> changes = new ArrayList<>();
        for (String request : requests) {
            KeptBinding some = binding(changes.size(), 100);
            Lifetime granted = changes.isEmpty() ? Lifetime.INFINITE : some.granted();
            changes.add(new Change.Bound(new KeptBinding(
                    some.home(),
                    some.careOf(),
                    some.since(),
                    some.accepted(),
                    granted,
                    some.from(),
                    some.to(),
                    Octets.ofHex(request),
                    some.reply(),
                    changes.size() % 2 == 0 ? Optional.empty() : Optional.of(ANN))));
        }
        table.take(Frame.at(SALT, Frame.encode(SALT, 1, changes), 0).orElseThrow());
        KeptBindings bindings = table.contents().bindings();
        for (int number = 0; number < requests.size(); number++) {
            KeptBinding whole = ((Change.Bound) changes.get(number)).binding();
            assertThat(bindings.glance(number)).as(requests.get(number)).isEqualTo(whole.glance());
            assertThat(bindings.glance(number).home()).isEqualTo(whole.home());
            assertThat(bindings.glance(number).careOf()).isEqualTo(whole.careOf());
            assertThat(bindings.glance(number).isPlain())
                    .as(requests.get(number))
                    .isEqualTo(number < 2);
        }
        assertThat(bindings.glance(0).ends()).isEqualTo(Long.MAX_VALUE);
        assertThat(bindings.glance(0).flags().bits()).isEqualTo(0xa2);
        KeptBinding second = ((Change.Bound) changes.get(1)).binding();
        assertThat(bindings.glance(1).ends())
                .isEqualTo(second.accepted()
                        .plusSeconds(second.granted().seconds())
                        .toEpochMilli());
    }

    @Test
    void writesFlowsAsTheirHomeAddressAndTheirExtensions() throws Exception {
        Change flows = new Change.Flows(Ipv4.parse("10.10.0.57"), Octets.ofHex("9a02 0008 01 01 01 01 00000000"));
        ByteBuffer octets = ByteBuffer.allocate(ChangeCodec.size(flows));
        ChangeCodec.put(flows, octets);
        assertThat(Octets.of(octets.flip()))
                .isEqualTo(Octets.ofHex("04 00000014 0a0a0039 00000000 9a02 0008 01 01 01 01 00000000"));
        assertThat(ChangeCodec.readAll(octets.rewind())).containsExactly(flows);
    }

    /** Its request is four octets here, its reply two, and what it does not say are the five of {@code a@b.c}. */
    @Test
    void writesTheNaiOfANodeWhoseRequestDoesNotSayItBetweenReplyAndRequest() throws Exception {
        Endpoint from = new Endpoint(Ipv4.parse("192.0.2.7"), 49153);
        Endpoint to = new Endpoint(Ipv4.parse("10.10.0.1"), 434);
        Change bound = new Change.Bound(new KeptBinding(
                Ipv4.parse("10.10.0.57"),
                Ipv4.parse("192.0.2.9"),
                Instant.ofEpochMilli(258),
                Instant.ofEpochMilli(515),
                new Lifetime(600),
                from,
                to,
                Octets.ofHex("01a20258"),
                Octets.ofHex("0300"),
                Optional.of(NetworkAccessIdentifier.of("a@b.c"))));
        ByteBuffer octets = ChangeCodec.encode(bound);
        assertThat(Octets.of(octets.duplicate()))
                .isEqualTo(Octets.ofHex("05 00000034 0a0a0039 c0000209 0000000000000102 0000000000000203 0258"
                        + "c0000207 c001 0a0a0001 01b2 0002 0300 05 6140622e63 01a20258"));
        assertThat(ChangeCodec.readBinding(octets)).isEqualTo(((Change.Bound) bound).binding());
        assertThat(ChangeCodec.readAll(octets)).containsExactly(bound);
    }

    @Test
    void refusesWhatThisVersionDoesNotWrite() {
        String bound = "0a0a0001 0a0a0002 0000000000000000 0000000000000000 0258 0a0a0002 01b2 0a0a0001 01b2";
        for (String octets : List.of(
                "06 00000008 0000000000000000",
                "05 00000008 0000000000000000",
                "05 00000028" + bound + "0000",
                "05 00000029" + bound + "0000 00",
                "05 0000002b" + bound + "0000 03 6140",
                "05 0000002b" + bound + "0003 02 6140",
                "01 00000009 0000000000000000",
                "01 0000000d 0000000000000001 03 0a0a0001",
                "01 0000000e 0000000000000001 01 0a0a0001 00",
                "02 00000028 0a0a0001 0a0a0002 0000000000000000 0000000000000000 0258 0a0a0002 01b2 0a0a0001 01b2 0001",
                "02 000000",
                "00")) {
            ByteBuffer changes = Octets.ofHex(octets).toBuffer();
            assertThatThrownBy(() -> table.take(new Frame(1, changes, 0, changes.limit())))
                    .as(octets)
                    .isInstanceOf(UnreadableException.class);
        }
    }

    private static List<ByteBuffer> changes(RawTable table) throws IOException {
        List<ByteBuffer> changes = new ArrayList<>();
        table.forEachChange(changes::add);
        return changes;
    }
}
