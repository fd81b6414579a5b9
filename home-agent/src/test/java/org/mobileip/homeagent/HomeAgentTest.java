package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.HOME_LINK;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.agent;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.payload;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

class HomeAgentTest {

    private static final RequestFlags KEEPING_OTHERS = CO_LOCATED.with(RequestFlags.SIMULTANEOUS_BINDINGS);
    private static final Event TIME_PASSES = new Event.DeadlineCame();

    private final HomeAgent agent = agent();

    /** Both messages were made with Python's hmac: key 1234567812345678, SPI 256, 2017-01-01 00:00:00.25. */
    @Test
    void answersAGoldenRequestWithTheGoldenReply() {
        Octets request = Octets.ofHex("012203e8 0a01010a 0a010114 0a01020f dc12c50040000000"
                + "2014 00000100 71cd8dd0322eb3d95ec1ef1c8b378d2b");
        Octets reply = Octets.ofHex(
                "03000258 0a01010a 0a010114 dc12c50040000000" + "2014 00000100 c61cd779bb471932ac8551feb3268b3e");
        assertThat(agent.handle(at(0), arrives(0.25, CAFE, request)))
                .containsExactly(
                        Village.forward(HOME, List.of(CAFE)),
                        new Effect.Attract(HOME),
                        new Effect.Remember(
                                List.of(
                                        new Change.Bound(new KeptBinding(
                                                HOME,
                                                CAFE,
                                                MIDNIGHT.plusMillis(250),
                                                MIDNIGHT.plusMillis(250),
                                                new Lifetime(600),
                                                new Endpoint(CAFE, 434),
                                                new Endpoint(AGENT, 434),
                                                request,
                                                reply)),
                                        new Change.Newest(new NodeIdentity.OfAddress(HOME), identification(0.25))),
                                true),
                        new Effect.Send(AGENT, new Endpoint(CAFE, 434), OptionalInt.empty(), reply),
                        new Effect.Accepted("laptop", HOME, CAFE, new Lifetime(600), List.of()));
    }

    @Test
    void movesTheTunnelWhenTheMobileNodeRegistersFromItsNextNetwork() {
        // Request { café, 60 s } -->          <-- Reply { accepted, 60 s }
        assertThat(agent.handle(at(0), request(0, CAFE, 60))).contains(Village.forward(HOME, List.of(CAFE)));
        // Request { train, 60 s } -->         <-- Reply { accepted, 60 s }
        assertThat(agent.handle(at(5), request(5, TRAIN, 60))).contains(Village.forward(HOME, List.of(TRAIN)));
        assertThat(agent.nextDeadline()).isEqualTo(at(65));
    }

    @Test
    void forwardsBeforeItReplies() {
        List<Effect> effects = agent.handle(at(0), request(0, CAFE, 60));
        assertThat(effects.indexOf(Village.forward(HOME, List.of(CAFE)))).isLessThan(effects.indexOf(sendIn(effects)));
    }

    @Test
    void grantsNoMoreThanIsAskedForAndNoMoreThanItsMaximum() {
        assertThat(replyIn(agent.handle(at(0), request(0, CAFE, 60))).lifetime())
                .isEqualTo(new Lifetime(60));
        assertThat(replyIn(agent.handle(at(1), request(1, CAFE, 601))).lifetime())
                .isEqualTo(new Lifetime(600));
        assertThat(replyIn(agent.handle(at(2), request(2, CAFE, 65535))).lifetime())
                .isEqualTo(new Lifetime(600));
    }

    @Test
    void neverEndsABindingOfInfiniteLifetime() {
        HomeAgent patient = agent(settings(Grants.everythingFor(Lifetime.INFINITE), false));
        assertThat(replyIn(patient.handle(at(0), request(0, CAFE, 65535))).lifetime())
                .isEqualTo(Lifetime.INFINITE);
        assertThat(patient.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void stopsForwardingAtTheTickTheLifetimeEndsAndSendsNothing() {
        agent.handle(at(0), request(0, CAFE, 60));
        assertThat(agent.handle(at(59.999), TIME_PASSES)).isEmpty();
        assertThat(agent.handle(at(60), TIME_PASSES))
                .containsExactly(
                        Village.forward(HOME, List.of()),
                        new Effect.Release(HOME, false),
                        new Effect.Expired("laptop", HOME, CAFE),
                        new Effect.Remember(List.of(new Change.Unbound(HOME, CAFE)), false));
        assertThat(agent.bindings()).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void startsTheLifetimeAnewWithEveryRenewal() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(50), request(50, CAFE, 60));
        assertThat(agent.handle(at(60), TIME_PASSES)).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(at(110));
        assertThat(agent.bindings()).extracting(Binding::since).containsExactly(at(0));
    }

    @Test
    void keepsOneEntryACareOfAddressWhenTheNodeAsksForSimultaneousBindings() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> effects = agent.handle(at(1), request(1, TRAIN, 30, KEEPING_OTHERS));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(effects).contains(Village.forward(HOME, List.of(CAFE, TRAIN)));
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE, TRAIN);
        // The train's lifetime ends first, the café's entry stays.
        assertThat(agent.handle(at(31), TIME_PASSES))
                .containsExactly(
                        Village.forward(HOME, List.of(CAFE)),
                        new Effect.Expired("laptop", HOME, TRAIN),
                        new Effect.Remember(List.of(new Change.Unbound(HOME, TRAIN)), false));
    }

    @Test
    void endsTheOthersWhenTheNodeRegistersWithoutSimultaneousBindings() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        agent.handle(at(2), request(2, TRAIN, 60));
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
    }

    @Test
    void limitsTheNumberOfSimultaneousBindings() {
        for (int i = 0; i < Grants.USUAL_MOST_BINDINGS_PER_NODE; i++) {
            agent.handle(at(i), request(i, new Ipv4(CAFE.bits() + i), 60, KEEPING_OTHERS));
        }
        List<Effect> oneMore = agent.handle(at(20), request(20, TRAIN, 60, KEEPING_OTHERS));
        assertThat(replyIn(oneMore).code()).isEqualTo(ReplyCode.TOO_MANY_SIMULTANEOUS_BINDINGS);
        List<Effect> renewal = agent.handle(at(21), request(21, CAFE, 60, KEEPING_OTHERS));
        assertThat(replyIn(renewal).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).hasSize(Grants.USUAL_MOST_BINDINGS_PER_NODE);
    }

    @Test
    void deregistersOneCareOfAddressAndKeepsTheOther() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        List<Effect> effects = agent.handle(at(2), request(2, CAFE, 0));
        assertThat(replyIn(effects).lifetime()).isEqualTo(Lifetime.ZERO);
        assertThat(effects).contains(Village.forward(HOME, List.of(TRAIN)));
        assertThat(effects).noneMatch(Effect.Release.class::isInstance);
    }

    @Test
    void repliesOntoTheHomeLinkWhenTheNodeDeregistersFromHome() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> effects = agent.handle(at(1), request(1, HOME, 0));
        assertThat(effects.subList(0, 2))
                .containsExactly(Village.forward(HOME, List.of()), new Effect.Release(HOME, true));
        assertThat(sendIn(effects).to()).isEqualTo(new Endpoint(HOME, 434));
        assertThat(sendIn(effects).onto()).isEqualTo(OptionalInt.of(HOME_LINK));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void repliesOntoTheHomeLinkEvenWhenItRefusesTheDeregistration() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> effects =
                agent.handle(at(1), arrives(1, HOME, Village.signed(Village.unsigned(-30, HOME, 0, CO_LOCATED))));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(sendIn(effects).onto()).isEqualTo(OptionalInt.of(HOME_LINK));
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void deregistersFromAwayWithoutSayingThatTheNodeIsHome() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> effects = agent.handle(at(1), request(1, CAFE, 0));
        assertThat(effects).contains(new Effect.Release(HOME, false));
        assertThat(sendIn(effects).onto()).isEmpty();
    }

    @Test
    void deregistersWhatIsNotBoundWithTheSameSuccess() {
        List<Effect> effects = agent.handle(at(0), request(0, HOME, 0));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(effects).contains(new Effect.Release(HOME, false));
        List<Effect> again = agent.handle(at(1), request(1, CAFE, 0));
        assertThat(replyIn(again).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(again).lifetime()).isEqualTo(Lifetime.ZERO);
    }

    @Test
    void givesACopyOfTheCurrentRequestTheSameReplyAndNoLongerLifetime() {
        List<Effect> first = agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> copy = agent.handle(at(40), arrives(40, CAFE, payload(request(0, CAFE, 60))));
        assertThat(copy)
                .as("it waits for what was to be kept before, and has nothing to be kept")
                .containsExactly(Village.AFTER_ALL_BEFORE, sendIn(first));
        assertThat(agent.nextDeadline()).isEqualTo(at(60));
    }

    @Test
    void givesACopyOfADeregistrationTheSameReplyUntilSomethingNewerCame() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> first = agent.handle(at(1), request(1, HOME, 0));
        assertThat(agent.handle(at(2), arrives(2, HOME, payload(request(1, HOME, 0)))))
                .containsExactly(Village.AFTER_ALL_BEFORE, sendIn(first));
        agent.handle(at(3), request(3, CAFE, 60));
        List<Effect> late = agent.handle(at(4), arrives(4, HOME, payload(request(1, HOME, 0))));
        assertThat(replyIn(late).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void refusesToBringBackAnEarlierCareOfAddress() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, TRAIN, 60));
        List<Effect> replayed = agent.handle(at(2), arrives(2, CAFE, payload(request(0, CAFE, 60))));
        assertThat(replyIn(replayed).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
    }

    @Test
    void refusesAfterARestartWhatWasNotNewBeforeIt() {
        HomeAgent restarted = new HomeAgent(
                settings(), Map.of(new NodeIdentity.OfAddress(HOME), identification(5)), Village.nonces(), at(0));
        assertThat(replyIn(restarted.handle(at(1), request(5, CAFE, 60))).code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(replyIn(restarted.handle(at(2), request(5.001, CAFE, 60))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void deniesWhatItGrantedWhenThatCouldNotBeDone() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        List<Effect> effects = agent.handle(at(1), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.REASON_UNSPECIFIED);
        assertThat(replyIn(effects).identification()).isEqualTo(identification(1));
        assertThat(sendIn(effects).to()).isEqualTo(new Endpoint(TRAIN, 434));
        assertThat(effects).contains(Village.forward(HOME, List.of(CAFE)));
        assertThat(effects).noneMatch(Effect.Release.class::isInstance);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
        List<Effect> copy = agent.handle(at(2), arrives(2, TRAIN, payload(request(1, TRAIN, 60, KEEPING_OTHERS))));
        assertThat(replyIn(copy).code())
                .as("what was denied is not repeated")
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void stopsAttractingWhatItCouldNotForwardAtAll() {
        agent.handle(at(0), request(0, CAFE, 60));
        List<Effect> effects = agent.handle(at(0), new Event.CouldNot(ReplyCode.INSUFFICIENT_RESOURCES));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
        assertThat(effects).contains(Village.forward(HOME, List.of()), new Effect.Release(HOME, false));
        assertThat(agent.bindings()).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void takesBackOnlyWhatItHasJustGranted() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(0.5), TIME_PASSES);
        assertThat(agent.handle(at(1), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED)))
                .isEmpty();
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void knowsWhatToDoAboutEveryEvent() {
        List<Event> one = List.of(
                request(0, CAFE, 60),
                new Event.Solicited(),
                new Event.OurAddresses(Set.of(AGENT)),
                TIME_PASSES,
                new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED),
                new Event.StoreIs(StoreState.READY),
                new Event.Drop(MIDNIGHT, "nobody"),
                new Event.Reloaded(Village.settings(), MIDNIGHT),
                new Event.Tell(MIDNIGHT, HOME, org.mobileip.wire.MessageString.ofHomeAgent("hello")),
                new Event.FlowsRestored(HOME, Octets.EMPTY),
                new Event.NewestRestored(new NodeIdentity.OfAddress(HOME), identification(0)),
                new Event.AllRestored(),
                new Event.Restored(
                        KeptBinding.of(
                                bindingAt(CAFE),
                                ((Event.Received) request(0, CAFE, 60)).datagram(),
                                java.time.Duration.ZERO,
                                Optional.empty()),
                        MIDNIGHT));
        assertThat(one).extracting(Object::getClass).hasSameElementsAs(List.of(Event.class.getPermittedSubclasses()));
        one.forEach(event -> assertThat(agent.handle(at(0), event)).isNotNull());
    }

    private static Binding bindingAt(Ipv4 careOf) {
        HomeAgent another = agent();
        another.handle(at(0), request(0, careOf, 60));
        return another.bindings().get(0);
    }

    /** §3.8.2.2: a copy is one of the last request; what came in between has made the old one old. */
    @Test
    void takesAnOldDeregistrationForNoCopyOnceAnotherRequestWasDenied() {
        agent.handle(at(0), request(0, CAFE, 60));
        Event gone = request(1, CAFE, 0);
        assertThat(replyIn(agent.handle(at(1), gone)).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(agent.handle(at(2), request(2, HOME, 60))).code()).isNotEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(agent.handle(at(3), arrives(3, CAFE, Village.payload(gone))))
                        .code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void tellsWhichCareOfAddressWasGivenUpAndWhichWereAll() {
        agent.handle(at(0), request(0, CAFE, 60));
        agent.handle(at(1), request(1, TRAIN, 60, KEEPING_OTHERS));
        assertThat(agent.handle(at(2), request(2, CAFE, 0)))
                .contains(new Effect.Accepted("laptop", HOME, CAFE, Lifetime.ZERO, List.of(CAFE, TRAIN)));
        assertThat(agent.handle(at(3), request(3, HOME, 0)))
                .contains(new Effect.Accepted("laptop", HOME, HOME, Lifetime.ZERO, List.of(TRAIN)));
    }

    /** §3.8.3.2, §3.6.1.2: whoever asks everybody is told whom to ask; 224.0.0.11 is for the mobility agents of a link (§2.3). */
    @Test
    void saysWhoItIsToARequestThatWasBroadcastAndTakesOneToAllMobilityAgentsForItsOwn() {
        assertThat(code(new Endpoint(Ipv4.parse("10.1.1.255"), 434), 0)).isEqualTo(136);
        assertThat(code(new Endpoint(Ipv4.parse("224.0.0.11"), 434), 1)).isZero();
    }

    private int code(Endpoint to, double second) {
        Octets request = Village.payload(request(second, CAFE, 60));
        return replyIn(agent.handle(at(second), arrives(second, new Endpoint(CAFE, 434), to, Village.UPLINK, request)))
                .code()
                .value();
    }

    /** RFC 3021 §2.1: of two addresses none is a broadcast. */
    @Test
    void knowsNoBroadcastAddressOfAHomeNetworkOfTwoAddresses() {
        Ipv4Prefix two = Ipv4Prefix.parse("10.1.1.20/31");
        HomeAgentSettings small = new HomeAgentSettings(
                AGENT, two, Optional.empty(), Village.GRANTS, false, List.of(), List.of(Village.LAPTOP));
        assertThat(small.isForMany(Ipv4.parse("10.1.1.21"))).isFalse();
        assertThat(settings().isForMany(Ipv4.parse("10.1.1.255"))).isTrue();
    }

    @Test
    void givesNoCopyOfADeregistrationTheReplyThatWasTakenBack() {
        agent.handle(at(0), request(0, CAFE, 60));
        Event gone = request(1, CAFE, 0);
        agent.handle(at(1), gone);
        agent.handle(at(1), new Event.CouldNot(ReplyCode.INSUFFICIENT_RESOURCES));
        assertThat(replyIn(agent.handle(at(1.5), gone)).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }
}
