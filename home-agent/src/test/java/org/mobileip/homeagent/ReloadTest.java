package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.GRANTS;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.LAPTOP;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.NEIGHBOUR;
import static org.mobileip.homeagent.Village.TABLET;
import static org.mobileip.homeagent.Village.TIMESTAMPS;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.homeagent.AuthorizedNode.Replay;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** Settings that change while nodes are away: what stays, what ends, and what is good from then on. */
class ReloadTest {

    private static final Ipv4 NONE = Ipv4.UNSPECIFIED;
    private static final Ipv4 THIRD = Ipv4.parse("10.1.1.12");
    private static final Ipv4Prefix BEHIND = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4Prefix ALSO_BEHIND = Ipv4Prefix.parse("10.20.4.0/24");
    private static final String WANTS_REVOCATION = "8906 0000 dc12c500";
    private static final AddressRange POOL = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.101"));
    private static final Guest ANN = new Guest("ann", association(300, "the key of Ann.."));

    private final HomeAgent agent = Village.agent(settings(LAPTOP, TABLET));

    private static HomeAgentSettings settings(AuthorizedNode... nodes) {
        return Village.settings(GRANTS, false, List.of(), nodes);
    }

    private List<Effect> reload(double second, AuthorizedNode... nodes) {
        return reload(second, settings(nodes));
    }

    private List<Effect> reload(double second, HomeAgentSettings settings) {
        return reload(agent, second, settings);
    }

    private static List<Effect> reload(HomeAgent which, double second, HomeAgentSettings settings) {
        return which.handle(at(second), new Event.Reloaded(settings, MIDNIGHT.plusNanos((long) (second * 1e9))));
    }

    private List<Effect> registers(double second, Ipv4 careOf) {
        return agent.handle(at(second), request(second, careOf, 60));
    }

    private List<Effect> registersRevocably(double second, Ipv4 careOf) {
        Octets message = unsigned(second, careOf, 60, CO_LOCATED).encode().plus(Octets.ofHex(WANTS_REVOCATION));
        return agent.handle(at(second), arrives(second, careOf, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    private List<Effect> thirdRegisters(double second, SecurityAssociation with) {
        RegistrationRequest request = new RegistrationRequest(
                CO_LOCATED, new Lifetime(60), THIRD, AGENT, TRAIN, Village.identification(second), List.of());
        return agent.handle(at(second), arrives(second, TRAIN, with.sign(request.encode(), Kind.MOBILE_HOME)));
    }

    @Test
    void changesNothingForNodesThatStay() {
        registers(0, CAFE);
        Binding before = agent.bindings().get(0);
        assertThat(reload(1, LAPTOP))
                .as("nothing is to be done for a node that stays")
                .isEmpty();
        assertThat(agent.bindings()).containsExactly(before);
        assertThat(replyIn(registers(0, CAFE)).code())
                .as("a copy of the request behind the binding gets the same reply")
                .isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.nextDeadline()).isEqualTo(at(60));
    }

    @Test
    void servesANodeThatIsNew() {
        SecurityAssociation key = association(260, "the third key...");
        assertThat(thirdRegisters(0, key)).noneMatch(Effect.Send.class::isInstance);
        reload(1, LAPTOP, TABLET, AuthorizedNode.at(THIRD, "third", SecurityAssociations.of(key), TIMESTAMPS));
        assertThat(replyIn(thirdRegisters(2, key), key).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void endsTheBindingOfANodeThatIsGoneAndTellsItWhereThatWasAgreedOn() {
        registersRevocably(0, CAFE);
        List<Effect> effects = reload(5, TABLET);
        assertThat(effects)
                .contains(
                        Village.forward(HOME, List.of()),
                        new Effect.Release(HOME, false),
                        new Effect.Remember(List.of(new Change.Unbound(HOME, CAFE)), false),
                        new Effect.Revoked("laptop", HOME, CAFE, true));
        assertThat(sendIn(effects).octets())
                .as("RFC 3543 §4.2.1, signed with the key that is gone")
                .isEqualTo(ASSOCIATION.sign(
                        Octets.ofHex("07 00 c000 0a01010a 0a010114 0a01020f dc12c505"), Kind.MOBILE_HOME));
        assertThat(agent.bindings()).isEmpty();
        assertThat(registers(5.5, CAFE)).noneMatch(Effect.Send.class::isInstance);
    }

    @Test
    void endsTheBindingOfANodeThatHasAnotherHomeAddressNow() {
        registers(0, CAFE);
        AuthorizedNode moved = AuthorizedNode.at(THIRD, "laptop", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
        assertThat(reload(1, moved, TABLET)).contains(new Effect.Revoked("laptop", HOME, CAFE, false));
        assertThat(replyIn(thirdRegisters(2, ASSOCIATION)).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    /** T2: what was overheard before is not new because a node was taken out and put in again. */
    @Test
    void remembersTheNewestIdentificationOfANodeThatWasGoneForAWhile() {
        registers(5, CAFE);
        reload(6, TABLET);
        reload(7, LAPTOP, TABLET);
        assertThat(replyIn(registers(4, TRAIN)).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(replyIn(registers(5, CAFE)).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(replyIn(registers(8, CAFE)).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void remembersTheNewestIdentificationThroughAnotherToleranceAndThroughNonces() {
        registers(5, CAFE);
        reload(6, with(new Replay.Timestamps(Duration.ofSeconds(60))));
        assertThat(replyIn(registers(4, TRAIN)).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        reload(7, with(new Replay.Nonces()));
        reload(8, with(TIMESTAMPS));
        assertThat(replyIn(registers(4.5, TRAIN)).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    private static AuthorizedNode with(Replay replay) {
        return AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(ASSOCIATION), replay);
    }

    @Test
    void remembersOverARestartWhatANodeThatIsConfiguredLaterHasUsed() {
        HomeAgent restarted = new HomeAgent(
                settings(TABLET),
                Map.of(new NodeIdentity.OfAddress(HOME), Village.identification(5)),
                Village.nonces(),
                at(0));
        reload(restarted, 6, settings(LAPTOP, TABLET));
        assertThat(replyIn(restarted.handle(at(6), request(4, CAFE, 60))).code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void keepsTheBindingOfANodeWhoseKeyChangesUntilItRegistersWithTheNewOne() {
        SecurityAssociation other = association(256, "changed yesterday");
        registers(0, CAFE);
        reload(1, AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(other), TIMESTAMPS), TABLET);
        assertThat(agent.bindings()).hasSize(1);
        assertThat(registers(2, TRAIN)).as("the old key is good for nothing").noneMatch(Effect.Send.class::isInstance);
        Octets asked = other.sign(unsigned(3, TRAIN, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        assertThat(replyIn(agent.handle(at(3), arrives(3, TRAIN, asked)), other).code())
                .isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
    }

    /** Its Identification would be refused as used: only as a copy is it answered, and a reply that the old key has signed says nothing to it. */
    @Test
    void signsTheReplyToACopyWithTheKeyThatTheNodeHasSignedItWith() {
        SecurityAssociation other = association(256, "changed yesterday");
        AuthorizedNode third = AuthorizedNode.at(THIRD, "third", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
        registers(0, CAFE);
        reload(1, LAPTOP, third);
        thirdRegisters(1, ASSOCIATION);
        reload(2, AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(other), TIMESTAMPS), third);
        Octets asked = other.sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        RegistrationReply reply = replyIn(agent.handle(at(3), arrives(3, CAFE, asked)), other);
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.identification()).isEqualTo(Village.identification(0));
        assertThat(agent.nextDeadline()).isEqualTo(at(60));
    }

    @Test
    void callsABindingAsItsNodeIsCalledNow() {
        registers(0, CAFE);
        AuthorizedNode renamed = AuthorizedNode.at(HOME, "notebook", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
        assertThat(reload(1, renamed, TABLET)).isEmpty();
        assertThat(agent.bindings()).extracting(Binding::node).containsExactly("notebook");
        assertThat(agent.handle(at(2), new Event.Drop(MIDNIGHT.plusSeconds(2), "notebook")))
                .contains(new Effect.Revoked("notebook", HOME, CAFE, false));
    }

    @Test
    void forwardsToNoNetworkAnyMoreThatIsNotBehindTheNode() {
        reload(0, LAPTOP.withNetworks(List.of(BEHIND, ALSO_BEHIND)), TABLET);
        assertThat(registers(1, CAFE))
                .contains(new Effect.Forward(HOME, List.of(TunnelPath.to(CAFE)), List.of(BEHIND, ALSO_BEHIND)));
        List<Effect> effects =
                reload(2, LAPTOP.withNetworks(List.of(ALSO_BEHIND)), TABLET.withNetworks(List.of(BEHIND)));
        assertThat(effects)
                .containsExactly(new Effect.Forward(HOME, List.of(TunnelPath.to(CAFE)), List.of(ALSO_BEHIND)));
        assertThat(agent.bindings()).flatExtracting(Binding::networks).containsExactly(ALSO_BEHIND);
    }

    @Test
    void grantsByTheNewRulesAndLeavesWhatWasGranted() {
        registers(0, CAFE);
        reload(1, Village.settings(Grants.everythingFor(new Lifetime(20)), false));
        assertThat(agent.nextDeadline()).as("granted for 60 s").isEqualTo(at(60));
        assertThat(replyIn(registers(2, CAFE)).lifetime()).isEqualTo(new Lifetime(20));
        reload(3, Village.settings(Village.granting(HomeAgentSettings.ReverseTunneling.OFF), false));
        assertThat(replyIn(registers(4, CAFE)).code()).isEqualTo(ReplyCode.REVERSE_TUNNEL_UNAVAILABLE);
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void stillKnowsItsAddressesAndWhatItsDiskCanKeep() {
        agent.handle(at(0), new Event.OurAddresses(java.util.Set.of(TRAIN)));
        agent.handle(at(0), new Event.StoreIs(StoreState.NEARLY_FULL));
        reload(1, LAPTOP, TABLET);
        assertThat(replyIn(registers(2, TRAIN)).code()).isEqualTo(ReplyCode.POORLY_FORMED_REQUEST);
        assertThat(replyIn(registers(3, CAFE)).code()).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
    }

    @Test
    void advertisesAtOnceWhatIsNew() {
        HomeAgentSettings silent = settings(LAPTOP);
        HomeAgentSettings advertising = new HomeAgentSettings(
                silent.address(),
                silent.homeNetwork(),
                Optional.of(AdvertisingPlan.every(Duration.ofSeconds(10))),
                GRANTS,
                false,
                List.of(),
                List.of(LAPTOP));
        assertThat(reload(1, advertising)).hasAtLeastOneElementOfType(Effect.Advertise.class);
        assertThat(reload(2, advertising)).as("nothing is new").isEmpty();
        assertThat(reload(3, silent)).isEmpty();
        assertThat(agent.nextDeadline().hasCome(at(10_000))).as("silent again").isFalse();
    }

    @Test
    void leavesAGuestItsAddressAsLongAsItsPoolHasIt() {
        reload(0, ANN.node(POOL));
        Ipv4 first = Guest.homeOf(ANN.ask(agent, 1, NONE, CAFE, 60, false), ANN);
        AddressRange wider = new AddressRange(POOL.first(), Ipv4.parse("10.1.1.110"));
        assertThat(reload(2, ANN.node(wider))).isEmpty();
        assertThat(Guest.homeOf(ANN.ask(agent, 3, NONE, TRAIN, 60, false), ANN)).isEqualTo(first);
        Guest bob = new Guest("bob", association(301, "the key of Bob.."));
        reload(4, ANN.node(wider), bob.node(wider));
        assertThat(Guest.homeOf(bob.ask(agent, 5, NONE, CAFE, 60, false), bob)).isNotEqualTo(first);
        AddressRange elsewhere = new AddressRange(Ipv4.parse("10.1.1.103"), Ipv4.parse("10.1.1.104"));
        assertThat(reload(6, ANN.node(elsewhere), bob.node(wider)))
                .contains(new Effect.Revoked("ann", first, TRAIN, false));
        assertThat(Guest.homeOf(ANN.ask(agent, 7, NONE, CAFE, 60, false), ANN)).isEqualTo(Ipv4.parse("10.1.1.103"));
    }

    @Test
    void takesAnAddressFromAGuestThatIsANodesOwnNow() {
        reload(0, ANN.node(POOL));
        Ipv4 first = Guest.homeOf(ANN.ask(agent, 1, NONE, CAFE, 60, false), ANN);
        AuthorizedNode owner = AuthorizedNode.at(first, "owner", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
        assertThat(reload(2, ANN.node(POOL), owner)).contains(new Effect.Revoked("ann", first, CAFE, false));
        assertThat(Guest.homeOf(ANN.ask(agent, 3, NONE, CAFE, 60, false), ANN)).isEqualTo(POOL.last());
        reload(4, ANN.node(POOL));
        Guest bob = new Guest("bob", association(301, "the key of Bob.."));
        reload(5, ANN.node(POOL), bob.node(POOL));
        assertThat(Guest.homeOf(bob.ask(agent, 6, NONE, CAFE, 60, false), bob))
                .as("nobody's own any more")
                .isEqualTo(first);
    }

    @Test
    void givesAnAddressFromThePoolThatWasANodesOwnBefore() {
        AuthorizedNode owner =
                AuthorizedNode.at(POOL.first(), "owner", SecurityAssociations.of(ASSOCIATION), TIMESTAMPS);
        Guest bob = new Guest("bob", association(301, "the key of Bob.."));
        reload(0, owner, ANN.node(POOL), bob.node(POOL));
        assertThat(Guest.homeOf(ANN.ask(agent, 1, NONE, CAFE, 60, false), ANN)).isEqualTo(POOL.last());
        assertThat(Guest.code(bob.ask(agent, 2, NONE, CAFE, 60, false), bob))
                .isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        reload(3, ANN.node(POOL), bob.node(POOL));
        assertThat(Guest.homeOf(bob.ask(agent, 4, NONE, CAFE, 60, false), bob)).isEqualTo(POOL.first());
    }

    @Test
    void endsTheBindingsOfAllGuestsOfARealmThatIsGoneAndKnowsThemWhenItIsBack() {
        Guest eve = new Guest("eve", ANN.association());
        reload(0, realm());
        Ipv4 home = Guest.homeOf(eve.ask(agent, 1, NONE, CAFE, 60, false), eve);
        assertThat(reload(2, realm())).as("it stays").isEmpty();
        assertThat(agent.bindings()).hasSize(1);
        assertThat(reload(3, LAPTOP)).contains(new Effect.Revoked("guests/eve@example.org", home, CAFE, false));
        assertThat(eve.ask(agent, 4, NONE, CAFE, 60, false)).noneMatch(Effect.Send.class::isInstance);
        reload(5, realm());
        Octets old = eve.request(0.5, NONE, CAFE, 60, false);
        assertThat(Guest.code(agent.handle(at(5.5), arrives(5.5, CAFE, old)), eve))
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(Guest.homeOf(eve.ask(agent, 6, NONE, CAFE, 60, false), eve)).isEqualTo(home);
    }

    @Test
    void makesAGuestANodeOfItsOwnThatIsConfiguredNow() {
        Guest eve = new Guest("eve", ANN.association());
        reload(0, realm());
        Ipv4 home = Guest.homeOf(eve.ask(agent, 1, NONE, CAFE, 60, false), eve);
        assertThat(reload(2, realm(), eve.node(POOL)))
                .contains(new Effect.Revoked("guests/eve@example.org", home, CAFE, false));
        assertThat(Guest.code(eve.ask(agent, 0.5, NONE, CAFE, 60, false), eve))
                .as("what was used stays used")
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(Guest.code(eve.ask(agent, 3, NONE, CAFE, 60, false), eve)).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).extracting(Binding::node).containsExactly("eve");
    }

    private static AuthorizedNode realm() {
        return new AuthorizedNode(
                "guests",
                new HomeAddress.FromPool(POOL),
                Optional.of(NetworkAccessIdentifier.of("@example.org")),
                SecurityAssociations.of(ANN.association()),
                TIMESTAMPS);
    }

    @Test
    void leavesNeighboursAlone() {
        registers(0, CAFE);
        assertThat(reload(1, LAPTOP)).as("the tablet had no binding").isEmpty();
        assertThat(agent.bindings())
                .extracting(Binding::home)
                .containsExactly(HOME)
                .doesNotContain(NEIGHBOUR);
    }
}
