package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.changes;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** Nodes that are known by their NAI and get a home address (RFC 2794, RFC 5944 §3.8.3.2), message by message. */
class NaiTest {

    private static final AddressRange POOL = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.102"));
    private static final Ipv4 FIRST = POOL.first();
    private static final Ipv4 SECOND = Ipv4.parse("10.1.1.101");
    private static final Ipv4 LAST = POOL.last();
    private static final Ipv4 NONE = Ipv4.UNSPECIFIED;

    private static final Guest ANN = new Guest("ann", association(300, "the key of Ann.."));
    private static final Guest BOB = new Guest("bob", association(300, "the key of Bob.."));
    private static final Guest CAT = new Guest("cat", association(301, "the key of Cat.."));
    private static final Guest DAN = new Guest("dan", association(302, "the key of Dan.."));

    private final HomeAgentSettings settings = Village.settings(
            Village.GRANTS,
            false,
            List.of(),
            Village.LAPTOP,
            ANN.node(POOL),
            BOB.node(POOL),
            CAT.node(POOL),
            DAN.node(POOL));
    private final HomeAgent agent = Village.agent(settings);

    @Test
    void givesANodeWithoutAHomeAddressTheFirstOfThePool() {
        // Request { 0.0.0.0, NAI, MN-HA } -->     <-- Reply { home address, home agent, NAI, MN-HA }
        List<Effect> effects = ask(0, ANN, NONE, CAFE, 60);
        RegistrationReply reply = replyIn(effects, ANN.association());
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.homeAddress()).isEqualTo(FIRST);
        assertThat(reply.homeAgent()).isEqualTo(AGENT);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(131, 32);
        assertThat(NetworkAccessIdentifier.in(reply.extensions())).contains(ANN.nai());
        assertThat(effects)
                .contains(
                        Village.forward(FIRST, List.of(CAFE)),
                        new Effect.Attract(FIRST),
                        new Effect.Accepted("ann", FIRST, CAFE, new Lifetime(60), List.of()));
        assertThat(changes(effects)).contains(new Change.Newest(new NodeIdentity.OfNai(ANN.nai()), identification(0)));
    }

    @Test
    void givesTheSameAddressAsLongAsTheNodeIsBound() {
        ask(0, ANN, NONE, CAFE, 60);
        assertThat(Guest.homeOf(ask(1, BOB, NONE, CAFE, 60), BOB)).isEqualTo(SECOND);
        assertThat(Guest.homeOf(ask(2, ANN, NONE, TRAIN, 60), ANN)).isEqualTo(FIRST);
        assertThat(Guest.homeOf(ask(3, ANN, FIRST, CAFE, 60), ANN)).isEqualTo(FIRST);
        assertThat(agent.bindings()).extracting(Binding::home).containsExactly(FIRST, SECOND);
    }

    @Test
    void deniesWithCode130WhenAllAddressesAreTaken() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(0, BOB, NONE, CAFE, 60);
        assertThat(Guest.homeOf(ask(0, CAT, NONE, CAFE, 60), CAT)).isEqualTo(LAST);
        RegistrationReply reply = replyIn(ask(1, DAN, NONE, CAFE, 60), DAN.association());
        assertThat(reply.code()).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        assertThat(agent.bindings()).hasSize(3);
    }

    @Test
    void takesAnAddressBackWithADeregistration() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(0, BOB, NONE, CAFE, 60);
        ask(0, CAT, NONE, CAFE, 60);
        List<Effect> gone = ask(1, BOB, NONE, NONE, 0);
        assertThat(Guest.homeOf(gone, BOB)).isEqualTo(SECOND);
        assertThat(gone).contains(Village.forward(SECOND, List.of()), new Effect.Release(SECOND, false));
        assertThat(Guest.homeOf(ask(2, DAN, NONE, CAFE, 60), DAN)).isEqualTo(SECOND);
    }

    @Test
    void takesAnAddressBackWhenTheLifetimeEnds() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(0, BOB, NONE, CAFE, 600);
        ask(0, CAT, NONE, CAFE, 600);
        agent.handle(at(60), new Event.DeadlineCame());
        assertThat(Guest.homeOf(ask(61, DAN, NONE, CAFE, 60), DAN)).isEqualTo(FIRST);
        assertThat(Guest.code(ask(62, ANN, NONE, CAFE, 60), ANN)).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
    }

    @Test
    void givesANodeTheAddressItHadBeforeIfThatIsFree() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(1, BOB, NONE, CAFE, 60);
        ask(2, BOB, NONE, NONE, 0);
        ask(3, ANN, NONE, NONE, 0);
        assertThat(Guest.homeOf(ask(4, BOB, NONE, CAFE, 60), BOB)).isEqualTo(SECOND);
    }

    @Test
    void keepsTheAddressWhileAnyBindingIsLeft() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(1, ANN, FIRST, TRAIN, 60, true);
        ask(2, ANN, FIRST, CAFE, 0);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
        assertThat(Guest.homeOf(ask(3, BOB, NONE, CAFE, 60), BOB)).isEqualTo(SECOND);
    }

    @Test
    void givesBackTheAddressThatANodeKnowsItHadAfterOurRestart() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(1, BOB, NONE, CAFE, 60);
        HomeAgent restarted = new HomeAgent(
                settings, Map.of(new NodeIdentity.OfNai(BOB.nai()), identification(1)), Village.nonces(), at(0));
        Octets replayed = BOB.request(1, SECOND, CAFE, 60, false);
        assertThat(Guest.code(restarted.handle(at(1), arrives(1, CAFE, replayed)), BOB))
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        Octets renewed = BOB.request(2, SECOND, CAFE, 60, false);
        assertThat(Guest.homeOf(restarted.handle(at(2), arrives(2, CAFE, renewed)), BOB))
                .isEqualTo(SECOND);
        Octets next = CAT.request(2, NONE, CAFE, 60, false);
        assertThat(Guest.homeOf(restarted.handle(at(2), arrives(2, CAFE, next)), CAT))
                .isEqualTo(FIRST);
        Octets last = DAN.request(2, NONE, CAFE, 60, false);
        assertThat(Guest.homeOf(restarted.handle(at(2), arrives(2, CAFE, last)), DAN))
                .isEqualTo(LAST);
    }

    @Test
    void deniesWithCode129AHomeAddressThatItCannotServe() {
        ask(0, ANN, NONE, CAFE, 60);
        double second = 1;
        for (String other : List.of("10.1.1.100", "10.1.1.10", "10.1.1.99", "10.1.1.103", "192.0.2.9", "10.1.1.20")) {
            RegistrationReply reply = replyIn(ask(second++, BOB, Ipv4.parse(other), CAFE, 60), BOB.association());
            assertThat(reply.code()).as(other).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
            assertThat(reply.homeAddress()).isEqualTo(Ipv4.parse(other));
        }
        assertThat(agent.bindings()).extracting(Binding::home).containsExactly(FIRST);
    }

    @Test
    void deniesWithCode129AnotherAddressThanTheOneTheNodeIsBoundTo() {
        ask(0, ANN, NONE, CAFE, 60);
        assertThat(Guest.code(ask(1, ANN, LAST, TRAIN, 60), ANN)).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        assertThat(agent.bindings()).extracting(Binding::home).containsExactly(FIRST);
    }

    @Test
    void deregistersWhatIsNotBoundWithTheAddressItWouldHaveHad() {
        RegistrationReply reply = replyIn(ask(0, ANN, NONE, NONE, 0), ANN.association());
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.homeAddress()).isEqualTo(FIRST);
        assertThat(Guest.homeOf(ask(1, BOB, NONE, CAFE, 60), BOB)).isEqualTo(FIRST);
    }

    @Test
    void saysWhichAddressItWouldBeInADenialToo() {
        // RFC 2794 §3: a foreign agent makes code 99 of a reply without a home address.
        RegistrationReply late = replyIn(
                agent.handle(at(30), arrives(30, CAFE, ANN.request(0, NONE, CAFE, 60, false))), ANN.association());
        assertThat(late.code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(late.homeAddress()).isEqualTo(FIRST);
        assertThat(NetworkAccessIdentifier.in(late.extensions())).contains(ANN.nai());
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void givesACopyTheSameReply() {
        List<Effect> first = ask(0, ANN, NONE, CAFE, 60);
        assertThat(ask(0, ANN, NONE, CAFE, 60)).containsExactly(Village.AFTER_ALL_BEFORE, sendIn(first));
        List<Effect> gone = ask(1, ANN, NONE, NONE, 0);
        assertThat(ask(1, ANN, NONE, NONE, 0)).containsExactly(Village.AFTER_ALL_BEFORE, sendIn(gone));
    }

    @Test
    void knowsTheNaiInWhateverCaseItsRealmIs() {
        Guest shouting = new Guest("ann", ANN.association());
        RegistrationRequest request =
                Guest.unsigned(0, NONE, CAFE, 60, NetworkAccessIdentifier.of("ann@EXAMPLE.org"), false);
        Octets signed = shouting.association().sign(request.encode(), Kind.MOBILE_HOME);
        RegistrationReply reply = replyIn(agent.handle(at(0), arrives(0, CAFE, signed)), ANN.association());
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(NetworkAccessIdentifier.in(reply.extensions()))
                .contains(NetworkAccessIdentifier.of("ann@EXAMPLE.org"));
    }

    /** AUTH-33: the same SPI with the key of another node. */
    @Test
    void isSilentAboutTheKeyOfAnotherNode() {
        Octets request = BOB.association()
                .sign(Guest.unsigned(0, NONE, CAFE, 60, ANN.nai(), false).encode(), Kind.MOBILE_HOME);
        assertSilence(request, DiscardReason.WRONG_AUTHENTICATOR);
    }

    @Test
    void isSilentAboutANaiNobodyHas() {
        Octets request = ANN.association()
                .sign(
                        Guest.unsigned(0, NONE, CAFE, 60, NetworkAccessIdentifier.of("eve@example.org"), false)
                                .encode(),
                        Kind.MOBILE_HOME);
        assertSilence(request, DiscardReason.UNKNOWN_NODE);
    }

    @Test
    void isSilentAboutANaiThatNoAuthenticatorProtects() {
        RegistrationRequest bare =
                new RegistrationRequest(CO_LOCATED, new Lifetime(60), NONE, AGENT, CAFE, identification(0), List.of());
        Octets signed = ANN.association().sign(bare.encode(), Kind.MOBILE_HOME);
        assertSilence(signed.plus(ANN.nai().toExtension().encode()), DiscardReason.UNKNOWN_NODE);
    }

    @Test
    void isSilentAboutNoHomeAddressAndNoNai() {
        RegistrationRequest bare =
                new RegistrationRequest(CO_LOCATED, new Lifetime(60), NONE, AGENT, CAFE, identification(0), List.of());
        assertSilence(ANN.association().sign(bare.encode(), Kind.MOBILE_HOME), DiscardReason.UNKNOWN_NODE);
    }

    /** A NAI that we do not know is one more extension that we need not: the home address says who it is. */
    @Test
    void servesANodeByItsAddressAndGivesItsNaiBack() {
        RegistrationRequest request =
                Guest.unsigned(0, HOME, CAFE, 60, NetworkAccessIdentifier.of("me@elsewhere.net"), false);
        List<Effect> effects = agent.handle(at(0), arrives(0, CAFE, Village.signed(request)));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(131, 32);
    }

    @Test
    void findsTheOwnAddressOfANodeThatHasOne() {
        AuthorizedNode both = new AuthorizedNode(
                "laptop",
                new HomeAddress.Own(HOME),
                Optional.of(ANN.nai()),
                SecurityAssociations.of(ANN.association()),
                Village.TIMESTAMPS);
        HomeAgent other = Village.agent(Village.settings(Village.GRANTS, false, List.of(), both));
        Octets request = ANN.request(0, NONE, CAFE, 60, false);
        assertThat(Guest.homeOf(other.handle(at(0), arrives(0, CAFE, request)), ANN))
                .isEqualTo(HOME);
        Octets another = ANN.request(1, SECOND, CAFE, 60, false);
        assertThat(Guest.code(other.handle(at(1), arrives(1, CAFE, another)), ANN))
                .isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
    }

    @Test
    void tunnelsNobodyToAnAddressOfAPool() {
        assertThat(Guest.code(ask(0, ANN, NONE, LAST, 60), ANN)).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
        assertThat(Guest.code(ask(1, ANN, NONE, FIRST, 60), ANN)).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
    }

    @Test
    void comesHomeWithTheAddressItWasGiven() {
        ask(0, ANN, NONE, CAFE, 60);
        List<Effect> effects = agent.handle(at(1), arrives(1, FIRST, ANN.request(1, FIRST, FIRST, 0, false)));
        assertThat(Guest.code(effects, ANN)).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(effects).contains(new Effect.Release(FIRST, true));
        assertThat(sendIn(effects).onto()).hasValue(Village.HOME_LINK);
        assertThat(effects).contains(new Effect.Accepted("ann", FIRST, FIRST, Lifetime.ZERO, List.of(CAFE)));
    }

    @Test
    void takesAnAddressBackFromANodeThatIsDropped() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(0, BOB, NONE, CAFE, 60);
        ask(0, CAT, NONE, CAFE, 60);
        agent.handle(at(1), new Event.Drop(Village.MIDNIGHT.plusSeconds(1), "bob"));
        assertThat(Guest.homeOf(ask(2, DAN, NONE, CAFE, 60), DAN)).isEqualTo(SECOND);
    }

    @Test
    void takesAnAddressBackThatCouldNotBeServedAfterAll() {
        ask(0, ANN, NONE, CAFE, 60);
        ask(0, BOB, NONE, CAFE, 60);
        ask(0, CAT, NONE, CAFE, 60);
        List<Effect> denied = agent.handle(at(0), new Event.CouldNot(ReplyCode.INSUFFICIENT_RESOURCES));
        assertThat(Guest.code(denied, CAT)).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        assertThat(changes(denied))
                .as("its Identification is used up")
                .contains(new Change.Newest(new NodeIdentity.OfNai(CAT.nai()), identification(0)));
        assertThat(Guest.homeOf(ask(1, DAN, NONE, CAFE, 60), DAN)).isEqualTo(LAST);
    }

    @Test
    void keepsTheAddressOfABindingThatItHasMadeAgainAfterARestart() {
        List<Effect> accepted = ask(0, ANN, NONE, CAFE, 60);
        HomeAgent restarted = Village.agent(settings);
        restarted.handle(at(2), Village.restored(accepted));
        assertThat(Guest.homeOf(BOB.ask(restarted, 3, NONE, CAFE, 60, false), BOB))
                .isEqualTo(SECOND);
        assertThat(Guest.homeOf(ANN.ask(restarted, 4, NONE, TRAIN, 60, false), ANN))
                .isEqualTo(FIRST);
    }

    @Test
    void givesNobodyAnAddressThatIsANodesOwnOrOurs() {
        AddressRange around = new AddressRange(Ipv4.parse("10.1.1.19"), Ipv4.parse("10.1.1.22"));
        AuthorizedNode own = AuthorizedNode.at(
                Ipv4.parse("10.1.1.19"), "own", SecurityAssociations.of(Village.ASSOCIATION), Village.TIMESTAMPS);
        AuthorizedNode guest = new AuthorizedNode(
                "ann",
                new HomeAddress.FromPool(around),
                Optional.of(ANN.nai()),
                SecurityAssociations.of(ANN.association()),
                Village.TIMESTAMPS);
        HomeAgent other = Village.agent(Village.settings(Village.GRANTS, false, List.of(), own, guest));
        assertThat(Guest.homeOf(ANN.ask(other, 0, NONE, CAFE, 60, false), ANN)).isEqualTo(Ipv4.parse("10.1.1.21"));
    }

    @Test
    void deniesWithCode129ToEndWhatIsNotTheNodes() {
        ask(0, ANN, NONE, CAFE, 60);
        assertThat(Guest.code(ask(1, BOB, FIRST, CAFE, 0), BOB)).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        assertThat(agent.bindings()).extracting(Binding::home).containsExactly(FIRST);
    }

    private void assertSilence(Octets request, DiscardReason why) {
        assertThat(agent.handle(at(0), arrives(0, CAFE, request)))
                .filteredOn(effect -> !(effect instanceof Effect.Violation))
                .singleElement()
                .satisfies(effect -> assertThat(((Effect.Discard) effect).why()).isEqualTo(why));
    }

    private List<Effect> ask(double second, Guest guest, Ipv4 home, Ipv4 careOf, int lifetime) {
        return ask(second, guest, home, careOf, lifetime, false);
    }

    private List<Effect> ask(double second, Guest guest, Ipv4 home, Ipv4 careOf, int lifetime, boolean keepsOthers) {
        return guest.ask(agent, second, home, careOf, lifetime, keepsOthers);
    }
}
