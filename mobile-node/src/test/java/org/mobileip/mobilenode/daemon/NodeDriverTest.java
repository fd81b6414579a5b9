package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.Route;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.PlainHomeAgent;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.State;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.testing.FakeHostNetwork;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;

/** Between the engine and a machine: two clocks, of which one stands still while the machine is suspended. */
class NodeDriverTest {

    private static final int CAFE = 3;
    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");
    private static final Endpoint AGENT = new Endpoint(Ipv4.parse("10.10.0.1"), 434);
    private static final byte[] SECRET = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final Instant MORNING = Instant.parse("2026-11-24T04:00:00Z");

    private final PlainHomeAgent agent = new PlainHomeAgent(SECRET, 0x101);
    private final FakeHostNetwork network = new FakeHostNetwork();
    private final FakeOutlets outlets = new FakeOutlets();
    private final List<String> diary = new ArrayList<>();
    private Duration going = Duration.ofHours(1);
    private Duration awake = Duration.ofMinutes(20);
    private int noise;

    private final NodeDriver driver = new NodeDriver(
            settings(600),
            Memory.EMPTY,
            new NodeDriver.Time(
                    () -> new Tick(going.toNanos()),
                    () -> new Tick(awake.toNanos()),
                    () -> MORNING.plus(going),
                    () -> ++noise),
            new NodeDriver.Kernel(network, new NoSettings(), UndoFile.none()),
            outlets,
            new Elsewhere(),
            (level, pattern, values) -> diary.add(level + " " + filled(pattern, values)));

    private static Settings settings(int lifetime) {
        return new Settings(
                Settings.Home.at(InterfaceAddress.parse("10.10.0.57/24")),
                List.of(new AgentSource.Address(AGENT.address())),
                new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)),
                ReplayProtection.TIMESTAMPS,
                new Lifetime(lifetime),
                new Settings.Tunnel("mip0", true, List.of(Ipv4Prefix.ALL)),
                List.of("cafe0"::equals));
    }

    private static String filled(String pattern, Object... values) {
        String line = pattern;
        for (Object value : values) {
            int at = line.indexOf("{}");
            line = line.substring(0, at) + value + line.substring(at + 2);
        }
        return line;
    }

    /** No link has any. */
    private static final class NoSettings implements LinkSettings {
        @Override
        public int get(String interfaceName, Setting setting) {
            return setting.wanted();
        }

        @Override
        public void set(String interfaceName, Setting setting, int value) {}
    }

    private static final class Elsewhere implements EffectRunner.Outside {
        @Override
        public void lookUp(String name) {}

        @Override
        public void remember(Memory memory) {}
    }

    @BeforeEach
    void isRegistered() {
        network.putLink(FakeOutlets.TUN, "mip0");
        network.putLink(CAFE, "cafe0");
        network.addAddress(CAFE, new InterfaceAddress(CARE_OF, 24));
        network.putRoute(new Route(
                Ipv4Prefix.ALL, Optional.of(Ipv4.parse("192.0.2.1")), CAFE, Optional.empty(), Route.TABLE_MAIN, 4, 0));
        driver.start();
        accept();
        assertThat(driver.engine().state()).isEqualTo(State.AWAY);
        outlets.sent.clear();
    }

    private void accept() {
        Octets reply = agent.accept(agent.read(lastRequest().payload()), 600);
        driver.datagramArrived(new Datagram(AGENT, new Endpoint(CARE_OF, 40434), CAFE, MORNING.plus(going), reply));
    }

    private Effect.SendRequest lastRequest() {
        return (Effect.SendRequest) outlets.sent.get(outlets.sent.size() - 1);
    }

    private void pass(Duration time) {
        going = going.plus(time);
        awake = awake.plus(time);
    }

    private void isSuspendedFor(Duration time) {
        going = going.plus(time);
    }

    @Test
    void asksAtOnceWhenItGoesOnThoughNothingIsDueAndTheBindingLasts() {
        pass(Duration.ofSeconds(30));
        isSuspendedFor(Duration.ofMinutes(3));
        driver.catchUp(); // The clock has jumped; no more is known.
        assertThat(outlets.sent).hasSize(1);
        assertThat(diary).anyMatch(line -> line.startsWith("INFO resumed asleep=180.0s"));
        accept();
        driver.catchUp();
        assertThat(outlets.sent).as("once").hasSize(1);
    }

    @Test
    void whateverHappensFirstAfterwardsComesAfterThat() {
        isSuspendedFor(Duration.ofMinutes(3));
        network.putLink(4, "office0");
        driver.networkChanged(List.of(new org.mobileip.host.NetworkChange.LinkRemoved(5)));
        assertThat(outlets.sent).hasSize(1);
    }

    @Test
    void isNotRegisteredAMomentLongerThanTheLifetimeWhoeverAsks() {
        isSuspendedFor(Duration.ofMinutes(10));
        assertThat(driver.nextDeadline().hasCome(new Tick(going.toNanos()))).isTrue();
        driver.catchUp();
        assertThat(driver.engine().status().registered()).isFalse();
        assertThat(driver.engine().state()).isEqualTo(State.REGISTERING);
        assertThat(outlets.sent).hasSize(1);
    }

    /** RFC 3543 §3.3: whoever cannot sign ends nothing. The message by hand from its diagram. */
    @Test
    void countsAndTellsOfARevocationByAStranger() {
        PlainHomeAgent stranger = new PlainHomeAgent("8765432187654321".getBytes(StandardCharsets.US_ASCII), 0x101);
        Octets revocation = stranger.signed(Octets.ofHex("07 00 c000 0a0a0039 0a0a0001 c000022c 7fffffff"));
        for (int i = 0; i < 3; i++) {
            driver.datagramArrived(
                    new Datagram(AGENT, new Endpoint(CARE_OF, 434), CAFE, MORNING.plus(going), revocation));
        }
        assertThat(driver.engine().status().registered()).isTrue();
        assertThat(outlets.sent).isEmpty();
        assertThat(driver.counters().discards()).containsEntry("revocation", 3L);
        assertThat(diary)
                .filteredOn(line -> line.contains("message-discarded"))
                .singleElement(STRING)
                .startsWith("WARN security-exception")
                .contains("from=10.10.0.1:434 reason=revocation");
    }

    @Test
    void tellsOfPacketsThatSomebodyMakesUpWithTheNextThingThatHappens() {
        outlets.dropped.put("outer_source_not_home_agent", 100_000L);
        pass(Duration.ofMinutes(2));
        driver.echoArrived(AGENT.address(), CARE_OF, Octets.EMPTY);
        driver.echoArrived(AGENT.address(), CARE_OF, Octets.EMPTY);
        assertThat(diary)
                .filteredOn(line -> line.contains("tunnel-forgeries"))
                .containsExactly(
                        "WARN tunnel-forgeries reason=outer_source_not_home_agent packets=100000 explain=forged");
        assertThat(driver.engine().status().registered()).isTrue();
    }

    /** Each line of the log that is not for debugging, with its instant. */
    @Test
    void remembersWhatHasHappenedOfLate() {
        assertThat(driver.events().newestFirst())
                .extracting(event -> event.get("text"))
                .contains("state from=disconnected to=registering", "state from=registering to=away");
        assertThat(driver.events().newestFirst().get(0))
                .containsEntry("at", MORNING.plus(going).toString());
    }

    @Test
    void doesNothingWhileBothClocksGoOn() {
        pass(Duration.ofMinutes(3));
        driver.catchUp();
        assertThat(outlets.sent).isEmpty();
    }

    @Test
    void goesByOtherSettingsAndSaysSo() {
        going = going.plusSeconds(5); // No two requests are closer than a second.
        awake = awake.plusSeconds(5);
        driver.reload(settings(60), "registration.lifetime: 600s -> 60s");
        assertThat(agent.read(lastRequest().payload()).lifetime()).isEqualTo(60);
        assertThat(diary)
                .contains("INFO configuration-reloaded text=\"registration.lifetime: 600s -> 60s\"")
                .noneMatch(line -> line.contains("handover"));
        driver.notReloaded("mobile-node.toml:1:1: error: it is bad");
        assertThat(driver.events().newestFirst().get(0).get("text"))
                .isEqualTo("configuration-refused text=\"mobile-node.toml:1:1: error: it is bad\"");
    }
}
