package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.NEIGHBOUR;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.UPLINK;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.UdpTunnelReply;

/** RFC 3519 §4.6, message by message. Extensions as hand octets: 90 06, sub-type, reserved, F|R, encapsulation, reserved. */
class UdpTunnellingTest {

    private static final Ipv4 PRIVATE = Ipv4.parse("192.168.1.57");
    private static final Ipv4 NAT = Ipv4.parse("203.0.113.77");
    private static final Endpoint MAPPED = new Endpoint(NAT, 41_023);
    private static final Endpoint REMAPPED = new Endpoint(NAT, 50_000);
    private static final String ABLE = "9006 00 00 00 00 0000";
    private static final String FORCED = "9006 00 00 80 00 0000";
    private static final String THROUGH_AGENT = "9006 00 00 40 00 0000";

    private final HomeAgent agent = granting(Encapsulation.UDP);

    private static HomeAgent granting(Encapsulation... encapsulations) {
        return granting(false, encapsulations);
    }

    private static HomeAgent granting(boolean isBehindNat, Encapsulation... encapsulations) {
        Grants grants = new Grants(
                new Lifetime(600),
                ReverseTunneling.OPTIONAL,
                Set.of(encapsulations),
                true,
                1000,
                8,
                List.of(),
                25,
                isBehindNat);
        return Village.agent(Village.settings(grants, false));
    }

    private static RegistrationRequest unsigned(double second, Ipv4 careOf, RequestFlags flags, String... extensions) {
        List<Extension> all = List.of(extensions).stream()
                .map(Octets::ofHex)
                .map(octets -> Extension.of(octets.u8(0), octets.slice(2)))
                .toList();
        return new RegistrationRequest(flags, new Lifetime(600), HOME, AGENT, careOf, identification(second), all);
    }

    private static Event from(Endpoint source, double second, Octets message) {
        return Village.arrives(second, source, new Endpoint(AGENT, 434), UPLINK, message);
    }

    private static Event request(Endpoint source, double second, Ipv4 careOf, String... extensions) {
        return from(source, second, Village.signed(unsigned(second, careOf, CO_LOCATED, extensions)));
    }

    private static Optional<UdpTunnelReply> told(List<Effect> effects) {
        return UdpTunnelReply.in(replyIn(effects).extensions());
    }

    private static ReplyCode code(HomeAgent agent, Event request) {
        return replyIn(agent.handle(at(0), request)).code();
    }

    private static TunnelPath plain(Ipv4 to) {
        return new TunnelPath(to, Encapsulation.IPIP, true, false);
    }

    private static Effect.Forward within(int port) {
        return new Effect.Forward(HOME, List.of(plain(NAT).within(UdpEnd.at(port))));
    }

    /** Both messages were made with Python's hmac, as in {@link HomeAgentTest}; the NAT has made 203.0.113.77:41023 of it. */
    @Test
    void answersAGoldenRequestThroughANatWithTheGoldenReplyAndTunnelsToWhereItCameFrom() {
        Octets request = Octets.ofHex("012203e8 0a01010a 0a010114 c0a80139 dc12c50040000000" + "9006000000000000"
                + "2014 00000100 57646ca542ee0a7a848bb95b241d87b3");
        Octets reply = Octets.ofHex("03000258 0a01010a 0a010114 dc12c50040000000" + "2c06000000000019"
                + "2014 00000100 4013c78d70e2287400f754cb71c0d022");
        List<Effect> effects = agent.handle(at(0), from(MAPPED, 0.25, request));
        assertThat(effects)
                .containsSubsequence(within(41_023), new Effect.Send(AGENT, MAPPED, OptionalInt.empty(), reply));
        assertThat(agent.bindings().get(0).careOf()).isEqualTo(PRIVATE);
    }

    @Test
    void tunnelsAsEverWhereThereIsNoNatAndSaysSo() {
        List<Effect> effects = agent.handle(at(0), request(new Endpoint(TRAIN, 40_000), 0, TRAIN, ABLE));
        assertThat(effects).contains(new Effect.Forward(HOME, List.of(plain(TRAIN))));
        assertThat(told(effects)).contains(new UdpTunnelReply(64, false, 0));
    }

    @Test
    void tunnelsWithinUdpWhereItIsBehindANatItselfThoughNoRequestShowsIt() {
        HomeAgent behindNat = granting(true, Encapsulation.UDP);
        Endpoint asItIs = new Endpoint(TRAIN, 434);
        List<Effect> effects = behindNat.handle(at(0), request(asItIs, 0, TRAIN, ABLE));
        assertThat(told(effects)).contains(UdpTunnelReply.accepting(false, 25));
        assertThat(told(behindNat.handle(at(1), request(asItIs, 1, TRAIN)))).isEmpty();
    }

    @Test
    void saysNothingOfUdpToWhoDidNotAsk() {
        assertThat(told(agent.handle(at(0), request(new Endpoint(TRAIN, 40_000), 0, TRAIN))))
                .isEmpty();
        assertThat(told(agent.handle(at(1), request(MAPPED, 1, PRIVATE)))).isEmpty();
    }

    @Test
    void tunnelsWithinUdpWithoutANatWhereThatIsForced() {
        List<Effect> effects = agent.handle(at(0), request(new Endpoint(TRAIN, 40_000), 0, TRAIN, FORCED));
        assertThat(effects)
                .contains(new Effect.Forward(HOME, List.of(plain(TRAIN).within(UdpEnd.at(40_000)))));
        assertThat(told(effects)).contains(new UdpTunnelReply(0, true, 25));
        assertThat(agent.bindings().get(0).nat()).isEmpty();
    }

    @Test
    void deniesWhatItDoesNotGrant() {
        HomeAgent without = granting(Encapsulation.GRE);
        assertThat(code(without, request(MAPPED, 0, PRIVATE, ABLE))).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        assertThat(code(without, request(new Endpoint(TRAIN, 40_000), 1, TRAIN, FORCED)))
                .isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        List<Effect> effects = without.handle(at(2), request(new Endpoint(TRAIN, 40_000), 2, TRAIN, ABLE));
        assertThat(told(effects)).contains(new UdpTunnelReply(64, false, 0));
    }

    @Test
    void deniesARequestOfANodeThatDoesNotDecapsulateItself() {
        Octets message = Village.signed(unsigned(0, PRIVATE, RequestFlags.REVERSE_TUNNELING, ABLE));
        assertThat(code(agent, from(MAPPED, 0, message))).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
    }

    @Test
    void deniesAForeignAgentsWishForANodeThatDecapsulatesItself() {
        Octets message = Village.signed(unsigned(0, PRIVATE, CO_LOCATED)).plus(Octets.ofHex(ABLE));
        assertThat(code(agent, from(MAPPED, 0, message))).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
    }

    @Test
    void tunnelsToAForeignAgentBehindANatAndTellsItBehindTheNodesAuthenticator() throws Exception {
        Octets message = Village.signed(unsigned(0, PRIVATE, RequestFlags.REVERSE_TUNNELING))
                .plus(Octets.ofHex(ABLE));
        List<Effect> effects = agent.handle(at(0), from(MAPPED, 0, message));
        TunnelPath path = new TunnelPath(NAT, Encapsulation.IPIP, false, false).within(UdpEnd.at(41_023));
        assertThat(effects).contains(new Effect.Forward(HOME, List.of(path)));
        RegistrationReply reply = RegistrationReply.decode(sendIn(effects).octets());
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 44);
    }

    @Test
    void deniesAnEncapsulationThatItDoesNotHave() {
        assertThat(code(agent, request(MAPPED, 0, PRIVATE, "9006 00 00 00 2f 0000")))
                .isEqualTo(ReplyCode.UDP_ENCAPSULATION_UNAVAILABLE);
        assertThat(code(agent, request(MAPPED, 1, PRIVATE, "9006 00 00 00 11 0000")))
                .isEqualTo(ReplyCode.UDP_ENCAPSULATION_UNAVAILABLE);
        Octets gre = Village.signed(unsigned(2, PRIVATE, CO_LOCATED.with(RequestFlags.GRE), ABLE));
        assertThat(code(agent, from(MAPPED, 2, gre))).isEqualTo(ReplyCode.UDP_ENCAPSULATION_UNAVAILABLE);
    }

    @Test
    void wrapsWithinUdpAsTheFieldSaysAndElseAsTheBitsSay() {
        HomeAgent both = granting(Encapsulation.UDP, Encapsulation.GRE, Encapsulation.MINIMAL);
        RequestFlags minimal = CO_LOCATED.with(RequestFlags.MINIMAL_ENCAPSULATION);
        both.handle(at(0), from(MAPPED, 0, Village.signed(unsigned(0, PRIVATE, minimal, "9006 00 00 00 2f 0000"))));
        assertThat(both.bindings().get(0).encapsulation()).isEqualTo(Encapsulation.GRE);
        both.handle(at(1), from(MAPPED, 1, Village.signed(unsigned(1, PRIVATE, minimal, "9006 00 00 00 04 0000"))));
        assertThat(both.bindings().get(0).encapsulation()).isEqualTo(Encapsulation.IPIP);
        both.handle(at(2), from(MAPPED, 2, Village.signed(unsigned(2, PRIVATE, minimal, ABLE))));
        assertThat(both.bindings().get(0).encapsulation()).isEqualTo(Encapsulation.MINIMAL);
        assertThat(both.bindings().get(0).tunnel()).isEqualTo(Encapsulation.UDP);
    }

    @Test
    void skipsAWishThatItDoesNotUnderstand() {
        List<Effect> effects = agent.handle(at(0), request(MAPPED, 0, PRIVATE, "9006 00 00 00 00 0001"));
        assertThat(effects).contains(new Effect.Forward(HOME, List.of(plain(PRIVATE))));
        assertThat(told(effects)).isEmpty();
    }

    @Test
    void waitsForAKeepaliveWhereTheRequestCameThroughAForeignAgent() {
        List<Effect> effects = agent.handle(at(0), request(MAPPED, 0, PRIVATE, THROUGH_AGENT));
        assertThat(effects).contains(new Effect.Forward(HOME, List.of(plain(NAT).within(UdpEnd.halfBound()))));
        assertThat(told(effects)).contains(new UdpTunnelReply(0, false, 25));
    }

    @Test
    void movesTheTunnelToTheNewMappingWithTheNextRequest() {
        agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE));
        assertThat(agent.handle(at(60), request(REMAPPED, 60, PRIVATE, ABLE)))
                .contains(within(50_000), new Effect.Remapped("laptop", HOME, PRIVATE, MAPPED, REMAPPED));
        assertThat(agent.bindings()).hasSize(1);
    }

    /** A NAT that forgets every second: one binding, one tunnel, and each of its ways is told; a renewal is no news. */
    @Test
    void tellsOfEachNewMappingAndOfNoneWhereItIsTheSame() {
        agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE));
        for (int second = 1; second <= 10; second++) {
            Endpoint source = new Endpoint(NAT, 50_000 + second);
            List<Effect> effects = agent.handle(at(second), request(source, second, PRIVATE, ABLE));
            assertThat(effects).contains(within(50_000 + second));
            assertThat(effects).filteredOn(Effect.Remapped.class::isInstance).hasSize(1);
            assertThat(agent.bindings()).hasSize(1);
        }
        assertThat(agent.handle(at(11), request(new Endpoint(NAT, 50_010), 11, PRIVATE, ABLE)))
                .noneMatch(Effect.Remapped.class::isInstance);
    }

    @Test
    void movesNothingForACopyThatComesFromElsewhere() {
        Event original = request(MAPPED, 0, PRIVATE, ABLE);
        agent.handle(at(0), original);
        Endpoint thief = new Endpoint(Ipv4.parse("198.51.100.66"), 666);
        List<Effect> effects = agent.handle(at(1), from(thief, 1, Village.payload(original)));
        assertThat(effects).noneMatch(effect -> effect instanceof Effect.Forward || effect instanceof Effect.Remapped);
        assertThat(agent.bindings().get(0).path()).isEqualTo(plain(NAT).within(UdpEnd.at(41_023)));
    }

    @Test
    void movesNothingForWhoCannotSign() {
        agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE));
        Octets forged = Village.association(256, "guessed, not known")
                .sign(unsigned(1, PRIVATE, CO_LOCATED, ABLE).encode(), Kind.MOBILE_HOME);
        assertThat(agent.handle(at(1), from(REMAPPED, 1, forged))).noneMatch(Effect.Forward.class::isInstance);
    }

    @Test
    void deniesATunnelWithinUdpInACircle() {
        for (Ipv4 source : List.of(AGENT, HOME, NEIGHBOUR)) {
            HomeAgent fresh = granting(Encapsulation.UDP);
            assertThat(code(fresh, request(new Endpoint(source, 41_023), 0, PRIVATE, ABLE)))
                    .as("from %s", source)
                    .isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
        }
    }

    @Test
    void takesACareOfAddressBehindANatThatMeansAnotherThingHere() {
        assertThat(code(agent, request(MAPPED, 0, NEIGHBOUR, ABLE))).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void saysNothingOfTunnelsInADeregistration() {
        agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE));
        RegistrationRequest leaving = new RegistrationRequest(
                CO_LOCATED,
                Lifetime.ZERO,
                HOME,
                AGENT,
                PRIVATE,
                identification(1),
                List.of(Extension.of(144, Octets.ofHex("00 00 00 00 0000"))));
        List<Effect> effects = agent.handle(at(1), from(MAPPED, 1, Village.signed(leaving)));
        assertThat(effects).contains(new Effect.Forward(HOME, List.of()));
        assertThat(told(effects)).isEmpty();
    }

    @Test
    void keepsTheConfiguredIntervalHoweverOftenTheMappingIsLost() {
        for (int i = 0; i < 20; i++) {
            Endpoint mapped = new Endpoint(NAT, 41_000 + i);
            assertThat(told(agent.handle(at(i), request(mapped, i, PRIVATE, ABLE))))
                    .contains(new UdpTunnelReply(0, false, 25));
        }
    }

    @Test
    void tunnelsToTheSamePortAfterARestart() {
        List<Effect> effects = agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE));
        assertThat(effects).contains(within(41_023));
        HomeAgent restarted = granting(Encapsulation.UDP);
        assertThat(restarted.handle(at(2), Village.restored(effects))).contains(within(41_023));
    }

    @Test
    void tellsOfTheNatThatANodeIsBehindAndOfNoneWhereThereIsNone() {
        assertThat(natIn(agent.handle(at(0), request(MAPPED, 0, PRIVATE, ABLE))))
                .contains(MAPPED);
        assertThat(agent.bindings().get(0).nat()).isPresent();
        assertThat(natIn(agent.handle(at(1), request(new Endpoint(TRAIN, 40_000), 1, TRAIN, FORCED))))
                .isEmpty();
    }

    private static Optional<Endpoint> natIn(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Accepted.class::isInstance)
                .map(each -> ((Effect.Accepted) each).nat())
                .findFirst()
                .orElseThrow();
    }

    /** §4.2.2 and §4.6: what the foreign agent has asked for, it is told, behind the node's authenticator. */
    @Test
    void tellsTheForeignAgentThatHasAskedThatThereIsNoNat() {
        Ipv4 foreign = Ipv4.parse("192.0.2.1");
        Octets asked = Village.signed(unsigned(0, foreign, RequestFlags.REVERSE_TUNNELING))
                .plus(Octets.ofHex(ABLE));
        List<Effect> effects = agent.handle(at(0), from(new Endpoint(foreign, 434), 0, asked));
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32, 44);
        assertThat(told(effects)).contains(new UdpTunnelReply(64, false, 0));
    }

    /** The R bit is the node's to set: a foreign agent is no agent that it goes through. */
    @Test
    void grantsNothingForAnRBitThatAForeignAgentHasSet() {
        Ipv4 foreign = Ipv4.parse("192.0.2.1");
        Octets asked = Village.signed(unsigned(0, foreign, RequestFlags.REVERSE_TUNNELING))
                .plus(Octets.ofHex(THROUGH_AGENT));
        List<Effect> effects = agent.handle(at(0), from(new Endpoint(foreign, 434), 0, asked));
        assertThat(told(effects)).contains(new UdpTunnelReply(64, false, 0));
    }
}
