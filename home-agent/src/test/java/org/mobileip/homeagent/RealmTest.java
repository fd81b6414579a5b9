package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ReplyCode;

/** Everybody of a realm, with one key (RFC 2794). */
class RealmTest {

    private static final AddressRange POOL = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.102"));
    private static final Ipv4 FIRST = POOL.first();
    private static final Ipv4 SECOND = Ipv4.parse("10.1.1.101");
    private static final Ipv4 NONE = Ipv4.UNSPECIFIED;
    private static final Guest ANN = new Guest("ann", association(300, "the key of Ann.."));
    private static final Guest BOB = new Guest("bob", association(300, "the key of Bob.."));

    /** NAI-03: whoever has the key of the realm, each with his own address and his own Identifications. */
    @Test
    void servesEverybodyOfARealmEachAsANodeOfItsOwn() {
        HomeAgent open = Village.agent(Village.settings(Village.GRANTS, false, List.of(), realm(), BOB.node(POOL)));
        Guest eve = new Guest("eve", ANN.association());
        Guest fay = new Guest("fay", ANN.association());
        assertThat(Guest.homeOf(ask(open, 5, eve, NONE, CAFE, 60), eve)).isEqualTo(FIRST);
        assertThat(Guest.homeOf(ask(open, 1, fay, NONE, CAFE, 60), fay)).isEqualTo(SECOND);
        assertThat(Guest.homeOf(ask(open, 6, eve, NONE, TRAIN, 60), eve)).isEqualTo(FIRST);
        assertThat(Guest.code(ask(open, 4, eve, NONE, CAFE, 60), eve)).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(open.bindings())
                .extracting(Binding::node)
                .containsExactly("guests/eve@example.org", "guests/fay@example.org");
        assertThat(Guest.code(ask(open, 7, BOB, NONE, CAFE, 60), BOB))
                .as("whoever has an entry of his own has his own key")
                .isEqualTo(ReplyCode.ACCEPTED);
        assertThat(Guest.homeOf(ask(open, 8, eve, NONE, NONE, 0), eve)).isEqualTo(FIRST);
        assertThat(Guest.code(ask(open, 6.5, eve, NONE, CAFE, 60), eve))
                .as("known though it is gone")
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    /** RFC 5944 §5.7.1 over a restart: from what the engine was made with, and later from what it was told of that. */
    @Test
    void refusesWhatAGuestSentBeforeARestart() {
        Guest eve = new Guest("eve", ANN.association());
        Guest fay = new Guest("fay", ANN.association());
        Map<NodeIdentity, Identification> newest = new HashMap<>();
        List.of(eve, fay).forEach(each -> newest.put(new NodeIdentity.OfNai(each.nai()), identification(5)));
        HomeAgent open = new HomeAgent(
                Village.settings(Village.GRANTS, false, List.of(), realm()), newest, Village.nonces(), at(0));
        assertThat(Guest.code(ask(open, 4, eve, NONE, CAFE, 60), eve)).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        newest.forEach((node, each) -> open.handle(at(4), new Event.NewestRestored(node, each)));
        open.handle(at(4), new Event.AllRestored());
        newest.clear();
        for (Guest each : List.of(eve, fay)) {
            assertThat(Guest.code(ask(open, 4.5, each, NONE, CAFE, 60), each))
                    .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
            assertThat(Guest.code(ask(open, 6, each, NONE, CAFE, 60), each)).isEqualTo(ReplyCode.ACCEPTED);
        }
    }

    @Test
    void keepsNothingOfWhoeverDoesNotHaveTheKeyOfTheRealm() {
        NodeDirectory directory = new NodeDirectory(
                Village.settings(Village.GRANTS, false, List.of(), realm()), Map.of(), Village.nonces());
        Optional<NetworkAccessIdentifier> eve = Optional.of(NetworkAccessIdentifier.of("eve@example.org"));
        NodeState first = directory.find(NONE, eve).orElseThrow();
        assertThat(directory.find(NONE, eve)).as("not proved yet").get().isNotSameAs(first);
        directory.keep(first);
        assertThat(directory.find(NONE, eve)).containsSame(first);
        assertThat(directory.find(NONE, Optional.of(NetworkAccessIdentifier.of("eve@example.com"))))
                .isEmpty();
    }

    /** T16: whoever has the key of a realm may call himself by as many names as he likes. */
    @Test
    void forgetsTheIdleOfARealmThatWereHeardOfLongestAgo() {
        NodeDirectory directory = new NodeDirectory(
                Village.settings(Village.GRANTS, false, List.of(), realm()), Map.of(), Village.nonces());
        NodeState bound = known(directory, "bound");
        directory.lease(bound, FIRST);
        NodeState idle = known(directory, "idle");
        NodeState again = known(directory, "again");
        for (int i = 0; i < NodeDirectory.MOST_IDLE_GUESTS - 1; i++) {
            known(directory, "user" + i);
            directory.keep(again);
        }
        assertThat(known(directory, "bound")).isSameAs(bound);
        assertThat(known(directory, "again")).isSameAs(again);
        assertThat(known(directory, "idle")).isNotSameAs(idle);
        directory.release(bound);
        assertThat(known(directory, "bound")).as("idle, and heard of last").isSameAs(bound);
    }

    /** §3.8.2.3, §5.7: a denial uses an Identification up, whoever it was of. */
    @Test
    void knowsWhoeverOfARealmHasProvedWhoHeIsThoughHeWasDenied() {
        HomeAgent open = Village.agent(Village.settings(Village.GRANTS, false, List.of(), realm()));
        Guest eve = new Guest("eve", ANN.association());
        assertThat(Guest.code(ask(open, 5, eve, HOME, CAFE, 60), eve)).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        assertThat(Guest.code(ask(open, 5, eve, HOME, CAFE, 60), eve)).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void answersWhoeverOfARealmRepeatsHimselfNoMoreOftenThanOthers() {
        HomeAgent open = Village.agent(Village.settings(Village.GRANTS, false, List.of(), realm()));
        Guest eve = new Guest("eve", ANN.association());
        Octets old = eve.request(0, NONE, CAFE, 60, false);
        int answered = 0;
        List<Effect> effects = List.of();
        for (int i = 0; i < 150; i++) {
            effects = open.handle(at(30), arrives(30, CAFE, old));
            answered += effects.stream().anyMatch(Effect.Send.class::isInstance) ? 1 : 0;
        }
        assertThat(answered).as("a hundred at once").isEqualTo(100);
        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Discard.class, silent -> assertThat(
                        silent.why())
                .isEqualTo(DiscardReason.TOO_MANY_REPEATS));
    }

    /** T16: ten thousand, and those that were bound once are in no other place than the rest. */
    @Test
    void knowsTenThousandOfARealmThatHaveNoBindingAndNotOneMore() {
        NodeDirectory directory = new NodeDirectory(
                Village.settings(Village.GRANTS, false, List.of(), realm()), Map.of(), Village.nonces());
        NodeState was = known(directory, "was-bound");
        directory.lease(was, FIRST);
        directory.release(was);
        for (int i = 1; i < 10_000; i++) {
            known(directory, "user" + i);
        }
        assertThat(found(directory, "was-bound")).isSameAs(was);
        known(directory, "one-more");
        assertThat(found(directory, "was-bound")).isNotSameAs(was);
    }

    private static NodeState found(NodeDirectory directory, String user) {
        return directory
                .find(NONE, Optional.of(NetworkAccessIdentifier.of(user + "@example.org")))
                .orElseThrow();
    }

    /** §3.8.2.1 c, with code 132. */
    @Test
    void answersWhoeverOfARealmComesByAForeignAgentThatDoesNotSignNoMoreOftenThanOthers() {
        ForeignAgentPeer peer =
                new ForeignAgentPeer(CAFE, SecurityAssociations.of(association(512, "a foreign agent.")));
        HomeAgent open = Village.agent(Village.settings(Village.GRANTS, false, List.of(peer), realm()));
        Guest eve = new Guest("eve", ANN.association());
        int answered = 0;
        List<Effect> effects = List.of();
        for (int i = 0; i < 150; i++) {
            effects = ask(open, 5, eve, NONE, CAFE, 60);
            answered += effects.stream().anyMatch(Effect.Send.class::isInstance) ? 1 : 0;
        }
        assertThat(answered).as("a hundred at once").isEqualTo(100);
        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Discard.class, silent -> assertThat(
                        silent.why())
                .isEqualTo(DiscardReason.TOO_MANY_REPEATS));
    }

    private static NodeState known(NodeDirectory directory, String user) {
        NodeState state = directory
                .find(NONE, Optional.of(NetworkAccessIdentifier.of(user + "@example.org")))
                .orElseThrow();
        directory.keep(state);
        return state;
    }

    private static AuthorizedNode realm() {
        return new AuthorizedNode(
                "guests",
                new HomeAddress.FromPool(POOL),
                Optional.of(NetworkAccessIdentifier.of("@Example.org")),
                SecurityAssociations.of(ANN.association()),
                Village.TIMESTAMPS);
    }

    private static List<Effect> ask(HomeAgent agent, double second, Guest guest, Ipv4 home, Ipv4 careOf, int lifetime) {
        return guest.ask(agent, second, home, careOf, lifetime, false);
    }
}
