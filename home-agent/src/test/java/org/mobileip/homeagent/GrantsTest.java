package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.NEIGHBOUR;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** What is granted and what is not (RFC 5944 §3.8.2.3), and what a denial leaves as it was. */
class GrantsTest {

    private static final Lifetime TEN_MINUTES = new Lifetime(600);
    private static final RequestFlags KEEPING_OTHERS = CO_LOCATED.with(RequestFlags.SIMULTANEOUS_BINDINGS);

    @Test
    void answersWithCode1AndKeepsOneBindingWhereSimultaneousOnesAreRefused() {
        HomeAgent one = agent(false, 100, 8);
        RegistrationReply first = replyIn(one.handle(at(0), request(0, CAFE, 60, KEEPING_OTHERS)));
        assertThat(first.code()).isEqualTo(ReplyCode.ACCEPTED_WITHOUT_SIMULTANEOUS_BINDINGS);
        List<Effect> second = one.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        assertThat(replyIn(second).code()).isEqualTo(ReplyCode.ACCEPTED_WITHOUT_SIMULTANEOUS_BINDINGS);
        assertThat(second).contains(Village.forward(HOME, List.of(TRAIN)));
        assertThat(replyIn(one.handle(at(2), request(2, HOME, 0))).code())
                .isEqualTo(ReplyCode.ACCEPTED_WITHOUT_SIMULTANEOUS_BINDINGS);
    }

    @Test
    void deniesOneBindingOfANodeTooManyWithCode135() {
        HomeAgent agent = agent(true, 100, 2);
        agent.handle(at(0), request(0, CAFE, 60, KEEPING_OTHERS));
        agent.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        Ipv4 third = Ipv4.parse("10.1.4.15");
        assertThat(code(agent, request(2, third, 60, KEEPING_OTHERS))).isEqualTo(135);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE, TRAIN);
        assertThat(code(agent, request(3, CAFE, 60, KEEPING_OTHERS)))
                .as("a renewal")
                .isZero();
        assertThat(code(agent, request(4, third, 60)))
                .as("instead of the others")
                .isZero();
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(third);
    }

    @Test
    void deniesOneBindingOfAllTooManyWithCode130() {
        HomeAgent agent = agent(true, 1, 8);
        assertThat(code(agent, request(0, CAFE, 60))).isZero();
        assertThat(code(agent, neighbours(1, CAFE))).isEqualTo(130);
        assertThat(code(agent, request(2, TRAIN, 60, KEEPING_OTHERS))).isEqualTo(130);
        assertThat(code(agent, request(3, CAFE, 60, KEEPING_OTHERS)))
                .as("a renewal")
                .isZero();
        assertThat(code(agent, request(4, TRAIN, 60))).as("a move").isZero();
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
        assertThat(code(agent, request(5, HOME, 0))).isZero();
        assertThat(code(agent, neighbours(6, CAFE))).as("there is room again").isZero();
    }

    @Test
    void countsWhatExpiredNoMore() {
        HomeAgent agent = agent(true, 1, 8);
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(60), new Event.DeadlineCame());
        assertThat(code(agent, neighbours(61, CAFE))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.0", "10.1.2.15", "10.1.2.255"})
    void deniesAnAreaThatIsProhibitedWithCode129(String careOf) {
        Grants grants = new Grants(
                TEN_MINUTES,
                ReverseTunneling.OPTIONAL,
                Set.of(),
                true,
                100,
                8,
                List.of(Ipv4Prefix.parse("10.1.2.0/24")));
        HomeAgent agent = Village.agent(Village.settings(grants, false));
        assertThat(code(agent, request(0, Ipv4.parse(careOf), 60))).isEqualTo(129);
        assertThat(code(agent, request(1, Ipv4.parse(careOf), 0)))
                .as("whoever leaves it may say so")
                .isZero();
        assertThat(code(agent, request(2, TRAIN, 60))).isZero();
    }

    @Test
    void deniesATunnelToAnyAddressOfItsOwn() {
        HomeAgent agent = Village.agent();
        Ipv4 uplink = Ipv4.parse("203.0.113.10");
        agent.handle(at(0), new Event.OurAddresses(Set.of(AGENT, uplink)));
        assertThat(code(agent, request(0, uplink, 60))).isEqualTo(134);
        agent.handle(at(0), new Event.OurAddresses(Set.of(AGENT)));
        assertThat(code(agent, request(1, uplink, 60))).isZero();
    }

    @Test
    void grantsATunnelToAnAddressOfTheHomeNetworkThatIsNoHomeAddress() {
        assertThat(code(Village.agent(), request(0, Ipv4.parse("10.1.1.200"), 60)))
                .isZero();
    }

    /** RFC 3024 §4.3.1: can the forward tunnel be; then may there be no reverse tunnel; last, can it be. */
    @Test
    void namesTheForwardTunnelBeforeTheReverseTunnel() {
        RequestFlags gre = CO_LOCATED.with(RequestFlags.GRE);
        HomeAgent off = Village.agent(Village.settings(Village.granting(ReverseTunneling.OFF), false));
        assertThat(code(off, request(0, CAFE, 60, gre))).isEqualTo(139);
        HomeAgent required = Village.agent(Village.settings(Village.granting(ReverseTunneling.REQUIRED), false));
        assertThat(code(required, request(0, CAFE, 60, gre.without(RequestFlags.REVERSE_TUNNELING))))
                .isEqualTo(139);
    }

    /** RFC 3024 A.4: a private home address is no reason to refuse, the reverse tunnel makes it work. */
    @Test
    void servesAPrivateHomeAddressThroughAReverseTunnel() {
        assertThat(HOME).isEqualTo(Ipv4.parse("10.1.1.10"));
        HomeAgent agent = Village.agent();
        assertThat(code(agent, request(0, Ipv4.parse("198.51.100.7"), 60))).isZero();
        assertThat(agent.bindings()).singleElement().satisfies(binding -> assertThat(
                        binding.flags().reverseTunneling())
                .isTrue());
    }

    @Test
    void deniesAReservedBitBeforeItLooksAtTheCareOfAddress() {
        RequestFlags reserved = CO_LOCATED.with(RequestFlags.RESERVED_X);
        assertThat(code(Village.agent(), request(0, CAFE, 0, reserved)))
                .as("in a deregistration too")
                .isEqualTo(134);
        assertThat(code(Village.agent(), request(0, HOME, 0, CO_LOCATED.with(RequestFlags.RESERVED_R))))
                .isZero();
    }

    /** §3.8.2: B is a wish, never a reason; what becomes of it is for who forwards. */
    @Test
    void keepsTheWishForBroadcastsInTheBinding() {
        HomeAgent agent = Village.agent();
        agent.handle(at(0), request(0, CAFE, 60, CO_LOCATED.with(RequestFlags.BROADCAST_DATAGRAMS)));
        assertThat(agent.bindings().get(0).flags().broadcastDatagrams()).isTrue();
    }

    @Test
    void usesUpTheIdentificationOfWhatItDenies() {
        HomeAgent agent = Village.agent();
        assertThat(code(agent, request(5, AGENT, 60))).isEqualTo(134);
        assertThat(code(agent, request(4, CAFE, 60))).isEqualTo(133);
        assertThat(code(agent, request(6, CAFE, 60))).isZero();
    }

    @Test
    void leavesARefusedDeregistrationWithoutAnyEffectOnTheHomeLink() {
        HomeAgent agent = Village.agent();
        agent.handle(at(0), request(0, CAFE, 60));
        RequestFlags reserved = CO_LOCATED.with(RequestFlags.RESERVED_X);
        List<Effect> effects = agent.handle(at(1), request(1, HOME, 0, reserved));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
        assertThat(effects).noneMatch(Effect.Release.class::isInstance).noneMatch(Effect.Forward.class::isInstance);
        assertThat(agent.bindings()).hasSize(1);
    }

    private static HomeAgent agent(boolean simultaneous, int most, int mostPerNode) {
        Grants grants = new Grants(
                TEN_MINUTES, ReverseTunneling.OPTIONAL, Set.of(), simultaneous, most, mostPerNode, List.of());
        return Village.agent(Village.settings(grants, false));
    }

    private static int code(HomeAgent agent, Event request) {
        double second =
                ((Event.Received) request).datagram().timeOfDay().getEpochSecond() - Village.MIDNIGHT.getEpochSecond();
        for (Effect effect : agent.handle(at(second), request)) {
            if (effect instanceof Effect.Send send) {
                return send.octets().u8(1);
            }
        }
        throw new AssertionError("silence");
    }

    private static Event neighbours(double second, Ipv4 careOf) {
        RegistrationRequest request = new RegistrationRequest(
                CO_LOCATED, new Lifetime(60), NEIGHBOUR, AGENT, careOf, identification(second), List.of());
        return arrives(
                second, careOf, Village.association(257, "another secret..").sign(request.encode(), Kind.MOBILE_HOME));
    }
}
