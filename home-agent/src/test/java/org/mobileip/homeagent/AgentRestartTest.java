package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.GRANTS;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.LAPTOP;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TABLET;
import static org.mobileip.homeagent.Village.TIMESTAMPS;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.agent;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.changes;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.payload;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/**
 * RPL-19 and what follows from it: a restart changes nothing that was promised. The machine's boot clock begins anew: what was
 * second 100 is second 3 after it.
 */
class AgentRestartTest {

    private static final RequestFlags KEEPING_OTHERS = CO_LOCATED.with(RequestFlags.SIMULTANEOUS_BINDINGS);
    private static final Event TIME_PASSES = new Event.DeadlineCame();
    private static final Tick BOOTED = at(3);

    private HomeAgent before = agent();
    private final List<KeptBinding> bindings = new ArrayList<>();
    private final Map<NodeIdentity, Identification> newest = new HashMap<>();

    /** What happens before the restart, and is kept. */
    private List<Effect> happens(double second, Event event) {
        List<Effect> effects = before.handle(at(second), event);
        for (Change change : changes(effects)) {
            if (change instanceof Change.Bound bound) {
                bindings.removeIf(each ->
                        isAt(each, bound.binding().home(), bound.binding().careOf()));
                bindings.add(bound.binding());
            } else if (change instanceof Change.Unbound unbound) {
                bindings.removeIf(each -> isAt(each, unbound.home(), unbound.careOf()));
            } else if (change instanceof Change.Newest it) {
                newest.put(it.node(), it.identification());
            }
        }
        return effects;
    }

    private static boolean isAt(KeptBinding binding, org.mobileip.net.Ipv4 home, org.mobileip.net.Ipv4 careOf) {
        return binding.home().equals(home) && binding.careOf().equals(careOf);
    }

    private HomeAgent restarted(HomeAgentSettings settings) {
        return new HomeAgent(settings, newest, Village.nonces(), BOOTED);
    }

    /** What the restarted agent does about what was kept, in that second of the wall clock. */
    private List<Effect> resume(HomeAgent after, double second) {
        List<Effect> effects = new ArrayList<>();
        for (KeptBinding binding : bindings) {
            effects.addAll(
                    after.handle(BOOTED, new Event.Restored(binding, MIDNIGHT.plusMillis((long) (second * 1000)))));
        }
        return effects;
    }

    @Test
    void goesOnForwardingForTheRestOfTheLifetimeAndSendsNothing() {
        happens(0, request(0, CAFE, 60));
        HomeAgent after = restarted(settings());
        assertThat(resume(after, 20))
                .containsExactly(
                        Village.forward(HOME, List.of(CAFE)),
                        new Effect.Attract(HOME),
                        new Effect.Resumed("laptop", HOME, CAFE, at(43)));
        assertThat(after.bindings()).extracting(Binding::granted).containsExactly(new Lifetime(60));
        assertThat(after.handle(at(42.9), TIME_PASSES)).isEmpty();
        assertThat(after.handle(at(43), TIME_PASSES)).contains(Village.forward(HOME, List.of()));
    }

    @Test
    void isTheSameBindingInEveryRespect() {
        happens(0, request(0, CAFE, 60));
        happens(10, request(10, CAFE, 60, KEEPING_OTHERS));
        HomeAgent after = restarted(settings());
        resume(after, 10); // No time has passed, and the boot clock is at 3 s where it was at 10 s.
        Binding was = before.bindings().get(0);
        assertThat(after.bindings()).singleElement().satisfies(is -> {
            assertThat(is)
                    .usingRecursiveComparison()
                    .ignoringFields("since", "ends")
                    .isEqualTo(was);
            assertThat(is.since()).as("since").isEqualTo(new Tick(was.since().nanos() - 7_000_000_000L));
            assertThat(is.ends()).as("ends").isEqualTo(new Tick(was.ends().nanos() - 7_000_000_000L));
        });
    }

    @Test
    void givesACopyOfTheCurrentRequestTheSameReplyAndNothingMore() {
        Event current = request(10, CAFE, 60);
        happens(0, request(0, CAFE, 60));
        List<Effect> answered = happens(10, current);
        HomeAgent after = restarted(settings());
        resume(after, 12);
        List<Effect> copy = after.handle(at(4), arrives(12, CAFE, payload(current)));
        assertThat(sendIn(copy)).isEqualTo(sendIn(answered));
        assertThat(changes(copy)).isEmpty();
        assertThat(after.nextDeadline()).isEqualTo(at(3 + 58));
    }

    @Test
    void refusesWhatWasOverheardBeforeIt() {
        Event overheard = request(0, CAFE, 60);
        happens(0, overheard);
        happens(1, request(1, TRAIN, 60));
        HomeAgent after = restarted(settings());
        resume(after, 2);
        List<Effect> replayed = after.handle(BOOTED, arrives(2, CAFE, payload(overheard)));
        assertThat(replyIn(replayed).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(after.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
    }

    @Test
    void keepsNeitherWhatWasReplacedNorDeregisteredNorExpired() {
        happens(0, request(0, CAFE, 60));
        happens(1, request(1, TRAIN, 60));
        assertThat(bindings).extracting(KeptBinding::careOf).containsExactly(TRAIN);
        happens(2, request(2, TRAIN, 0));
        assertThat(bindings).isEmpty();
        happens(3, request(3, CAFE, 10));
        happens(13, TIME_PASSES);
        assertThat(bindings).isEmpty();
        assertThat(newest).containsEntry(new NodeIdentity.OfAddress(HOME), identification(3));
    }

    @Test
    void keepsBothOfTwoBindingsInTheirOrder() {
        happens(0, request(0, TRAIN, 60));
        happens(1, request(1, CAFE, 60, KEEPING_OTHERS));
        HomeAgent after = restarted(settings());
        assertThat(resume(after, 2)).contains(Village.forward(HOME, List.of(TRAIN, CAFE)));
    }

    @Test
    void doesNotResumeWhatIsOverMeanwhile() {
        happens(0, request(0, CAFE, 60));
        HomeAgent after = restarted(settings());
        assertThat(resume(after, 60))
                .containsExactly(
                        Village.forward(HOME, List.of()),
                        new Effect.LeftOut(HOME, CAFE, "expired"),
                        new Effect.Remember(List.of(new Change.Unbound(HOME, CAFE)), false));
        assertThat(after.bindings()).isEmpty();
    }

    @Test
    void resumesABindingOfInfiniteLifetimeAfterYears() {
        Grants patient = Grants.everythingFor(Lifetime.INFINITE);
        HomeAgent endless = agent(settings(patient, false));
        for (Change change : changes(endless.handle(at(0), request(0, CAFE, 65535)))) {
            if (change instanceof Change.Bound bound) {
                bindings.add(bound.binding());
            }
        }
        HomeAgent after = restarted(settings(patient, false));
        resume(after, 10 * 365 * 86_400.0);
        assertThat(after.bindings()).extracting(Binding::ends).containsExactly(Tick.NEVER);
    }

    /** T3: how much is over nobody knows, so the binding lives no longer than it would from now. */
    @Test
    void letsNoBindingBeginInTheFutureWhenOurClockWasSetBack() {
        happens(3600, request(3600, CAFE, 60));
        HomeAgent after = restarted(settings());
        resume(after, 0);
        assertThat(after.bindings()).extracting(Binding::since).containsExactly(BOOTED);
        assertThat(after.nextDeadline()).isEqualTo(at(63));
    }

    /** RFC 2794 §2 has a node say its NAI while it has no home address; with the one it was given it may come without. */
    @Test
    void knowsANodeAgainThatCameByTheHomeAddressItWasGiven() {
        AddressRange pool = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.109"));
        Guest ann = new Guest("ann", association(300, "the key of all.."));
        AuthorizedNode realm = new AuthorizedNode(
                "guests",
                new AuthorizedNode.HomeAddress.FromPool(pool),
                Optional.of(NetworkAccessIdentifier.of("@example.org")),
                SecurityAssociations.of(ann.association()),
                TIMESTAMPS);
        for (AuthorizedNode node : List.of(ann.node(pool), realm)) {
            HomeAgentSettings settings = settings(GRANTS, false, List.of(), node);
            before = agent(settings);
            bindings.clear();
            Octets named = ann.request(0, Ipv4.UNSPECIFIED, CAFE, 60, false);
            Ipv4 home = Guest.homeOf(happens(0, arrives(0, CAFE, named)), ann);
            RegistrationRequest unnamed = new RegistrationRequest(
                    CO_LOCATED, new Lifetime(60), home, Village.AGENT, CAFE, identification(5), List.of());
            Octets request = ann.association().sign(unnamed.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
            assertThat(Guest.homeOf(happens(5, arrives(5, CAFE, request)), ann)).isEqualTo(home);
            HomeAgent after = restarted(settings);
            resume(after, 6);
            assertThat(after.bindings())
                    .as(node.name())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("since", "ends")
                    .isEqualTo(before.bindings());
            assertThat(ann.ask(after, 7, Ipv4.UNSPECIFIED, TRAIN, 60, false))
                    .as("the same node by its NAI")
                    .contains(Village.forward(home, List.of(TRAIN)));
        }
    }

    /** F3, F4: there is room for what is there already. */
    @Test
    void makesBindingsAgainHoweverFullTheDiskIs() {
        happens(0, request(0, CAFE, 60));
        for (StoreState state : StoreState.values()) {
            HomeAgent after = restarted(settings());
            after.handle(BOOTED, new Event.StoreIs(state));
            resume(after, 20);
            assertThat(after.bindings())
                    .as(state.name())
                    .extracting(Binding::careOf)
                    .containsExactly(CAFE);
        }
    }

    @Test
    void leavesOutANodeThatIsServedNoMore() {
        happens(0, request(0, CAFE, 60));
        AuthorizedNode rekeyed = AuthorizedNode.at(
                HOME, "laptop", SecurityAssociations.of(association(256, "another key here")), TIMESTAMPS);
        AuthorizedNode otherSpi = AuthorizedNode.at(
                HOME, "laptop", SecurityAssociations.of(association(999, "1234567812345678")), TIMESTAMPS);
        assertLeftOut(settings(GRANTS, false, List.of(), TABLET), "unknown_node");
        assertLeftOut(settings(GRANTS, false, List.of(), rekeyed), "wrong_authenticator");
        assertLeftOut(settings(GRANTS, false, List.of(), otherSpi), "unknown_spi");
    }

    @Test
    void leavesOutWhatIsNotGrantedAnyMore() {
        happens(0, request(0, CAFE, 60));
        Grants elsewhere = new Grants(
                new Lifetime(600),
                ReverseTunneling.OPTIONAL,
                Set.of(),
                true,
                1000,
                8,
                List.of(Ipv4Prefix.parse("10.1.2.0/24")));
        assertLeftOut(settings(elsewhere, false), ReplyCode.ADMINISTRATIVELY_PROHIBITED.meaning());
        assertLeftOut(
                settings(Village.granting(ReverseTunneling.OFF), false),
                ReplyCode.REVERSE_TUNNEL_UNAVAILABLE.meaning());
    }

    private void assertLeftOut(HomeAgentSettings settings, String why) {
        HomeAgent after = restarted(settings);
        assertThat(resume(after, 1))
                .containsExactly(
                        Village.forward(HOME, List.of()),
                        new Effect.LeftOut(HOME, CAFE, why),
                        new Effect.Remember(List.of(new Change.Unbound(HOME, CAFE)), false));
        assertThat(after.bindings()).isEmpty();
    }

    /** The reply says what survives a restart, so it must wait until that is so; nothing before it waits. */
    @Test
    void hasEveryAcceptedRequestKeptBeforeItIsAnswered() {
        for (Event event :
                List.of(request(0, CAFE, 60), request(1, CAFE, 60), request(2, TRAIN, 60), request(3, TRAIN, 0))) {
            List<Effect> effects = before.handle(at(0), event);
            int kept = effects.indexOf(effects.stream()
                    .filter(each -> each instanceof Effect.Remember remember && remember.replyWaits())
                    .findFirst()
                    .orElseThrow());
            assertThat(effects.subList(0, kept)).noneMatch(Effect.Send.class::isInstance);
            assertThat(effects.subList(kept, effects.size())).noneMatch(Effect.Forward.class::isInstance);
        }
    }

    /** F3. */
    @Test
    void servesRenewalsMovesAndDeregistrationsButNothingNewWhileTheDiskIsNearlyFull() {
        before.handle(at(0), request(0, CAFE, 60));
        before.handle(at(1), new Event.StoreIs(StoreState.NEARLY_FULL));
        assertThat(codeOf(request(2, CAFE, 60))).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(codeOf(request(3, TRAIN, 60))).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(codeOf(request(4, CAFE, 60, KEEPING_OTHERS))).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        assertThat(codeOf(request(5, TRAIN, 0))).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(codeOf(request(6, TRAIN, 60))).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        before.handle(at(7), new Event.StoreIs(StoreState.READY));
        assertThat(codeOf(request(7, TRAIN, 60))).isEqualTo(ReplyCode.ACCEPTED);
    }

    /** F4: whatever would change is refused, for it could not be kept; what there is stays. */
    @Test
    void promisesNothingMoreWhenNothingCanBeKept() {
        before.handle(at(0), request(0, CAFE, 60));
        before.handle(at(1), new Event.StoreIs(StoreState.HALTED));
        for (Event event : List.of(request(2, CAFE, 60), request(3, TRAIN, 60), request(4, CAFE, 0))) {
            List<Effect> effects = before.handle(at(2), event);
            assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
            assertThat(effects).noneMatch(Effect.Forward.class::isInstance);
        }
        assertThat(before.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
        assertThat(LAPTOP.name()).isEqualTo(before.bindings().get(0).node());
    }

    private ReplyCode codeOf(Event event) {
        return replyIn(before.handle(at(2), event)).code();
    }

    @Test
    void leavesOutWhatCannotBeReadAnyMore() {
        happens(0, request(0, CAFE, 60));
        KeptBinding kept = bindings.get(0);
        Octets garbage = Octets.ofHex("0102");
        bindings.set(0, with(kept, garbage, kept.reply()));
        assertLeftOut(settings(), "malformed");
        bindings.set(0, with(kept, kept.request(), garbage));
        assertLeftOut(settings(), "malformed");
    }

    private static KeptBinding with(KeptBinding kept, Octets request, Octets reply) {
        return new KeptBinding(
                kept.home(),
                kept.careOf(),
                kept.since(),
                kept.accepted(),
                kept.granted(),
                kept.from(),
                kept.to(),
                request,
                reply);
    }

    /** Its foreign agent is one of ours now, or was and is not any more. */
    @Test
    void leavesOutWhatItsForeignAgentWouldHaveHadToSignOrNobodyKnowsTheSignatureOf() {
        Ipv4 careOf = Ipv4.parse("192.0.2.1");
        SecurityAssociation shared = association(512, "a foreign agent.");
        List<ForeignAgentPeer> peers = List.of(new ForeignAgentPeer(careOf, SecurityAssociations.of(shared)));
        RequestFlags visiting = RequestFlags.REVERSE_TUNNELING;
        Octets request = Village.signed(Village.unsigned(0, careOf, 60, visiting));
        happens(0, arrives(0, careOf, request));
        KeptBinding kept = bindings.get(0);
        assertLeftOut(careOf, settings(GRANTS, false, peers, LAPTOP), "bad_foreign_agent");
        Octets signed = shared.sign(request, AuthenticationExtension.Kind.FOREIGN_HOME);
        bindings.set(0, with(kept, signed, kept.reply()));
        assertLeftOut(careOf, settings(), "unknown_foreign_agent");
    }

    private void assertLeftOut(Ipv4 careOf, HomeAgentSettings settings, String why) {
        assertThat(resume(restarted(settings), 1)).contains(new Effect.LeftOut(HOME, careOf, why));
    }

    /** RPL: what was denied is as used up after a restart as before it. */
    @Test
    void keepsTheIdentificationOfARequestThatItDenies() {
        List<Effect> denied = happens(5, request(5, HOME, 60));
        assertThat(replyIn(denied).code()).isNotEqualTo(ReplyCode.ACCEPTED);
        assertThat(newest).containsEntry(new NodeIdentity.OfAddress(HOME), identification(5));
    }
}
