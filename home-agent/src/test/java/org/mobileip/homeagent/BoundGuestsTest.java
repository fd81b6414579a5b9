package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/** What is known of the bound nodes of a realm, whether a binding says it or they are out. */
class BoundGuestsTest {

    private static final SecurityAssociation KEY = association(300, "the key of all..");
    private static final AuthorizedNode REALM = new AuthorizedNode(
            "guests",
            new HomeAddress.FromPool(new AddressRange(Ipv4.parse("10.2.0.0"), Ipv4.parse("10.2.255.255"))),
            Optional.of(NetworkAccessIdentifier.of("@example.org")),
            SecurityAssociations.of(KEY),
            Village.TIMESTAMPS);
    private static final int MANY = 3000;
    private static final Ipv4 PLACE = Ipv4.parse("10.9.0.1");
    private static final Ipv4 OTHER_PLACE = Ipv4.parse("10.9.0.2");

    private final BindingTable bindings = new BindingTable();
    private BoundGuests guests = guests(NetworkAccessIdentifier::hashCode);

    private BoundGuests guests(BoundGuests.ToHash hash) {
        BoundGuests made = new BoundGuests(bindings, BoundGuestsTest::made, hash);
        bindings.beforeChange(made::at);
        return made;
    }

    private static NodeState made(NetworkAccessIdentifier nai, Binding binding, boolean isFromBefore) {
        NodeState state = state(nai, binding.identification(), isFromBefore);
        state.leased(Optional.of(binding.home()));
        return state;
    }

    private static NodeState state(NetworkAccessIdentifier nai, Identification newest, boolean isFromBefore) {
        ReplayGuard replay = ReplayGuard.of(REALM.replay(), Optional.of(newest), Village.nonces());
        return new NodeState(REALM, nai, replay, isFromBefore);
    }

    private static NetworkAccessIdentifier nai(int number) {
        return NetworkAccessIdentifier.of("user" + number + "@example.org");
    }

    private static Ipv4 home(int number) {
        return new Ipv4(Ipv4.parse("10.2.0.0").bits() + number);
    }

    /** It is bound, by a request that says who it is. */
    private NodeState bind(NetworkAccessIdentifier nai, Ipv4 home, double second, boolean isFromBefore) {
        return bind(nai, home, second, isFromBefore, List.of(nai.toExtension()));
    }

    private NodeState bind(
            NetworkAccessIdentifier nai, Ipv4 home, double second, boolean isFromBefore, List<Extension> extensions) {
        NodeState state = state(nai, identification(second), isFromBefore);
        state.leased(Optional.of(home));
        guests.add(state);
        bindings.put(binding(home, PLACE, second, extensions), true);
        return state;
    }

    private static Binding binding(Ipv4 home, Ipv4 careOf, double second, List<Extension> extensions) {
        RegistrationRequest request = new RegistrationRequest(
                Village.CO_LOCATED, new Lifetime(60), home, AGENT, careOf, identification(second), extensions);
        Octets octets = KEY.sign(request.encode(), Kind.MOBILE_HOME);
        return new Binding(
                "guests/somebody",
                home,
                careOf,
                request.flags(),
                Encapsulation.IPIP,
                Optional.empty(),
                new Lifetime(60),
                at(second),
                at(second + 60),
                identification(second),
                KEY.spi(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Endpoint(careOf, 434),
                AGENT,
                octets,
                Octets.filled(40, reply -> reply[0] = 3),
                Optional.empty());
    }

    private void putAway(double second) {
        guests.putAway(at(second), Optional.empty());
    }

    private void assertIsSaid(NodeState before, double newest) {
        NetworkAccessIdentifier nai = before.guest().orElseThrow();
        NodeState again = guests.get(nai).orElseThrow();
        assertThat(again).as("it was put away").isNotSameAs(before);
        assertThat(again.guest()).contains(nai);
        assertThat(again.home()).isEqualTo(before.home());
        assertThat(again.isFromBefore()).isEqualTo(before.isFromBefore());
        assertThat(again.replay().newest()).contains(identification(newest));
        assertThat(guests.at(before.home().orElseThrow())).as("the same one").containsSame(again);
    }

    @Test
    void knowsOfEachWhatItsBindingSays() {
        List<NodeState> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(bind(nai(i), home(i), i, i % 3 == 0));
            putAway(i);
        }
        for (int i = 0; i < MANY; i++) {
            assertIsSaid(all.get(i), i);
        }
        assertThat(guests.get(nai(MANY))).isEmpty();
        assertThat(guests.at(home(MANY))).isEmpty();
        assertThat(guests.contains(nai(MANY))).isFalse();
    }

    /** RFC 2794 §2: an NAI has up to 255 octets; they may differ in the last of a user or in the realm only. */
    @Test
    void tellsNaisApartThatAreAlikeAndAsLongAsTheyMayBe() {
        List<String> names = List.of(
                "a".repeat(243) + "@example.org",
                "a".repeat(242) + "b@example.org",
                "a".repeat(243) + "@example.net",
                "A".repeat(243) + "@example.org",
                "a@example.org",
                "a@a@example.org",
                "\u00e6@example.org");
        assertThat(NetworkAccessIdentifier.of(names.get(0)).octets().size()).isEqualTo(255);
        List<NodeState> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            all.add(bind(NetworkAccessIdentifier.of(names.get(i)), home(i), i, false));
        }
        putAway(0);
        for (int i = 0; i < names.size(); i++) {
            assertIsSaid(all.get(i), i);
        }
    }

    /** Only one of them has its place by that hash; the others are known as well, and as long. */
    @Test
    void knowsThoseWhoseNaisHaveTheSameHash() {
        guests = guests(nai -> 7);
        for (int i = 0; i < MANY; i++) {
            bind(nai(i), home(i), i, i % 3 == 0);
            putAway(i);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(guests.get(nai(i)).orElseThrow().replay().newest()).contains(identification(i));
            assertThat(guests.at(home(i)).orElseThrow().guest()).contains(nai(i));
        }
        assertThat(guests.get(nai(MANY))).isEmpty();
        for (int i = 0; i < MANY; i += 2) {
            unbind(nai(i));
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(guests.contains(nai(i))).isEqualTo(i % 2 == 1);
            assertThat(guests.at(home(i)).isPresent()).isEqualTo(i % 2 == 1);
        }
    }

    private void unbind(NetworkAccessIdentifier nai) {
        NodeState state = guests.get(nai).orElseThrow();
        bindings.removeAll(state.home().orElseThrow());
        guests.remove(state);
        state.leased(Optional.empty());
    }

    /** An address changes hands, and a node its address. */
    @Test
    void forgetsWhoIsNotBoundAnyMore() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MANY; i++) {
                bind(nai(i + round * 10), home(i), round, false);
            }
            putAway(round);
            for (int i = 0; i < MANY; i++) {
                assertThat(guests.at(home(i)).orElseThrow().guest()).contains(nai(i + round * 10));
            }
            putAway(round);
            for (int i = 0; i < MANY; i++) {
                unbind(nai(i + round * 10));
                assertThat(guests.contains(nai(i + round * 10))).isFalse();
                assertThat(guests.at(home(i))).isEmpty();
            }
        }
    }

    /** Who holds it may change it until the time after: it is the one that everybody gets. */
    @Test
    void keepsTheOneThatIsWorkedWithWhileTheOthersBecomeMany() {
        NodeState inHand = bind(nai(0), home(0), 0, false);
        guests.putAway(at(0), Optional.of(inHand));
        for (int i = 1; i < MANY; i++) {
            bind(nai(i), home(i), i, false);
            assertThat(guests.get(nai(0))).containsSame(inHand);
            guests.putAway(at(i), Optional.of(inHand));
        }
        assertThat(guests.at(home(0))).containsSame(inHand);
        putAway(MANY);
        assertIsSaid(inHand, 0);
    }

    @Test
    void putsTheOneInHandAwayTheNextTime() {
        NodeState inHand = bind(nai(0), home(0), 0, false);
        guests.putAway(at(0), Optional.of(inHand));
        putAway(0);
        assertIsSaid(inHand, 0);
    }

    /** What somebody has used up of an allowance must not come back sooner by being put away. */
    @Test
    void keepsWhoseAllowancesAreNotFullUntilTheyAre() {
        NodeState rests = bind(nai(0), home(0), 0, false);
        assertThat(rests.mayAnswerFailure(at(0))).isTrue();
        putAway(0);
        putAway(0.9);
        assertThat(guests.get(nai(0))).containsSame(rests);
        assertThat(rests.mayAnswerFailure(at(0.9))).isFalse();
        putAway(0.95);
        putAway(1);
        assertIsSaid(rests, 0);
    }

    @Test
    void keepsWhoHasTwoBindingsUntilOneIsLeft() {
        NodeState twice = bind(nai(0), home(0), 0, false);
        bindings.put(binding(home(0), OTHER_PLACE, 0, List.of(nai(0).toExtension())), true);
        putAway(0);
        assertThat(guests.get(nai(0))).containsSame(twice);
        bindings.remove(home(0), PLACE);
        putAway(0);
        assertIsSaid(twice, 0);
    }

    /** A denial uses an Identification up (RFC 5944 §5.7), and the binding does not say so. */
    @Test
    void keepsWhoHasUsedAnIdentificationUpThatIsNotThatOfItsBinding() {
        NodeState denied = bind(nai(0), home(0), 0, false);
        denied.replay().use(identification(5));
        putAway(0);
        assertThat(guests.get(nai(0))).containsSame(denied);
    }

    @Test
    void keepsWhoseRequestDoesNotSayWhoItIs() {
        NodeState nameless = bind(nai(0), home(0), 0, false, List.of());
        NodeState misnamed = bind(nai(1), home(1), 0, false, List.of(nai(2).toExtension()));
        putAway(0);
        assertThat(guests.at(home(0))).containsSame(nameless);
        assertThat(guests.get(nai(1))).containsSame(misnamed);
        assertThat(guests.get(nai(2))).isEmpty();
    }

    /** RFC 2794 §2 says that it goes before the authenticators, and not that it is the first. */
    @Test
    void findsTheNaiBehindOtherExtensions() {
        Extension vendor = Extension.of(134, Octets.ofHex("0000 0009 0001"));
        NodeState state = bind(nai(0), home(0), 0, false, List.of(vendor, nai(0).toExtension()));
        putAway(0);
        assertIsSaid(state, 0);
    }

    @Test
    void showsAllWhetherTheyAreOutOrNot() {
        for (int i = 0; i < 10; i++) {
            bind(nai(i), home(i), i, i == 4);
        }
        putAway(0);
        guests.get(nai(3));
        Map<Ipv4, NetworkAccessIdentifier> shown = new HashMap<>();
        guests.forEach((home, state) -> shown.put(home, state.guest().orElseThrow()));
        assertThat(shown).hasSize(10).containsEntry(home(3), nai(3)).containsEntry(home(4), nai(4));
        guests.retain(state ->
                !state.home().equals(Optional.of(home(4))) && !state.home().equals(Optional.of(home(3))));
        assertThat(guests.contains(nai(3))).isFalse();
        assertThat(guests.contains(nai(4))).isFalse();
        assertThat(guests.contains(nai(5))).isTrue();
    }

    @Test
    void hearsOfABindingThatEndsBeforeItIsGone() {
        NodeState state = bind(nai(0), home(0), 0, true);
        putAway(0);
        assertThat(bindings.takeExpired(new Tick(at(60).nanos()))).hasSize(1);
        NodeState again = guests.at(home(0)).orElseThrow();
        assertThat(again.guest()).isEqualTo(state.guest());
        assertThat(again.isFromBefore()).isTrue();
        assertThat(again.replay().newest()).contains(identification(0));
    }
}
