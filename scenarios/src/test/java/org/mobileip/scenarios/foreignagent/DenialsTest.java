package org.mobileip.scenarios.foreignagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.foreignagent.Inn.HOME;
import static org.mobileip.scenarios.foreignagent.Inn.HOME_AGENT;
import static org.mobileip.scenarios.foreignagent.Inn.INN;
import static org.mobileip.scenarios.foreignagent.Inn.LAPTOP;
import static org.mobileip.scenarios.foreignagent.Inn.MOBILE_FOREIGN;
import static org.mobileip.scenarios.foreignagent.Inn.OFFER;
import static org.mobileip.scenarios.foreignagent.Inn.all;
import static org.mobileip.scenarios.foreignagent.Inn.answer;
import static org.mobileip.scenarios.foreignagent.Inn.arrives;
import static org.mobileip.scenarios.foreignagent.Inn.at;
import static org.mobileip.scenarios.foreignagent.Inn.codeOf;
import static org.mobileip.scenarios.foreignagent.Inn.identification;
import static org.mobileip.scenarios.foreignagent.Inn.only;
import static org.mobileip.scenarios.foreignagent.Inn.replied;
import static org.mobileip.scenarios.foreignagent.Inn.reply;
import static org.mobileip.scenarios.foreignagent.Inn.request;
import static org.mobileip.scenarios.foreignagent.Inn.settings;
import static org.mobileip.scenarios.foreignagent.Inn.signed;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** Each code that a foreign agent denies with, where the RFC names it (RFC 5944 §3.7, RFC 3024 §4.2.1). */
class DenialsTest {

    private static final RequestFlags T = RequestFlags.REVERSE_TUNNELING;
    private static final RequestFlags D = RequestFlags.DECAPSULATION_BY_MOBILE_NODE;
    private static final Octets STYLE = Octets.ofHex("8200");

    @Test
    void copiesWhatWasAskedIntoADenial() {
        RegistrationReply reply = answer(asked(settings(), request(0, 60, T.with(RequestFlags.RESERVED_X))));
        assertThat(reply.code().value()).isEqualTo(70);
        assertThat(reply.homeAddress()).isEqualTo(HOME);
        assertThat(reply.homeAgent()).isEqualTo(HOME_AGENT);
        assertThat(reply.identification()).isEqualTo(identification(0));
        assertThat(reply.lifetime()).isEqualTo(new Lifetime(60));
    }

    @Test
    void saysTheLongestLifetimeThatItGrants() {
        RegistrationReply reply = answer(asked(settings(), request(0, 601, T)));
        assertThat(reply.code().value()).isEqualTo(69);
        assertThat(reply.lifetime()).isEqualTo(new Lifetime(600));
        assertThat(codeIfDenied(settings(), request(0, 600, T))).isZero();
        assertThat(codeIfDenied(settings(), request(0, 0xffff, T))).isEqualTo(69);
    }

    @Test
    void deniesReservedBitsAndWhatNoHomeAgentCouldRead() {
        assertThat(codeIfDenied(settings(), request(0, 60, RequestFlags.RESERVED_X)))
                .isEqualTo(70);
        assertThat(codeIfDenied(settings(), request(0, 60, RequestFlags.RESERVED_R)))
                .as("r was V once, and is ignored on reception (§3.3)")
                .isZero();
        assertThat(codeIfDenied(settings(), Inn.unsigned(0, 60, T).encode())).isEqualTo(70);
        assertThat(codeIfDenied(settings(), request(0, 60, T).plus(Octets.ofHex("84ff00"))))
                .isEqualTo(70);
        assertThat(codeIfDenied(settings(), request(0, 60, RequestFlags.NONE).plus(STYLE)))
                .as("a delivery style without T (RFC 3024 §3.3)")
                .isEqualTo(70);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 0, 60, 0",
        "192.0.2.7, 0, 60, 77",
        "192.0.2.7, 0, 0, 0",
        "192.0.2.7, 32, 60, 0",
        "192.0.2.1, 32, 60, 77"
    })
    void offersItsOwnCareOfAddressAndNoOther(String careOf, int flags, int lifetime, int code) {
        RegistrationRequest request = new RegistrationRequest(
                new RequestFlags(flags),
                new Lifetime(lifetime),
                HOME,
                HOME_AGENT,
                Ipv4.parse(careOf),
                identification(0),
                List.of());
        assertThat(codeIfDenied(settings(), signed(request))).isEqualTo(code);
    }

    /** §3.7.2.1: exactly one authenticator, and right; the denial is signed with what we share. */
    @Test
    void deniesWhatTheNodeDidNotSignForIt() {
        ForeignAgentSettings known = settings(OFFER, Inn.withLaptop(), false);
        Octets request = request(0, 60, T);
        Octets once = MOBILE_FOREIGN.sign(request, Kind.MOBILE_FOREIGN);
        assertThat(codeIfDenied(known, once)).isZero();
        for (Octets bad : List.of(
                request,
                MOBILE_FOREIGN.sign(once, Kind.MOBILE_FOREIGN),
                Inn.association(300, "somebody else's ").sign(request, Kind.MOBILE_FOREIGN),
                Inn.association(301, "the laptop's inn").sign(request, Kind.MOBILE_FOREIGN))) {
            List<Effect> effects = asked(known, bad);
            assertThat(codeOf(effects)).isEqualTo(67);
            assertThat(all(Effect.Discard.class, effects))
                    .extracting(Effect.Discard::why)
                    .containsExactly(DiscardReason.NODE_FAILED_AUTHENTICATION);
            Octets denial = only(Effect.Answer.class, effects).octets();
            assertThat(MOBILE_FOREIGN.verifies(
                            denial, answer(effects).authenticationExtensions().get(0)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 90", "255.255.255.255, 90", "224.0.0.11, 70", "192.0.2.1, 194", "198.51.100.9, 194"})
    void relaysToNoHomeAgentThatIsNone(String homeAgent, int code) {
        RegistrationRequest request = new RegistrationRequest(
                T, new Lifetime(60), HOME, Ipv4.parse(homeAgent), INN, identification(0), List.of());
        ForeignAgent agent = Inn.agent(settings());
        agent.handle(at(0), new Event.OurAddresses(Set.of(Ipv4.parse("198.51.100.9"))));
        assertThat(codeOf(agent.handle(at(0), arrives(0, signed(request))))).isEqualTo(code);
    }

    /** RFC 4433 §5.2, with the extension of its §3.4 by hand: type 139, sub-type 1, length 4, the address. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,         0a010114, 0",
        "255.255.255.255, 0a010114, 0",
        "10.1.1.99,       0a010114, 0",
        "0.0.0.0,         e000000b, 90",
        "10.1.1.20,       e000000b, 90",
        "0.0.0.0,         00000000, 90",
        "0.0.0.0,         c0000201, 194"
    })
    void relaysToTheHomeAgentThatIsAskedForInAnExtension(String homeAgent, String requested, int code) {
        Octets fixed = new RegistrationRequest(
                        T, new Lifetime(60), HOME, Ipv4.parse(homeAgent), INN, identification(0), List.of())
                .encode();
        Octets payload = Inn.MOBILE_HOME.sign(fixed.plus(Octets.ofHex("8b010004" + requested)), Kind.MOBILE_HOME);
        List<Effect> effects = asked(settings(), payload);
        assertThat(all(Effect.Answer.class, effects).isEmpty() ? 0 : codeOf(effects))
                .isEqualTo(code);
        if (code == 0) {
            Effect.Relay relayed = only(Effect.Relay.class, effects);
            assertThat(relayed.to().address()).isEqualTo(HOME_AGENT);
            assertThat(relayed.octets()).as("as it was signed").isEqualTo(payload);
        }
    }

    /** Behind the authenticator anybody may have put it there. */
    @Test
    void believesNoExtensionThatTheNodeHasNotSigned() {
        Octets payload = signed(new RegistrationRequest(
                        T, new Lifetime(60), HOME, Ipv4.UNSPECIFIED, INN, identification(0), List.of()))
                .plus(Octets.ofHex("8b010004 0a010114"));
        assertThat(codeOf(asked(settings(), payload))).isEqualTo(90);
    }

    @Test
    void deniesANodeThatIsNobody() {
        RegistrationRequest request = new RegistrationRequest(
                T, new Lifetime(60), Ipv4.UNSPECIFIED, HOME_AGENT, INN, identification(0), List.of());
        List<Effect> effects = asked(settings(), signed(request));
        assertThat(codeOf(effects)).isEqualTo(96);
        assertThat(only(Effect.Answer.class, effects).to().address()).isEqualTo(Ipv4.BROADCAST);
    }

    @ParameterizedTest
    @CsvSource({"8, GRE, 0", "8, MINIMAL, 72", "16, GRE, 72", "16, MINIMAL, 0", "24, GRE, 0", "40, MINIMAL, 0"})
    void takesWhatItImplementsOutOfTunnels(int flags, Encapsulation taken, int code) {
        boolean colocated = new RequestFlags(flags).decapsulationByMobileNode();
        RegistrationRequest request = new RegistrationRequest(
                new RequestFlags(flags),
                new Lifetime(60),
                HOME,
                HOME_AGENT,
                colocated ? Ipv4.parse("192.0.2.7") : INN,
                identification(0),
                List.of());
        Offer offer = new Offer(OFFER.maximumLifetime(), ReverseTunneling.OPTIONAL, true, Set.of(taken), 5, 100);
        assertThat(codeIfDenied(settings(offer, Peers.NONE, false), signed(request)))
                .isEqualTo(code);
    }

    /** RFC 3024 §4.2.1. */
    @Test
    void meetsTheWishForAReverseTunnelAsConfigured() {
        assertThat(codeIfDenied(reverse(ReverseTunneling.OFF, true), request(0, 60, T)))
                .isEqualTo(74);
        assertThat(codeIfDenied(reverse(ReverseTunneling.OFF, true), request(0, 60, RequestFlags.NONE)))
                .isZero();
        assertThat(codeIfDenied(reverse(ReverseTunneling.REQUIRED, true), request(0, 60, RequestFlags.NONE)))
                .isEqualTo(75);
        assertThat(codeIfDenied(reverse(ReverseTunneling.REQUIRED, true), request(0, 60, T)))
                .isZero();
        assertThat(codeIfDenied(
                        reverse(ReverseTunneling.OPTIONAL, false),
                        request(0, 60, T).plus(STYLE)))
                .isEqualTo(79);
        assertThat(codeIfDenied(
                        reverse(ReverseTunneling.OPTIONAL, true),
                        request(0, 60, T).plus(STYLE)))
                .isZero();
        assertThat(codeIfDenied(reverse(ReverseTunneling.OFF, false), request(0, 0, T)))
                .as("whoever leaves may leave")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"255, 2, 0", "254, 2, 76", "1, 2, 76", "64, 0, 0"})
    void knowsANeighbourByItsTimeToLive(int timeToLive, int flags, int code) {
        ForeignAgent agent = Inn.agent(settings());
        List<Effect> effects =
                agent.handle(at(0), arrives(0, LAPTOP, timeToLive, HOME, INN, request(0, 60, new RequestFlags(flags))));
        assertThat(all(Effect.Answer.class, effects).isEmpty() ? 0 : codeOf(effects))
                .isEqualTo(code);
    }

    @Test
    void takesNoMoreRequestsThanItHasRoomFor() {
        ForeignAgent agent = Inn.agent(settings());
        for (int i = 0; i < 5; i++) {
            assertThat(agent.handle(at(0), of(i))).hasOnlyElementsOfType(Effect.Relay.class);
        }
        assertThat(codeOf(agent.handle(at(0), of(5)))).isEqualTo(66);
        assertThat(agent.handle(at(0), of(4))).as("one of the five, again").hasOnlyElementsOfType(Effect.Relay.class);
    }

    @Test
    void takesNoMoreVisitorsThanItHasRoomForAndSaysSo() {
        Offer one = new Offer(OFFER.maximumLifetime(), ReverseTunneling.OPTIONAL, true, Set.of(), 5, 1);
        ForeignAgent agent = Inn.agent(Inn.advertising(false, one));
        assertThat(flags(agent.handle(at(0), new Event.DeadlineCame()))).isEqualTo(0x1100);
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        agent.handle(at(0), replied(0, reply(0, 0, 60)));
        assertThat(codeOf(agent.handle(at(0.1), of(1)))).isEqualTo(66);
        assertThat(agent.handle(at(0.2), arrives(0.2, request(0.2, 60, T))))
                .as("the visitor renews")
                .hasOnlyElementsOfType(Effect.Relay.class);
        assertThat(flags(agent.handle(agent.nextDeadline(), new Event.DeadlineCame())))
                .as("F, T and B")
                .isEqualTo(0x5100);
    }

    private static int flags(List<Effect> effects) {
        return only(Effect.Advertise.class, effects).message().u16(22);
    }

    /** §3.7.1: after seven seconds, with code 78. */
    @Test
    void givesUpAHomeAgentThatIsSilentForSevenSeconds() {
        ForeignAgent agent = Inn.agent(settings());
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        assertThat(agent.nextDeadline()).isEqualTo(at(7));
        assertThat(codeOf(agent.handle(at(7), new Event.DeadlineCame()))).isEqualTo(78);
        assertThat(only(Effect.Discard.class, agent.handle(at(7.1), replied(7.1, reply(0, 0, 60))))
                        .why())
                .isEqualTo(DiscardReason.NOT_PENDING);
    }

    /** §3.7.2.2. */
    @Test
    void forgetsARequestWhoseOwnLifetimeIsOver() {
        ForeignAgent agent = Inn.agent(settings());
        agent.handle(at(0), arrives(0, request(0, 3, T)));
        assertThat(agent.nextDeadline()).isEqualTo(at(3));
        assertThat(agent.handle(at(3), new Event.DeadlineCame())).isEmpty();
        assertThat(agent.handle(at(3.1), replied(3.1, reply(0, 0, 3)))).hasOnlyElementsOfType(Effect.Discard.class);
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 80", "3, 1, 81", "3, 3, 82", "3, 13, 88", "11, 0, 88"})
    void saysThatTheHomeAgentCannotBeReached(int type, int icmpCode, int code) {
        ForeignAgent agent = Inn.agent(settings());
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        assertThat(agent.handle(at(0), new Event.Unreachable(Ipv4.parse("10.1.1.99"), type, icmpCode)))
                .isEmpty();
        assertThat(codeOf(agent.handle(at(0), new Event.Unreachable(HOME_AGENT, type, icmpCode))))
                .isEqualTo(code);
    }

    @Test
    void deniesAReplyThatCannotBeRead() {
        ForeignAgent agent = Inn.agent(settings());
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        assertThat(codeOf(agent.handle(at(0), replied(0, reply(0, 0, 60).plus(Octets.ofHex("84ff00"))))))
                .isEqualTo(71);
    }

    /** §3.7.2: no more than one denial a second to the same node. */
    @Test
    void deniesNobodyMoreThanOnceASecond() {
        ForeignAgent agent = Inn.agent(settings());
        int told = 0;
        for (int tenth = 0; tenth < 50; tenth++) {
            List<Effect> effects = agent.handle(at(tenth / 10.0), arrives(tenth / 10.0, request(0, 601, T)));
            told += all(Effect.Answer.class, effects).size();
        }
        assertThat(told).isEqualTo(5);
    }

    @Test
    void isSilentAboutWhatItMayNotRead() {
        assertDiscarded(request(0, 60, T).plus(Octets.ofHex("7f00")), DiscardReason.UNKNOWN_EXTENSION);
        assertDiscarded(request(0, 60, T).slice(0, 23), DiscardReason.MALFORMED);
        assertDiscarded(reply(0, 0, 60), DiscardReason.NOT_A_REQUEST);
        assertDiscarded(Octets.EMPTY, DiscardReason.NOT_A_REQUEST);
        assertThat(codeIfDenied(settings(), Inn.signed(Inn.unsigned(0, 60, D)))).isEqualTo(77);
    }

    private static void assertDiscarded(Octets payload, DiscardReason why) {
        assertThat(only(Effect.Discard.class, asked(settings(), payload)).why()).isEqualTo(why);
    }

    private static Event.Requested of(int node) {
        Ipv4 home = new Ipv4(HOME.bits() + node);
        RegistrationRequest request =
                new RegistrationRequest(T, new Lifetime(60), home, HOME_AGENT, INN, identification(0), List.of());
        return arrives(0, new MacAddress(LAPTOP.bits() + node), 255, home, INN, signed(request));
    }

    private static ForeignAgentSettings reverse(ReverseTunneling reverse, boolean style) {
        return settings(new Offer(new Lifetime(600), reverse, style, Set.of(), 5, 100), Peers.NONE, false);
    }

    private static List<Effect> asked(ForeignAgentSettings settings, Octets request) {
        return Inn.agent(settings).handle(at(0), arrives(0, request));
    }

    /** 0: relayed. */
    private static int codeIfDenied(ForeignAgentSettings settings, Octets request) {
        List<Effect> effects = asked(settings, request);
        return all(Effect.Relay.class, effects).isEmpty() ? codeOf(effects) : 0;
    }
}
