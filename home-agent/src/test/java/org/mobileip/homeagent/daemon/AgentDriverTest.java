package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.store.MemoryStore;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.testing.FakeHostNetwork;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** T15: what a daemon that is flooded may put off, and what it may not. */
class AgentDriverTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final int TUNNEL = 7;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecurityAssociation ASSOCIATION = association("1234567812345678");
    private static final SecurityAssociation ANOTHER = association("8765432187654321");

    private final List<Effect.Send> sent = new ArrayList<>();
    private final AgentDriver driver = driver();

    private static SecurityAssociation association(String key) {
        return new SecurityAssociation(
                0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(key.getBytes(StandardCharsets.US_ASCII)));
    }

    private AgentDriver driver() {
        FakeHostNetwork network = new FakeHostNetwork();
        network.putLink(TUNNEL, "mipha0");
        HomeAgent agent = new HomeAgent(
                new HomeAgentSettings(
                        AGENT,
                        Ipv4Prefix.parse("10.10.0.0/16"),
                        Optional.empty(),
                        HomeAgentSettings.Grants.everythingFor(new Lifetime(600)),
                        false,
                        List.of(),
                        List.of(AuthorizedNode.at(
                                HOME,
                                "laptop",
                                SecurityAssociations.of(ASSOCIATION),
                                new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7))))),
                Map.of(),
                new NonceSource(Key.of(new byte[16])),
                new Tick(0));
        return new AgentDriver(
                agent,
                sent::add,
                new Tunnels(
                        FakeDataplane.of(TUNNEL, (method, arguments) -> {}), network, AGENT, true, OptionalInt.empty()),
                Optional.empty(),
                new MemoryStore(),
                new Journal(() -> new Tick(0), InstantSource.fixed(NOON), (level, pattern, values) -> {}),
                () -> new Tick(0));
    }

    private static Event received(Octets payload) {
        return new Event.Received(new Datagram(new Endpoint(CAFE, 434), new Endpoint(AGENT, 434), 1, NOON, payload));
    }

    private static Event request(SecurityAssociation signer, int fraction) {
        RegistrationRequest request = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE,
                new Lifetime(600),
                HOME,
                AGENT,
                CAFE,
                Identification.ofTimestamp(NOON, fraction),
                List.of());
        return received(signer.sign(request.encode(), Kind.MOBILE_HOME));
    }

    @Test
    void saysThatForgedRequestsAndRubbishCameToNothing() {
        assertThat(driver.handleAll(List.of(request(ANOTHER, 1), received(Octets.ofHex("01")), request(ANOTHER, 2))))
                .isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void oneThatIsAnsweredAmongForgedOnesIsNotInVain() {
        assertThat(driver.handleAll(List.of(request(ANOTHER, 1), request(ASSOCIATION, 2), request(ANOTHER, 3))))
                .isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    void neitherIsOneThatIsDenied() {
        driver.handleAll(List.of(request(ASSOCIATION, 2)));
        assertThat(driver.handleAll(List.of(request(ASSOCIATION, 1))))
                .as("an Identification from before")
                .isTrue();
        assertThat(sent).hasSize(2);
    }

    @Test
    void whatIsNoRequestIsNoneThatCameToNothing() {
        assertThat(driver.handleAll(List.of(new Event.DeadlineCame()))).isTrue();
    }
}
