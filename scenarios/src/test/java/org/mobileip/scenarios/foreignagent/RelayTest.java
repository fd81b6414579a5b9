package org.mobileip.scenarios.foreignagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.foreignagent.Inn.FOREIGN_HOME;
import static org.mobileip.scenarios.foreignagent.Inn.HOME;
import static org.mobileip.scenarios.foreignagent.Inn.HOME_AGENT;
import static org.mobileip.scenarios.foreignagent.Inn.INN;
import static org.mobileip.scenarios.foreignagent.Inn.LAPTOP;
import static org.mobileip.scenarios.foreignagent.Inn.MOBILE_FOREIGN;
import static org.mobileip.scenarios.foreignagent.Inn.OFFER;
import static org.mobileip.scenarios.foreignagent.Inn.OTHER;
import static org.mobileip.scenarios.foreignagent.Inn.PORT;
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
import static org.mobileip.scenarios.foreignagent.Inn.signedReply;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** Registrations through a foreign agent as ladders of messages (RFC 5944 §3.7). */
class RelayTest {

    private static final RequestFlags T = RequestFlags.REVERSE_TUNNELING;
    private static final Endpoint TO_HOME_AGENT = new Endpoint(HOME_AGENT, 434);
    private static final Visitor SERVED =
            new Visitor(HOME, LAPTOP, HOME_AGENT, INN, Encapsulation.IPIP, true, false, new Lifetime(60));

    private final ForeignAgent agent = Inn.agent(settings());

    @Test
    void relaysARequestAndItsReplyOctetForOctetAndServesTheNode() {
        // node -- Request { 60 s, T } --> foreign agent -- the same octets --> home agent
        Octets request = request(0, 60, T);
        assertThat(agent.handle(at(0), arrives(0, request)))
                .containsExactly(new Effect.Relay(INN, TO_HOME_AGENT, request));
        // node <-- the same octets -- foreign agent <-- Reply { accepted, 60 s } -- home agent
        Octets reply = reply(0, 0, 60);
        assertThat(agent.handle(at(0.1), replied(0.1, reply)))
                .containsExactly(
                        new Effect.Serve(SERVED),
                        new Effect.Admitted(SERVED),
                        new Effect.Answer(LAPTOP, new Endpoint(INN, 434), new Endpoint(HOME, PORT), reply));
        assertThat(agent.visitors()).containsExactly(SERVED);
    }

    /** §3.7.3.2: the lifetime begins when the reply is forwarded, and its end is nobody's business (§3.7). */
    @Test
    void forgetsTheNodeWhenItsLifetimeEndsWithoutAWord() {
        admit(0, 60);
        assertThat(agent.nextDeadline()).isEqualTo(at(60.5));
        assertThat(agent.handle(at(60.5), new Event.DeadlineCame()))
                .containsExactly(new Effect.Release(HOME), new Effect.Expired(HOME));
        assertThat(agent.visitors()).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void keepsTheNodeNoLongerThanItEverGrants() {
        agent.handle(at(0), arrives(0, request(0, 600, T)));
        List<Effect> effects = agent.handle(at(0), replied(0, reply(0, 0, 0xffff)));
        assertThat(only(Effect.Serve.class, effects).visitor().granted()).isEqualTo(new Lifetime(600));
        assertThat(agent.nextDeadline()).isEqualTo(at(600));
    }

    /** §3.7.2: what is pending changes nothing of what is. */
    @Test
    void leavesTheVisitorAsItIsUntilANewRequestIsAccepted() {
        admit(0, 60);
        agent.handle(at(10), arrives(10, request(10, 120, T)));
        assertThat(agent.visitors()).containsExactly(SERVED);
        List<Effect> denied = agent.handle(at(10.1), replied(10.1, reply(10, 133, 0)));
        assertThat(codeOf(denied)).isEqualTo(133);
        assertThat(all(Effect.Serve.class, denied)).isEmpty();
        assertThat(agent.visitors()).containsExactly(SERVED);
        assertThat(agent.nextDeadline()).isEqualTo(at(60.5));
    }

    @Test
    void letsTheNodeGoWhenItsDeregistrationIsAccepted() {
        admit(0, 60);
        assertThat(agent.handle(at(5), arrives(5, request(5, 0, T)))).hasSize(1);
        assertThat(agent.visitors()).containsExactly(SERVED);
        List<Effect> effects = agent.handle(at(5.1), replied(5.1, reply(5, 0, 0)));
        assertThat(effects).contains(new Effect.Release(HOME));
        assertThat(codeOf(effects)).isZero();
        assertThat(agent.visitors()).isEmpty();
    }

    /** §3.7.2.2, §3.7.3.2: whatever stands behind the node's authenticator is for us; padding before it is not ours to drop. */
    @Test
    void takesOffWhatIsNotForTheHomeAgentAndNothingElse() {
        Octets padded =
                Inn.MOBILE_HOME.sign(Inn.unsigned(0, 60, T).encode().plus(Octets.ofHex("00 00 00")), Kind.MOBILE_HOME);
        Octets forUs = Octets.ofHex("8200 00 fe03010203 00");
        assertThat(only(Effect.Relay.class, agent.handle(at(0), arrives(0, padded.plus(forUs))))
                        .octets())
                .isEqualTo(padded);
        Octets reply = reply(0, 0, 60);
        assertThat(only(Effect.Answer.class, agent.handle(at(0), replied(0, reply.plus(forUs))))
                        .octets())
                .isEqualTo(reply);
    }

    @Test
    void signsForTheHomeAgentAndChecksWhatItSigned() {
        ForeignAgent known = Inn.agent(settings(OFFER, Inn.withHomeAgent(), false));
        Octets request = request(0, 60, T);
        Octets relayed = only(Effect.Relay.class, known.handle(at(0), arrives(0, request)))
                .octets();
        assertThat(relayed.slice(0, request.size())).isEqualTo(request);
        assertThat(relayed).isEqualTo(FOREIGN_HOME.sign(request, Kind.FOREIGN_HOME));
        Octets reply = reply(0, 0, 60);
        List<Effect> effects = known.handle(at(0.1), replied(0.1, FOREIGN_HOME.sign(reply, Kind.FOREIGN_HOME)));
        assertThat(only(Effect.Answer.class, effects).octets()).isEqualTo(reply);
        assertThat(known.visitors()).hasSize(1);
    }

    /** §3.5.4: neither for a deregistration, nor for an address that is not ours. */
    @Test
    void signsNeitherDeregistrationsNorForAddressesThatNodesHaveThemselves() {
        ForeignAgent known = Inn.agent(settings(OFFER, Inn.withHomeAgent(), false));
        Octets leaving = request(0, 0, T);
        assertThat(only(Effect.Relay.class, known.handle(at(0), arrives(0, leaving)))
                        .octets())
                .isEqualTo(leaving);
        RegistrationRequest colocated = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE,
                new Lifetime(60),
                HOME,
                HOME_AGENT,
                Ipv4.parse("192.0.2.99"),
                identification(1),
                List.of());
        Effect.Relay relay = only(Effect.Relay.class, known.handle(at(1), arrives(1, Inn.signed(colocated))));
        assertThat(relay.octets()).isEqualTo(Inn.signed(colocated));
        assertThat(relay.source()).isEqualTo(INN);
        List<Effect> effects = known.handle(at(1), replied(1, reply(1, 0, 60)));
        assertThat(codeOf(effects)).isZero();
        assertThat(all(Effect.Serve.class, effects))
                .as("the tunnel ends at the node")
                .isEmpty();
    }

    /** RFC 4636 §4: the home agent has spoken, so its code stays, and ours, 68, stands in extension 45. */
    @Test
    void doesNotHonourAReplyThatTheHomeAgentDidNotSignForIt() {
        SecurityAssociation wrong = Inn.association(512, "another secret !");
        Octets reply = reply(0, 0, 60);
        for (Octets bad : List.of(
                reply,
                wrong.sign(reply, Kind.FOREIGN_HOME),
                FOREIGN_HOME.sign(FOREIGN_HOME.sign(reply, Kind.FOREIGN_HOME), Kind.FOREIGN_HOME))) {
            ForeignAgent known = Inn.agent(settings(OFFER, Inn.withHomeAgent(), false));
            known.handle(at(0), arrives(0, request(0, 60, T)));
            List<Effect> effects = known.handle(at(0.1), replied(0.1, bad));
            assertThat(only(Effect.Answer.class, effects).octets()).isEqualTo(reply.plus(Octets.ofHex("2d 02 00 44")));
            assertThat(only(Effect.Discard.class, effects).why())
                    .isEqualTo(DiscardReason.HOME_AGENT_FAILED_AUTHENTICATION);
            assertThat(all(Effect.Serve.class, effects)).isEmpty();
            assertThat(known.visitors()).isEmpty();
        }
    }

    @Test
    void saysThatItCannotServeWhatTheHomeAgentAccepted() {
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        Octets reply = reply(0, 0, 60);
        agent.handle(at(0.1), replied(0.1, reply));
        List<Effect> effects = agent.handle(at(0.1), new Event.CouldNotServe());
        assertThat(effects).contains(new Effect.Release(HOME));
        assertThat(only(Effect.Answer.class, effects).octets()).isEqualTo(reply.plus(Octets.ofHex("2d 02 00 40")));
        assertThat(agent.visitors()).isEmpty();
        assertThat(agent.handle(at(0.2), new Event.CouldNotServe())).isEmpty();
    }

    /** §3.5.3: what the node signs for us is checked and taken off, and what we tell it is signed. */
    @Test
    void signsForTheNodeWhatItTellsIt() {
        ForeignAgent known = Inn.agent(settings(OFFER, Inn.withLaptop(), false));
        Octets request = request(0, 60, T);
        Effect.Relay relay = only(
                Effect.Relay.class, known.handle(at(0), arrives(0, MOBILE_FOREIGN.sign(request, Kind.MOBILE_FOREIGN))));
        assertThat(relay.octets()).isEqualTo(request);
        Octets reply = reply(0, 0, 60);
        assertThat(only(Effect.Answer.class, known.handle(at(0), replied(0, reply)))
                        .octets())
                .isEqualTo(MOBILE_FOREIGN.sign(reply, Kind.MOBILE_FOREIGN));
    }

    /** §3.7.3.1: by home address and the low-order half of the Identification. */
    @Test
    void discardsRepliesThatNobodyWaitsFor() {
        assertDiscarded(replied(0, reply(0, 0, 60)), DiscardReason.NOT_PENDING);
        agent.handle(at(0), arrives(0, request(0, 60, T)));
        assertDiscarded(replied(0, reply(1.5, 0, 60)), DiscardReason.OTHER_IDENTIFICATION);
        assertDiscarded(replied(0, Ipv4.parse("10.1.1.99"), reply(0, 0, 60)), DiscardReason.NOT_FROM_HOME_AGENT);
        assertDiscarded(
                replied(0, signedReply(0, 60, Ipv4.parse("10.1.1.58"), identification(0))), DiscardReason.NOT_PENDING);
        assertDiscarded(replied(0, request(0, 60, T)), DiscardReason.NOT_A_REPLY);
        assertDiscarded(replied(0, reply(0, 0, 60).plus(Octets.ofHex("7f00"))), DiscardReason.UNKNOWN_EXTENSION);
        // A denial with the home agent's time in the high-order half is an answer all the same (§5.7.1).
        assertThat(codeOf(agent.handle(
                        at(0),
                        replied(0, signedReply(133, 0, HOME, identification(0).withHigh(7))))))
                .isEqualTo(133);
    }

    @Test
    void tellsNodesOfOneHomeAddressApartByTheirNames() {
        NetworkAccessIdentifier anna = NetworkAccessIdentifier.of("anna@example.org");
        NetworkAccessIdentifier bert = NetworkAccessIdentifier.of("bert@example.org");
        agent.handle(at(0), arrives(0, Inn.signed(Inn.unsigned(0, 60, T, anna.toExtension()))));
        agent.handle(at(0), arrives(0, OTHER, 255, HOME, INN, Inn.signed(Inn.unsigned(0, 60, T, bert.toExtension()))));
        Octets toBert = signedReply(0, 60, HOME, identification(0), bert.toExtension());
        assertThat(only(Effect.Answer.class, agent.handle(at(0), replied(0, toBert)))
                        .mac())
                .isEqualTo(OTHER);
        // One home address can be served once: anna's registration is not honoured, code 66 says so.
        Octets toAnna = signedReply(0, 60, HOME, identification(0), anna.toExtension());
        Effect.Answer answer = only(Effect.Answer.class, agent.handle(at(0), replied(0, toAnna)));
        assertThat(answer.mac()).isEqualTo(LAPTOP);
        assertThat(answer.octets()).isEqualTo(toAnna.plus(Octets.ofHex("2d 02 00 42")));
        assertThat(agent.visitors()).extracting(Visitor::mac).containsExactly(OTHER);
    }

    /** RFC 2794 §3, RFC 5944 §3.7.2.3: a node without a home address hears its reply as a broadcast, until it has one. */
    @Test
    void relaysForANodeThatHasOnlyAName() {
        NetworkAccessIdentifier anna = NetworkAccessIdentifier.of("anna@example.org");
        RegistrationRequest asking = new RegistrationRequest(
                T, new Lifetime(60), Ipv4.UNSPECIFIED, HOME_AGENT, INN, identification(0), List.of(anna.toExtension()));
        agent.handle(at(0), arrives(0, LAPTOP, 255, Ipv4.UNSPECIFIED, INN, Inn.signed(asking)));
        List<Effect> denied = agent.handle(
                at(0), replied(0, signedReply(129, 0, Ipv4.UNSPECIFIED, identification(0), anna.toExtension())));
        assertThat(only(Effect.Answer.class, denied).to()).isEqualTo(new Endpoint(Ipv4.BROADCAST, PORT));
        agent.handle(at(1), arrives(1, LAPTOP, 255, Ipv4.UNSPECIFIED, INN, Inn.signed(asking)));
        Octets accepted = signedReply(0, 60, HOME, identification(0), anna.toExtension());
        List<Effect> effects = agent.handle(at(1), replied(1, accepted));
        assertThat(only(Effect.Answer.class, effects).to()).isEqualTo(new Endpoint(HOME, PORT));
        assertThat(only(Effect.Serve.class, effects).visitor().home()).isEqualTo(HOME);
    }

    /** RFC 2794 §3 with RFC 4721 §3.3: the home agent's code stays, ours is in extension 45. */
    @Test
    void doesNotHonourAReplyWithoutTheNameOrAnAddress() {
        NetworkAccessIdentifier anna = NetworkAccessIdentifier.of("anna@example.org");
        assertThat(errorFor(anna, reply(0, 0, 60))).as("no name: 97").isEqualTo(Octets.ofHex("2d 02 00 61"));
        assertThat(errorFor(
                        anna,
                        Inn.MOBILE_HOME.sign(
                                new RegistrationReply(
                                                new org.mobileip.wire.ReplyCode(0),
                                                new Lifetime(60),
                                                HOME,
                                                Ipv4.UNSPECIFIED,
                                                identification(0),
                                                List.of(anna.toExtension()))
                                        .encode(),
                                Kind.MOBILE_HOME)))
                .as("no home agent: 98")
                .isEqualTo(Octets.ofHex("2d 02 00 62"));
        assertThat(errorFor(anna, signedReply(0, 60, Ipv4.UNSPECIFIED, identification(0), anna.toExtension())))
                .as("no home address: 99")
                .isEqualTo(Octets.ofHex("2d 02 00 63"));
    }

    private static Octets errorFor(NetworkAccessIdentifier name, Octets reply) {
        ForeignAgent fresh = Inn.agent(settings());
        RegistrationRequest asking = new RegistrationRequest(
                T, new Lifetime(60), Ipv4.UNSPECIFIED, HOME_AGENT, INN, identification(0), List.of(name.toExtension()));
        fresh.handle(at(0), arrives(0, LAPTOP, 255, Ipv4.UNSPECIFIED, INN, Inn.signed(asking)));
        Octets answered = only(Effect.Answer.class, fresh.handle(at(0), replied(0, reply)))
                .octets();
        assertThat(answered.slice(0, reply.size())).isEqualTo(reply);
        return answered.slice(reply.size());
    }

    /** §3.7.2.3, when the request was to all agents: from our address on the link. */
    @Test
    void answersFromItsOwnAddressWhatWasAskedOfAllAgents() {
        agent.handle(at(0), arrives(0, LAPTOP, 255, HOME, Ipv4.parse("224.0.0.11"), request(0, 60, T)));
        assertThat(only(Effect.Answer.class, agent.handle(at(0), replied(0, reply(0, 0, 60))))
                        .from())
                .isEqualTo(new Endpoint(INN, 434));
    }

    @Test
    void servesANodeAsItAskedToBe() {
        Extension style = Extension.of(Extension.ENCAPSULATING_DELIVERY, Octets.EMPTY);
        agent.handle(at(0), arrives(0, request(0, 60, T).plus(style.encode())));
        Visitor encapsulating = only(Effect.Serve.class, agent.handle(at(0), replied(0, reply(0, 0, 60))))
                .visitor();
        assertThat(encapsulating.encapsulates()).isTrue();
        agent.handle(at(1), arrives(1, request(1, 60, RequestFlags.NONE)));
        Visitor plain = only(Effect.Serve.class, agent.handle(at(1), replied(1, reply(1, 0, 60))))
                .visitor();
        assertThat(plain.reverse()).isFalse();
    }

    private void admit(double second, int lifetime) {
        agent.handle(at(second), arrives(second, request(second, lifetime, T)));
        agent.handle(at(second + 0.5), replied(second + 0.5, reply(second, 0, lifetime)));
    }

    private void assertDiscarded(Event event, DiscardReason why) {
        assertThat(agent.handle(at(0), event))
                .singleElement()
                .isInstanceOfSatisfying(Effect.Discard.class, discard -> assertThat(discard.why())
                        .isEqualTo(why));
    }

    @Test
    void sharesNothingWithWhomItSharesNothing() {
        assertThat(Peers.NONE.homeAgent(HOME_AGENT)).isEmpty();
        assertThat(answer(agent.handle(at(0), arrives(0, request(0, 601, T)))).extensions())
                .isEmpty();
    }
}
