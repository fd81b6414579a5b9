package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.NEIGHBOUR;
import static org.mobileip.homeagent.Village.UPLINK;
import static org.mobileip.homeagent.Village.agent;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.granting;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.settings;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** The ladder of checks, rung by rung. */
class RegistrationPolicyTest {

    private final HomeAgent agent = agent();

    @Test
    void isSilentAboutWhatIsNoRequest() {
        assertSilence(Octets.EMPTY, DiscardReason.NOT_A_REQUEST);
        assertSilence(Octets.ofHex("03"), DiscardReason.NOT_A_REQUEST);
        assertSilence(Octets.of(new byte[2000]), DiscardReason.NOT_A_REQUEST);
    }

    @Test
    void isSilentAboutEveryTruncatedRequest() {
        Octets whole = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        for (int size = 1; size < whole.size(); size++) {
            List<Effect> effects = agent.handle(at(0), arrives(0, CAFE, whole.slice(0, size)));
            assertSilence(effects);
        }
    }

    @Test
    void isSilentAboutEveryFlippedBit() {
        byte[] whole = signed(unsigned(0, CAFE, 60, CO_LOCATED)).toArray();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Effect> effects = agent.handle(at(0), arrives(0, CAFE, Octets.of(flipped)));
            assertSilence(effects);
        }
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void isSilentAboutRandomOctets() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[1 + random.nextInt(200)];
            random.nextBytes(octets);
            octets[0] = 1;
            List<Effect> effects = agent.handle(at(0), arrives(0, CAFE, Octets.of(octets)));
            assertSilence(effects);
        }
    }

    @Test
    void isSilentAboutAnExtensionItMayNotSkip() {
        Octets fixed = unsigned(0, CAFE, 60, CO_LOCATED).encode();
        assertSilence(
                ASSOCIATION.sign(fixed.plus(Octets.ofHex("7f0141")), Kind.MOBILE_HOME),
                DiscardReason.UNKNOWN_EXTENSION);
    }

    @Test
    void stepsOverAnExtensionItMaySkip() {
        Octets fixed = unsigned(0, CAFE, 60, CO_LOCATED).encode();
        Octets signed = ASSOCIATION.sign(fixed.plus(Octets.ofHex("fe0141")), Kind.MOBILE_HOME);
        assertThat(replyIn(agent.handle(at(0), arrives(0, CAFE, signed))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void isSilentAboutAnUnknownNode() {
        RegistrationRequest stranger = new RegistrationRequest(
                CO_LOCATED, new Lifetime(60), Ipv4.parse("10.1.1.99"), AGENT, CAFE, identification(0), List.of());
        assertSilence(signed(stranger), DiscardReason.UNKNOWN_NODE);
    }

    @Test
    void isSilentWithoutAnAuthenticator() {
        assertSilence(unsigned(0, CAFE, 60, CO_LOCATED).encode(), DiscardReason.NO_AUTHENTICATOR);
    }

    @Test
    void isSilentAboutAnUnknownSpi() {
        assertSilence(signedBy(999, "1234567812345678"), DiscardReason.UNKNOWN_SPI);
    }

    @Test
    void isSilentAboutTheSpiOfAnotherNode() {
        assertSilence(signedBy(257, "another secret.."), DiscardReason.UNKNOWN_SPI);
    }

    @Test
    void isSilentAboutAWrongKey() {
        assertSilence(signedBy(256, "8765432187654321"), DiscardReason.WRONG_AUTHENTICATOR);
    }

    @Test
    void checksEveryAuthenticatorThatIsThere() {
        Octets once = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        Octets wrong = association(256, "8765432187654321").sign(once, Kind.MOBILE_HOME);
        assertSilence(wrong, DiscardReason.WRONG_AUTHENTICATOR);
        assertThat(replyIn(agent.handle(at(0), arrives(0, CAFE, ASSOCIATION.sign(once, Kind.MOBILE_HOME))))
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void answersFailedAuthenticationOnceASecondWhereRfc3344Decides() {
        HomeAgent old = agent(settings(Village.GRANTS, true));
        Octets wrong = signedBy(256, "8765432187654321");
        List<Effect> effects = old.handle(at(0), arrives(0, CAFE, wrong));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        assertSilence(old.handle(at(0.5), arrives(0.5, CAFE, wrong)));
        assertThat(old.handle(at(1), arrives(1, CAFE, wrong))).anyMatch(Effect.Send.class::isInstance);
        assertThat(sendIn(effects).octets().size()).isLessThanOrEqualTo(wrong.size());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-7.001, 7.001, -3600, 3600 * 24 * 365})
    void answersATimestampBeyondTheToleranceWithItsOwnTimeOfDay(double clockAhead) {
        Octets request = signed(unsigned(100 + clockAhead, CAFE, 60, CO_LOCATED));
        List<Effect> effects = agent.handle(at(0), arrives(100, CAFE, request));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(replyIn(effects).identification())
                .isEqualTo(identification(100 + clockAhead)
                        .withHigh(identification(100).high()));
        assertThat(agent.bindings()).isEmpty();
        assertThat(effects)
                .filteredOn(Effect.Denied.class::isInstance)
                .singleElement()
                .satisfies(note -> {
                    Optional<Duration> noted = ((Effect.Denied) note).clockAhead();
                    assertThat(noted.orElseThrow().toMillis())
                            .isCloseTo((long) (clockAhead * 1000), org.assertj.core.data.Offset.offset(1L));
                });
        // Request { with the agent's time } -->      <-- Reply { accepted }
        assertThat(replyIn(agent.handle(at(1), request(101, CAFE, 60))).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-7, -1, 0, 6.5, 7})
    void acceptsATimestampWithinTheTolerance(double clockAhead) {
        Octets request = signed(unsigned(100 + clockAhead, CAFE, 60, CO_LOCATED));
        assertThat(replyIn(agent.handle(at(0), arrives(100, CAFE, request))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    /** Made with Python's hmac for a request that comes 20 s late. */
    @Test
    void answersAGoldenLateRequestWithTheGoldenReply() {
        Octets request = Octets.ofHex("012203e8 0a01010a 0a010114 0a01020f dc12c50040000000"
                + "2014 00000100 71cd8dd0322eb3d95ec1ef1c8b378d2b");
        assertThat(sendIn(agent.handle(at(0), arrives(20.25, CAFE, request))).octets())
                .isEqualTo(Octets.ofHex("03850000 0a01010a 0a010114 dc12c51440000000"
                        + "2014 00000100 a283098a9436f2f5d119234bf9a617ae"));
    }

    @Test
    void isSilentAboutAForeignAgentWithWhichItSharesNothing() {
        Octets relayed =
                association(512, "a foreign agent.").sign(signed(unsigned(0, CAFE, 60, CO_LOCATED)), Kind.FOREIGN_HOME);
        assertSilence(relayed, DiscardReason.UNKNOWN_FOREIGN_AGENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.1.255", "255.255.255.255"})
    void tellsItsOwnAddressToWhoeverAsksByBroadcast(String broadcast) {
        Octets request = signed(new RegistrationRequest(
                CO_LOCATED, new Lifetime(60), HOME, Ipv4.parse(broadcast), CAFE, identification(0), List.of()));
        List<Effect> effects = agent.handle(
                at(0), arrives(0, new Endpoint(CAFE, 4434), new Endpoint(Ipv4.parse(broadcast), 434), UPLINK, request));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
        assertThat(replyIn(effects).homeAgent()).isEqualTo(AGENT);
        assertThat(sendIn(effects).source()).isEqualTo(AGENT);
        assertThat(sendIn(effects).to()).isEqualTo(new Endpoint(CAFE, 4434));
    }

    @Test
    void deniesARequestForAnotherHomeAgent() {
        RegistrationRequest other = new RegistrationRequest(
                CO_LOCATED, new Lifetime(60), HOME, NEIGHBOUR, CAFE, identification(0), List.of());
        assertDenied(other, ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
    }

    @Test
    void repliesFromTheAddressThatTheRequestWasSentTo() {
        Ipv4 another = Ipv4.parse("192.0.2.1");
        Octets request = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        List<Effect> effects =
                agent.handle(at(0), arrives(0, new Endpoint(CAFE, 434), new Endpoint(another, 434), UPLINK, request));
        assertThat(sendIn(effects).source()).isEqualTo(another);
        assertThat(replyIn(effects).homeAgent()).isEqualTo(AGENT);
    }

    @Test
    void deniesTheReservedBitXAndIgnoresR() {
        assertDenied(unsigned(0, CAFE, 60, CO_LOCATED.with(RequestFlags.RESERVED_X)), ReplyCode.POORLY_FORMED_REQUEST);
        assertThat(replyIn(agent.handle(at(1), request(1, CAFE, 60, CO_LOCATED.with(RequestFlags.RESERVED_R))))
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.1.10", "10.1.1.20", "0.0.0.0", "127.0.0.1", "224.0.0.1", "10.1.1.255", "255.255.255.255"})
    void deniesACareOfAddressThatLeadsNowhere(String careOf) {
        assertDenied(unsigned(0, Ipv4.parse(careOf), 60, CO_LOCATED), ReplyCode.POORLY_FORMED_REQUEST);
    }

    @Test
    void deniesToTunnelOneNodeToAnother() {
        assertDenied(unsigned(0, NEIGHBOUR, 60, CO_LOCATED), ReplyCode.POORLY_FORMED_REQUEST);
    }

    @Test
    void deniesEncapsulationsThatItDoesNotServe() {
        RequestFlags gre = CO_LOCATED.with(RequestFlags.GRE);
        RequestFlags minimal = CO_LOCATED.with(RequestFlags.MINIMAL_ENCAPSULATION);
        assertDenied(unsigned(0, CAFE, 60, gre), ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        assertDenied(unsigned(1, CAFE, 60, minimal), ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        assertDenied(
                unsigned(2, CAFE, 60, gre.without(RequestFlags.REVERSE_TUNNELING)),
                ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
    }

    @Test
    void tunnelsBroadcastsToWhoeverWantsThemAndNobodyElse() {
        RequestFlags broadcasts = CO_LOCATED.with(RequestFlags.BROADCAST_DATAGRAMS);
        List<Effect> effects = agent.handle(at(0), request(0, CAFE, 60, broadcasts));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(effects)
                .contains(new Effect.Forward(HOME, List.of(new TunnelPath(CAFE, Encapsulation.IPIP, true, true))));
        assertThat(agent.handle(at(1), request(1, CAFE, 60)))
                .contains(new Effect.Forward(HOME, List.of(new TunnelPath(CAFE, Encapsulation.IPIP, true, false))));
    }

    @Test
    void meetsTheWishForAReverseTunnelAsConfigured() {
        RequestFlags without = RequestFlags.DECAPSULATION_BY_MOBILE_NODE;
        HomeAgent off = agent(settings(granting(ReverseTunneling.OFF), false));
        HomeAgent required = agent(settings(granting(ReverseTunneling.REQUIRED), false));
        assertThat(replyIn(off.handle(at(0), request(0, CAFE, 60))).code())
                .isEqualTo(ReplyCode.REVERSE_TUNNEL_UNAVAILABLE);
        assertThat(replyIn(off.handle(at(1), request(1, CAFE, 60, without))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(required.handle(at(0), request(0, CAFE, 60, without)))
                        .code())
                .isEqualTo(ReplyCode.REVERSE_TUNNEL_MANDATORY);
        assertThat(replyIn(required.handle(at(1), request(1, CAFE, 60))).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(required.handle(at(2), request(2, CAFE, 0, without))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    /** The golden request of HMAC-MD5 with the G bit, answered 139 as Python's hmac signs it. */
    @Test
    void deniesAGoldenRequestForGreWithTheGoldenReply() {
        Octets request = Octets.ofHex(
                "012a03e80a01010a0a0101140a01020fdc12c50040000000" + "2014000001005a61abbecc2b798de5c5418a2cc3c9d5");
        assertThat(sendIn(agent.handle(at(0), arrives(0, CAFE, request))).octets())
                .isEqualTo(Octets.ofHex(
                        "038b00000a01010a0a010114dc12c50040000000" + "201400000100ac16faddb0237ee7b6045f4fb78d3d4e"));
    }

    @Test
    void leavesTheBindingAloneWhenItDeniesTheNextRequest() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, NEIGHBOUR, 60));
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
        assertThat(agent.nextDeadline()).isEqualTo(at(60));
    }

    private void assertSilence(Octets payload, DiscardReason why) {
        Event arrives = arrives(0, CAFE, payload);
        Datagram datagram = ((Event.Received) arrives).datagram();
        assertThat(agent.handle(at(0), arrives))
                .filteredOn(effect -> !(effect instanceof Effect.Violation))
                .containsExactly(new Effect.Discard(datagram, why));
        assertThat(agent.bindings()).isEmpty();
    }

    private static void assertSilence(List<Effect> effects) {
        assertThat(effects)
                .hasSizeBetween(1, 2)
                .allMatch(effect -> effect instanceof Effect.Discard || effect instanceof Effect.Violation);
    }

    private void assertDenied(RegistrationRequest request, ReplyCode code) {
        double second = request.identification().high() - identification(0).high();
        List<Effect> effects = agent.handle(at(second), arrives(second, CAFE, signed(request)));
        assertThat(replyIn(effects).code()).isEqualTo(code);
        assertThat(replyIn(effects).identification()).isEqualTo(request.identification());
        assertThat(effects).noneMatch(Effect.Forward.class::isInstance).noneMatch(Effect.Attract.class::isInstance);
        assertThat(agent.bindings()).isEmpty();
    }

    private static Octets signedBy(int spi, String key) {
        return association(spi, key).sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
    }
}
