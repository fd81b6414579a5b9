package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.UdpEnd;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MultipathExtension;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;

/** The table beside lists in a {@link HashMap}, which say what RFC 5944 §3.8.2.2 says: whatever is done, both say the same. */
class BindingTableLawsTest {

    private static final int HOMES = 40;
    private static final int PLACES = 5;

    /** What the table must say. */
    private static final class Model {

        private final Map<Ipv4, List<Binding>> byHome = new HashMap<>();

        List<Binding> of(Ipv4 home) {
            return byHome.getOrDefault(home, List.of());
        }

        void put(Binding binding, boolean keepsOthers) {
            List<Binding> now = new ArrayList<>();
            boolean isThere = false;
            for (Binding each : of(binding.home())) {
                boolean isSame = each.careOf().equals(binding.careOf());
                isThere |= isSame;
                if (isSame || keepsOthers) {
                    now.add(isSame ? binding : each.withNetworks(binding.networks()));
                }
            }
            if (!isThere) {
                now.add(binding);
            }
            byHome.put(binding.home(), now);
        }

        void remove(Ipv4 home, Ipv4 careOf) {
            List<Binding> left = new ArrayList<>(of(home));
            left.removeIf(each -> each.careOf().equals(careOf));
            byHome.put(home, left);
        }

        List<Binding> all() {
            return byHome.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
        }
    }

    private final Random random = new Random(2003);

    private Octets octets(int most) {
        byte[] octets = new byte[random.nextInt(most + 1)];
        random.nextBytes(octets);
        return Octets.of(octets);
    }

    /** As most are: the same but for a few octets. */
    private Octets message(int most) {
        if (random.nextInt(3) == 0) {
            return octets(random.nextInt(20) == 0 ? 5000 : most);
        }
        byte[] octets = new byte[most];
        octets[random.nextInt(most)] = (byte) random.nextInt();
        return Octets.of(octets);
    }

    private Ipv4 home() {
        return new Ipv4(0x0a010100 + random.nextInt(HOMES));
    }

    private Ipv4 place() {
        return new Ipv4(0xc0000200 + random.nextInt(PLACES));
    }

    private boolean chance() {
        return random.nextInt(4) == 0;
    }

    private <T> Optional<T> perhaps(T value) {
        return chance() ? Optional.of(value) : Optional.empty();
    }

    private Optional<UdpTunnelling.Granted> udp(Endpoint from) {
        UdpEnd end = chance() ? UdpEnd.halfBound() : UdpEnd.at(from.port());
        Ipv4 address = chance() ? place() : from.address();
        return perhaps(new UdpTunnelling.Granted(chance(), Encapsulation.IPIP, address, end, chance(), chance()));
    }

    private Binding binding(int step) {
        Ipv4 home = home();
        Endpoint from = new Endpoint(place(), chance() ? 1 + random.nextInt(65_535) : 434);
        List<Ipv4Prefix> networks = chance() ? List.of(new Ipv4Prefix(new Ipv4(home.bits() << 8), 24)) : List.of();
        return new Binding(
                "nøde-" + home + (chance() ? "x".repeat(random.nextInt(400)) : ""),
                home,
                place(),
                new RequestFlags(random.nextInt(256)),
                Encapsulation.IPIP,
                udp(from),
                new Lifetime(random.nextInt(65_536)),
                new Tick(random.nextLong()),
                chance() ? Tick.NEVER : new Tick(step + random.nextInt(300)),
                new Identification(random.nextLong()),
                256 + random.nextInt(3),
                networks,
                perhaps(ServiceSelection.of("voice")),
                perhaps(new RevocationTerms(
                        Kind.MOBILE_HOME, Village.ASSOCIATION, chance(), step, step + 1, new Tick(step))),
                from,
                Village.AGENT,
                message(46),
                message(42),
                perhaps(new MultipathExtension(3, 1, 1 + random.nextInt(254), false, false)));
    }

    @TestFactory
    Stream<DynamicTest> saysWhatListsInAMapSay() {
        return IntStream.range(0, 5).mapToObj(round -> DynamicTest.dynamicTest("round " + round, this::play));
    }

    private void play() {
        BindingTable table = new BindingTable();
        Model model = new Model();
        for (int step = 0; step < 4000; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    Ipv4 home = home();
                    Ipv4 careOf = place();
                    table.remove(home, careOf);
                    model.remove(home, careOf);
                }
                case 1 -> {
                    Ipv4 home = home();
                    table.removeAll(home);
                    model.byHome.remove(home);
                }
                case 2 -> expire(table, model, new Tick(step));
                default -> {
                    Binding binding = binding(step);
                    boolean keepsOthers = random.nextInt(3) == 0;
                    table.put(binding, keepsOthers);
                    model.put(binding, keepsOthers);
                }
            }
            compare(table, model);
        }
        assertThat(table.all()).isEqualTo(model.all());
        expire(table, model, new Tick(Tick.NEVER.nanos() - 1));
        assertThat(table.all()).isEqualTo(model.all()).allMatch(each -> each.ends()
                .equals(Tick.NEVER));
    }

    private static void expire(BindingTable table, Model model, Tick now) {
        List<Binding> due =
                model.all().stream().filter(each -> each.ends().hasCome(now)).toList();
        List<Binding> expired = table.takeExpired(now);
        due.forEach(each -> model.remove(each.home(), each.careOf()));
        assertThat(expired.stream().map(BindingTableLawsTest::ofWhom).toList())
                .containsExactlyInAnyOrderElementsOf(
                        due.stream().map(BindingTableLawsTest::ofWhom).toList());
        assertThat(expired).isSortedAccordingTo(Comparator.comparing(Binding::ends));
    }

    private static String ofWhom(Binding binding) {
        return binding.home() + " " + binding.careOf() + " " + binding.ends();
    }

    private void compare(BindingTable table, Model model) {
        Ipv4 home = home();
        assertThat(table.of(home)).isEqualTo(model.of(home));
        List<Binding> all = model.all();
        assertThat(table.size()).isEqualTo(all.size());
        assertThat(table.nextDeadline())
                .isEqualTo(all.stream()
                        .map(Binding::ends)
                        .min(Comparator.naturalOrder())
                        .orElse(Tick.NEVER));
        Ipv4 place = place();
        assertThat(table.isCareOfAddress(place))
                .isEqualTo(all.stream().anyMatch(each -> each.path().careOf().equals(place)));
        Ipv4Prefix network = new Ipv4Prefix(new Ipv4(home.bits() << 8), 24);
        assertThat(table.holderOf(network))
                .isEqualTo(model.of(home).stream()
                        .filter(each -> each.networks().contains(network))
                        .map(Binding::home)
                        .findFirst());
    }
}
