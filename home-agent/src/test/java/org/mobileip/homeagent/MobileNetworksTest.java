package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.LAPTOP;
import static org.mobileip.homeagent.Village.TABLET;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** Networks behind a node (RFC 5177 §6, RFC 6626 §3.2); extensions are octets written by hand from their diagrams. */
class MobileNetworksTest {

    private static final Ipv4Prefix ONE = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4Prefix TWO = Ipv4Prefix.parse("192.168.16.0/20");
    private static final String ASK_ONE = "9406 00 18 0a140300";
    private static final String ASK_TWO = "9406 00 14 c0a81000";
    private static final String ASK_OTHER = "9406 00 18 0a140400";
    private static final RequestFlags KEEPING_OTHERS = CO_LOCATED.with(RequestFlags.SIMULTANEOUS_BINDINGS);

    private final HomeAgent agent = agentOf(LAPTOP.withNetworks(List.of(ONE, TWO)), TABLET);

    private static HomeAgent agentOf(AuthorizedNode... nodes) {
        return Village.agent(Village.settings(Village.GRANTS, false, List.of(), nodes));
    }

    private List<Effect> registers(double second, Ipv4 careOf, int lifetime, String extensions) {
        return registers(agent, second, careOf, lifetime, CO_LOCATED, extensions);
    }

    private static List<Effect> registers(
            HomeAgent agent, double second, Ipv4 careOf, int lifetime, RequestFlags flags, String extensions) {
        Octets message = unsigned(second, careOf, lifetime, flags).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(second), arrives(second, careOf, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    /** The mobile network extensions of the reply, as they were sent, all of them before the authenticator. */
    private static List<String> acknowledged(List<Effect> effects) {
        RegistrationReply reply = replyIn(effects);
        int authenticator = reply.extensions().stream()
                .filter(extension -> extension.type() == 32)
                .mapToInt(Extension::offset)
                .findFirst()
                .orElseThrow();
        return reply.extensions().stream()
                .filter(extension -> extension.type() == 148 && extension.offset() < authenticator)
                .map(extension -> extension.encode().toString())
                .toList();
    }

    private static String octets(String hex) {
        return Octets.ofHex(hex).toString();
    }

    private static int code(List<Effect> effects) {
        return replyIn(effects).code().value();
    }

    private static Effect forwarding(Ipv4 careOf, Ipv4Prefix... networks) {
        return new Effect.Forward(HOME, List.of(TunnelPath.to(careOf)), List.of(networks));
    }

    @Test
    void forwardsWhatIsAskedForByNameAndIsTheNodes() {
        List<Effect> effects = registers(0, CAFE, 60, ASK_TWO);
        assertThat(code(effects)).isZero();
        assertThat(acknowledged(effects)).containsExactly(octets("9408 01 00 14 00 c0a81000"));
        assertThat(effects).contains(forwarding(CAFE, TWO));
        assertThat(agent.bindings()).flatExtracting(Binding::networks).containsExactly(TWO);
    }

    @Test
    void forwardsAllOfTheNodesNetworksWhereTheRequestNamesNone() {
        List<Effect> effects = registers(0, CAFE, 60, "");
        assertThat(code(effects)).isZero();
        assertThat(acknowledged(effects))
                .containsExactly(octets("9408 02 00 18 00 0a140300"), octets("9408 02 00 14 00 c0a81000"));
        assertThat(effects).contains(forwarding(CAFE, ONE, TWO));
    }

    @ParameterizedTest
    @CsvSource({
        "one bit off in the network,            9406 00 18 0a140200, 9408 01 02 18 00 0a140200",
        "one bit off in the length: a half,     9406 00 19 0a140300, 9408 01 02 19 00 0a140300",
        "one bit off in the length: the double, 9406 00 17 0a140200, 9408 01 02 17 00 0a140200",
        "a network of nobody,                   9406 00 08 08000000, 9408 01 02 08 00 08000000",
        "length 0,                              9406 00 00 0a140300, 9408 01 01 00 00 0a140300",
        "length 33,                             9406 00 21 0a140300, 9408 01 01 21 00 0a140300",
        "length 255,                            9406 00 ff 0a140300, 9408 01 01 ff 00 0a140300"
    })
    void refusesWhatIsNotExactlyTheNodesWithTheReason(String what, String asked, String reason) {
        List<Effect> alone = registers(0, CAFE, 60, asked);
        assertThat(code(alone)).as(what).isEqualTo(147);
        assertThat(acknowledged(alone)).containsExactly(octets(reason));
        assertThat(alone).noneMatch(Effect.Forward.class::isInstance);
        assertThat(alone).anyMatch(Effect.Denied.class::isInstance);
        assertThat(refused(alone)).containsExactly(reason.split(" ", -1)[2]);
        List<Effect> beside = registers(1, CAFE, 60, asked + ASK_ONE);
        assertThat(code(beside)).isZero();
        assertThat(acknowledged(beside)).containsExactly(octets(reason), octets("9408 01 00 18 00 0a140300"));
        assertThat(beside).contains(forwarding(CAFE, ONE));
        assertThat(refused(beside)).as("told, though the rest is granted").containsExactly(reason.split(" ", -1)[2]);
    }

    /** The codes of what is told to be refused. */
    private static List<String> refused(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.NetworksRefused.class::isInstance)
                .flatMap(effect -> ((Effect.NetworksRefused) effect).networks().stream())
                .map(network -> "%02x".formatted(network.code().value()))
                .toList();
    }

    @Test
    void tellsOfNoRefusalWhereTheNodeGetsAllThatItAsksFor() {
        assertThat(refused(registers(0, CAFE, 60, ASK_ONE))).isEmpty();
        assertThat(refused(registers(1, CAFE, 60, ""))).isEmpty();
    }

    @Test
    void leavesTheBindingBeforeAsItWasWhenEveryNetworkIsRefused() {
        registers(0, CAFE, 60, ASK_ONE);
        assertThat(code(registers(1, TRAIN, 60, ASK_OTHER))).isEqualTo(147);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
        assertThat(agent.bindings()).flatExtracting(Binding::networks).containsExactly(ONE);
    }

    @Test
    void deniesANodeThatIsNoRouterWithCode148() {
        HomeAgent plain = agentOf(LAPTOP, TABLET);
        List<Effect> effects = registers(plain, 0, CAFE, 60, CO_LOCATED, ASK_ONE);
        assertThat(code(effects)).isEqualTo(148);
        assertThat(effects).noneMatch(Effect.Forward.class::isInstance);
        assertThat(acknowledged(registers(plain, 1, CAFE, 60, CO_LOCATED, ""))).isEmpty();
    }

    @Test
    void aRenewalWithoutANetworkTakesItAway() {
        registers(0, CAFE, 60, ASK_ONE + ASK_TWO);
        assertThat(registers(10, CAFE, 60, ASK_TWO)).contains(forwarding(CAFE, TWO));
        assertThat(agent.bindings()).flatExtracting(Binding::networks).containsExactly(TWO);
    }

    @Test
    void theNetworksMoveWithTheNode() {
        registers(0, CAFE, 60, ASK_ONE);
        assertThat(registers(5, TRAIN, 60, ASK_ONE)).contains(forwarding(TRAIN, ONE));
    }

    @Test
    void aDeregistrationTakesAllAwayWhateverNetworksItNames() {
        registers(0, CAFE, 60, ASK_ONE);
        List<Effect> effects = registers(1, CAFE, 0, ASK_OTHER + ASK_ONE);
        assertThat(code(effects)).isZero();
        assertThat(acknowledged(effects)).isEmpty();
        assertThat(effects).contains(new Effect.Forward(HOME, List.of(), List.of()));
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void theEndOfTheLifetimeTakesAllAway() {
        registers(0, CAFE, 60, ASK_ONE);
        assertThat(agent.handle(at(60), new Event.DeadlineCame()))
                .contains(new Effect.Forward(HOME, List.of(), List.of()));
    }

    @Test
    void theLastRegistrationSaysWhichNetworksAllBindingsOfTheNodeHave() {
        registers(agent, 0, CAFE, 60, KEEPING_OTHERS, ASK_ONE);
        List<Effect> effects = registers(agent, 1, TRAIN, 60, KEEPING_OTHERS, ASK_TWO);
        assertThat(effects)
                .contains(new Effect.Forward(HOME, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)), List.of(TWO)));
        assertThat(agent.handle(at(60), new Event.DeadlineCame())).contains(forwarding(TRAIN, TWO));
    }

    /** §6.7: what a registration has brought goes with it. */
    @Test
    void theNetworksAreThoseOfTheLastRegistrationThatHasNotEnded() {
        registers(agent, 0, CAFE, 60, KEEPING_OTHERS, ASK_ONE);
        registers(agent, 1, TRAIN, 20, KEEPING_OTHERS, ASK_TWO);
        assertThat(agent.handle(at(21), new Event.DeadlineCame())).contains(forwarding(CAFE, ONE));
        registers(agent, 22, TRAIN, 60, KEEPING_OTHERS, ASK_TWO);
        assertThat(registers(agent, 23, TRAIN, 0, CO_LOCATED, "")).contains(forwarding(CAFE, ONE));
        assertThat(agent.bindings()).extracting(Binding::networks).containsExactly(List.of(ONE));
    }

    @Test
    void believesNoNetworkThatTheNodeHasNotSigned() {
        Octets signed = ASSOCIATION.sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        List<Effect> effects = agent.handle(at(0), arrives(0, CAFE, signed.plus(Octets.ofHex(ASK_ONE))));
        assertThat(acknowledged(effects))
                .as("as if it had named none")
                .containsExactly(octets("9408 02 00 18 00 0a140300"), octets("9408 02 00 14 00 c0a81000"));
    }

    @Test
    void deniesARequestWhoseNetworkIsCutShortAsPoorlyFormed() {
        assertThat(code(registers(0, CAFE, 60, "9405 00 18 0a1403"))).isEqualTo(134);
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void forwardsNoNetworkThatIsHere() {
        agent.handle(at(0), new Event.OurAddresses(Set.of(Ipv4.parse("10.20.3.1"))));
        List<Effect> effects = registers(0, CAFE, 60, ASK_ONE + ASK_TWO);
        assertThat(acknowledged(effects))
                .containsExactly(octets("9408 01 03 18 00 0a140300"), octets("9408 01 00 14 00 c0a81000"));
        assertThat(effects).contains(forwarding(CAFE, TWO));
    }

    /** What is switched ahead of all else has no networks: a node that was given some since it registered last waits for the rest. */
    @Test
    void aMoveThatBringsNetworksWhichTheBindingHadNotIsNotAnticipated() {
        HomeAgent village = agentOf(LAPTOP, TABLET);
        registers(village, 0, CAFE, 60, CO_LOCATED, "");
        Event move = arrives(
                1, TRAIN, ASSOCIATION.sign(unsigned(1, TRAIN, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME));
        assertThat(village.anticipate(at(1), move)).contains((Effect.Forward) forwarding(TRAIN));
        AuthorizedNode withNetworks = LAPTOP.withNetworks(List.of(ONE, TWO));
        village.handle(
                at(1),
                new Event.Reloaded(
                        Village.settings(Village.GRANTS, false, List.of(), withNetworks, TABLET),
                        Village.MIDNIGHT.plusSeconds(1)));
        assertThat(village.anticipate(at(1), move)).isEmpty();
        assertThat(village.handle(at(1), move)).contains(forwarding(TRAIN, ONE, TWO));
    }

    @Test
    void refusesACareOfAddressWithinANetworkBehindTheNodeItself() {
        assertThat(code(registers(0, Ipv4.parse("10.20.3.9"), 60, ASK_TWO))).isEqualTo(134);
    }

    @Test
    void givesEachNetworkOfARealmToOneOfItsNodesOnly() {
        AuthorizedNode realm = new AuthorizedNode(
                        "bus",
                        new HomeAddress.FromPool(new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.110"))),
                        Optional.of(NetworkAccessIdentifier.of("@bus.example")),
                        LAPTOP.associations(),
                        Village.TIMESTAMPS)
                .withNetworks(List.of(ONE));
        HomeAgent buses = agentOf(realm);
        assertThat(acknowledged(guest(buses, 0, "a@bus.example", CAFE)))
                .containsExactly(octets("9408 02 00 18 00 0a140300"));
        List<Effect> second = guest(buses, 1, "b@bus.example", TRAIN);
        assertThat(code(second)).isEqualTo(147);
        assertThat(acknowledged(second)).containsExactly(octets("9408 02 03 18 00 0a140300"));
        assertThat(refused(second)).containsExactly("03");
        assertThat(acknowledged(guest(buses, 2, "a@bus.example", CAFE)))
                .containsExactly(octets("9408 02 00 18 00 0a140300"));
    }

    private static List<Effect> guest(HomeAgent agent, double second, String nai, Ipv4 careOf) {
        Octets fixed = new org.mobileip.wire.RegistrationRequest(
                        CO_LOCATED,
                        new org.mobileip.wire.Lifetime(60),
                        Ipv4.UNSPECIFIED,
                        Village.AGENT,
                        careOf,
                        Village.identification(second),
                        List.of(NetworkAccessIdentifier.of(nai).toExtension()))
                .encode();
        return agent.handle(at(second), arrives(second, careOf, ASSOCIATION.sign(fixed, Kind.MOBILE_HOME)));
    }

    @Test
    void assignsANetworkThatIsNotNamedOfTheSizeThatIsWishedFor() {
        List<Effect> effects = registers(0, CAFE, 60, "9406 00 14 00000000");
        assertThat(acknowledged(effects)).containsExactly(octets("9408 01 00 14 00 c0a81000"));
        List<Effect> both = registers(1, CAFE, 60, "9406 00 00 00000000" + ASK_ONE + "9406 00 00 00000000");
        assertThat(code(both)).isZero();
        assertThat(acknowledged(both))
                .containsExactly(
                        octets("9408 01 00 14 00 c0a81000"),
                        octets("9408 01 00 18 00 0a140300"),
                        octets("9408 01 04 00 00 00000000"));
        assertThat(both).contains(forwarding(CAFE, TWO, ONE));
    }

    @Test
    void answersNoMoreNetworksThanFitIntoAPacket() {
        assertThat(code(registers(0, CAFE, 60, ASK_ONE.repeat(101)))).isEqualTo(130);
        List<Effect> most = registers(1, CAFE, 60, ASK_ONE.repeat(100));
        assertThat(code(most)).isZero();
        assertThat(Village.sendIn(most).octets().size()).isLessThan(1480);
        assertThat(agent.bindings()).flatExtracting(Binding::networks).containsExactly(ONE);
    }

    @Test
    void answersACopyWithTheSameOctets() {
        List<Effect> first = registers(0, CAFE, 60, ASK_ONE + ASK_OTHER);
        List<Effect> again = registers(agent, 0, CAFE, 60, CO_LOCATED, ASK_ONE + ASK_OTHER);
        assertThat(Village.sendIn(again)).isEqualTo(Village.sendIn(first));
        assertThat(again).noneMatch(Effect.Forward.class::isInstance);
    }

    /** RFC 6626 §3.2 with the prefix 0.0.0.0: the home agent is to choose; code 1 is RFC 5177's for a length that is none. */
    @ParameterizedTest
    @CsvSource({
        "of another size than there is, 9406 00 20 00000000, 9408 01 00 18 00 0a140300",
        "of a length that is none,      9406 00 21 00000000, 9408 01 01 21 00 00000000"
    })
    void choosesANetworkWhereTheNodeLeavesItOpen(String what, String asked, String answer) {
        assertThat(acknowledged(registers(0, CAFE, 60, asked + ASK_TWO)))
                .as(what)
                .containsExactly(octets(answer), octets("9408 01 00 14 00 c0a81000"));
    }

    @Test
    void choosesNoNetworkThatIsForwardedToAnotherNode() {
        HomeAgent shared = agentOf(LAPTOP.withNetworks(List.of(ONE)), TABLET.withNetworks(List.of(ONE)));
        RegistrationRequest request = new RegistrationRequest(
                CO_LOCATED,
                new Lifetime(60),
                Village.NEIGHBOUR,
                Village.AGENT,
                TRAIN,
                Village.identification(0),
                List.of());
        Octets first = Village.association(257, "another secret..")
                .sign(request.encode().plus(Octets.ofHex(ASK_ONE)), Kind.MOBILE_HOME);
        shared.handle(at(0), arrives(0, TRAIN, first));
        List<Effect> second = registers(shared, 1, CAFE, 60, CO_LOCATED, "9406 00 18 00000000");
        assertThat(acknowledged(second)).containsExactly(octets("9408 01 04 18 00 00000000"));
    }
}
