package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.ReplyCode;

/**
 * Keeps one registration alive: asks ({@link Asking}), hears the answers ({@link Answering}), renews in time, and believes only
 * what a home agent has signed.
 *
 * <p>Supported: RFC 5944 §3.6, directly and through a foreign agent, with timestamps and nonces (§5.7), dynamic home agent
 * address resolution (§3.6.1.2), several home agents, and home addresses given by the home agent (RFC 2794).
 */
final class Registrar {

    /** What else there may be to do than to go on asking; an empty answer: nothing. */
    interface Elsewhere {
        /** No home agent has answered often enough; what was done, and this attempt is over. */
        Optional<List<Effect>> unanswered();

        /** The registration is to be renewed; what was done instead. */
        Optional<List<Effect>> renewing();
    }

    private final Registration registration;
    private final HomeAgents agents;
    private final Requests requests;
    private final Farewells farewells;
    private final Repairs repairs;
    private final UplinkList uplinks;
    private final Revocations revocations;
    private final Asking asking;
    private final Answering answering;
    private final TunnelEnds tunnelEnds;

    Registrar(
            CurrentSettings settings,
            HomeAddress home,
            HomeAgents agents,
            AgentList foreignAgents,
            UplinkList uplinks,
            Memory memory) {
        this.agents = agents;
        registration = new Registration(settings.lifetime());
        requests = new Requests(settings, home, agents.assignment(), foreignAgents, uplinks, memory);
        farewells = new Farewells(requests, home, agents);
        this.uplinks = uplinks;
        repairs = new Repairs(settings, home, agents, uplinks);
        revocations = new Revocations(settings, home, uplinks);
        NatOutlook outlook = new NatOutlook(settings.tunnel().nat());
        asking = new Asking(registration, agents, requests, farewells, repairs);
        answering = new Answering(
                registration,
                home,
                agents,
                requests,
                farewells,
                repairs,
                asking,
                revocations,
                new Notifications(settings, home, requests.identifications()),
                outlook);
        tunnelEnds = new TunnelEnds(settings, registration, home, agents, requests, repairs, outlook, uplinks);
    }

    /** What keeps the bindings of other links than the one that this registers. */
    UplinkRegistrar beside(UplinkList uplinks, CurrentSettings settings) {
        return new UplinkRegistrar(uplinks, this, requests.beside(), agents, repairs, revocations, settings::lifetime);
    }

    /** A new attempt: at once, or as soon as the last request for the same care-of address is a second old. */
    List<Effect> start(Tick now, Moment moment, Target wanted) {
        agents.prefer();
        registration.promised().ifPresent(kept -> agents.use(kept.agent()));
        return asking.begin(now, moment, wanted);
    }

    /** Asks for nothing any more: there is no link to ask by. What has been promised stays promised. */
    void pause() {
        registration.wantNothing();
        requests.all().forEach(requests::forget);
        farewells.endAll();
    }

    /** What has been promised is not wanted any more, and is not counted on: whether it is still kept nobody knows. */
    void giveUp() {
        registration.promiseIsOver();
    }

    Tick nextDeadline() {
        return registration.nextDeadline().earlierOf(farewells.nextDeadline());
    }

    /** What is due. */
    List<Effect> deadline(Tick now, Moment moment, Elsewhere elsewhere) {
        List<Effect> effects = new ArrayList<>(farewells.deadline(now, moment));
        for (Registration.Timer timer : registration.takeDue(now)) {
            effects.addAll(
                    switch (timer) {
                        case EXPIRE -> expired();
                        case RENEW -> elsewhere.renewing().orElseGet(() -> asking.renew(now, moment));
                        case REQUEST ->
                            registration
                                    .wanted()
                                    .map(same -> asking.again(now, moment, same, elsewhere))
                                    .orElse(List.of());
                    });
        }
        return effects;
    }

    private List<Effect> expired() {
        List<Effect> told = registration
                .promised()
                .<List<Effect>>map(ended -> List.of(new Effect.Tell(new Notice.Expired(ended.careOf()))))
                .orElse(List.of());
        registration.promiseIsOver();
        agents.assignment().over();
        return told;
    }

    /** That foreign agent has given a challenge: what has waited for one is asked now. */
    List<Effect> challengeHeard(Tick now, Moment moment, ForeignAgent from) {
        return asking.challengeHeard(now, moment, from);
    }

    /** The link has gone: on what comes again are other foreign agents, and the first is asked at once. */
    void linkLost(int link) {
        asking.linkLost(link);
    }

    /** Another home agent is to be asked than before, or the first one: if there is something to ask for, it is asked. */
    List<Effect> agentChanged(Tick now, Moment moment) {
        boolean isSatisfied = !isAsking() && registration.promised().isPresent();
        return registration
                .wanted()
                .filter(same -> !isSatisfied)
                .map(same -> asking.ask(now, moment, same))
                .orElse(List.of());
    }

    /** The home agent says that the binding has ended. */
    Answer revoked(Tick now, Moment moment, Datagram datagram) {
        return answering.revoked(now, moment, datagram, uplinks);
    }

    /** The home agent tells the person behind this node something. */
    Answer notified(Tick now, Moment moment, Datagram datagram) {
        return answering.notified(now, moment, datagram, uplinks);
    }

    /** Something came to the port that requests are sent from, and is neither. */
    Answer receive(Tick now, Moment moment, Datagram datagram) {
        return answering.receive(now, moment, datagram);
    }

    /** The home agent shall forget what the foreign agent does not honour (RFC 4636 §5): there is nothing better to tell it. */
    List<Effect> takeBack(Tick now, Moment moment, Pending unhonoured) {
        Target binding = unhonoured.target().during(Lifetime.ZERO);
        return farewells.say(now, moment, unhonoured.homeAgent(), binding);
    }

    /** The binding for {@code careOf}, if a home agent has promised one. */
    Optional<Binding> bindingOf(Ipv4 careOf) {
        return registration.promisedFor(careOf);
    }

    /** The same, unless another one may have taken its place meanwhile. */
    Optional<Binding> certainBindingOf(Ipv4 careOf) {
        return bindingOf(careOf).filter(made -> !registration.isInDoubt());
    }

    /** Whether a request waits for its reply, or for its time. */
    boolean isAsking() {
        return nextTry().isPresent();
    }

    /** Whether what waits is a deregistration. */
    boolean isDeregistering() {
        return isAsking() && registration.wanted().map(Target::isDeregistration).orElse(false);
    }

    /** When the next request is sent unless a reply comes before. */
    Optional<Tick> nextTry() {
        return registration.nextTry();
    }

    /** The last reply to the present attempt, where it was a denial and there is nobody else to ask. */
    Optional<Denial> denial() {
        return registration.denial();
    }

    /** What an agent has to say to the person behind this node beside the last reply, once. */
    Optional<Effect> takeWords() {
        return answering.takeWords();
    }

    /** The same, as it was said last. */
    Optional<MessageString> message() {
        return answering.message();
    }

    /** The code of the last reply. */
    Optional<ReplyCode> lastCode() {
        return registration.lastCode();
    }

    /** The other end of the tunnel: of the binding there is, or of the one that will be if the home agent accepts. */
    Optional<TunnelPlan.Ends> tunnelEnds() {
        return tunnelEnds.now();
    }

    /** Requests in a row without a reply. */
    int unanswered() {
        return registration.attempt().unanswered();
    }

    /** As last measured; empty before the first reply. */
    Optional<Duration> roundTrip() {
        Duration measured = registration.roundTrip();
        return measured.isZero() ? Optional.empty() : Optional.of(measured);
    }
}
