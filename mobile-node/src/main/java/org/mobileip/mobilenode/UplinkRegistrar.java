package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Keeps the bindings of the node's other links alive, beside that of the link it is attached to, which {@link Registrar} keeps; and
 * takes back those of links that are gone (RFC 7629 §5.1).
 *
 * <p>One request at a time, and none while the registrar waits for its reply: requests by different links overtake each other, and
 * the home agent takes none that is older than the one before it (RFC 5944 §5.7).
 */
final class UplinkRegistrar {

    private final UplinkList uplinks;
    private final Registrar registrar;
    private final Requests requests;
    private final HomeAgents agents;
    private final Repairs repairs;
    private final Revocations revocations;
    private final Supplier<Lifetime> lifetime;
    private final Map<Ipv4, Turn> turns = new HashMap<>();
    private Optional<Target> asked = Optional.empty();
    private Tick givenUpAt = Tick.NEVER;
    private boolean isMainDoubtful;

    /**
     * When a care-of address is asked about next.
     *
     * @param patience how long the reply is waited for then
     * @param unanswered requests in a row without a reply
     * @param isRenewal of what has been promised: if that is over, it is of no account
     */
    private record Turn(Tick due, Backoff patience, int unanswered, boolean isRenewal) {

        private Turn(Tick due, Backoff patience, int unanswered) {
            this(due, patience, unanswered, false);
        }
    }

    UplinkRegistrar(
            UplinkList uplinks,
            Registrar registrar,
            Requests requests,
            HomeAgents agents,
            Repairs repairs,
            Revocations revocations,
            Supplier<Lifetime> lifetime) {
        this.uplinks = uplinks;
        this.registrar = registrar;
        this.requests = requests;
        this.agents = agents;
        this.repairs = repairs;
        this.revocations = revocations;
        this.lifetime = lifetime;
    }

    /** When {@link #follow} is due again though nothing happens. */
    Tick nextDeadline() {
        if (asked.isPresent()) {
            return givenUpAt;
        }
        Tick next = currentAgent().map(any -> uplinks.refusal().endsAt()).orElse(Tick.NEVER);
        if (mayAsk()) {
            for (Ipv4 careOf : toBeAsked()) {
                next = next.earlierOf(turn(careOf).due);
            }
        }
        for (Uplink each : uplinks.others()) {
            next = next.earlierOf(each.promised().map(Binding::endsAt).orElse(Tick.NEVER));
        }
        return next;
    }

    /**
     * Something may have changed.
     *
     * @param attachment where the node is
     * @param usable the links that could be used
     */
    List<Effect> follow(Tick now, Moment moment, Attachment attachment, List<Attachment.Visiting> usable) {
        boolean isNoMoreRefused = currentAgent()
                .filter(agent -> uplinks.refusal().takeEnd(now, agent))
                .isPresent();
        uplinks.attached(attachment);
        isMainDoubtful |= isNoMoreRefused && uplinks.main().isPresent();
        Optional<Binding> promised = uplinks.main().flatMap(at -> registrar.certainBindingOf(at.careOf()));
        List<Effect> effects = new ArrayList<>();
        uplinks.follow(now, usable, promised);
        for (Uplink lost : uplinks.takeLost()) {
            turns.remove(lost.at().careOf());
            lost.promised()
                    .ifPresent(made -> effects.add(new Effect.Tell(new Notice.UplinkLost(
                            lost.at().interfaceName(), lost.at().careOf()))));
        }
        silence(now);
        turns.keySet().removeIf(this::isOfNoAccount);
        if (asked.isEmpty() && mayAsk()) {
            toBeAsked().stream()
                    .filter(careOf -> turn(careOf).due.hasCome(now))
                    .findFirst()
                    .ifPresent(careOf -> effects.addAll(ask(now, moment, careOf)));
        }
        return effects;
    }

    /** Where the node is on no link with others beside, there are none to be lost one by one, and nobody is asked. */
    private boolean isOfNoAccount(Ipv4 careOf) {
        return uplinks.at(careOf).isEmpty()
                && !uplinks.gone().contains(careOf)
                && asked.filter(target -> target.careOf().equals(careOf)).isEmpty();
    }

    /** Who has answered last, or would be asked next; empty: somebody is being asked. */
    private Optional<Ipv4> currentAgent() {
        return agents.current().filter(any -> !registrar.isAsking()).map(HomeAgents.Candidate::address);
    }

    /** Nobody has answered in time. A binding that cannot be renewed is one that leads nowhere. */
    private void silence(Tick now) {
        if (asked.isEmpty() || !givenUpAt.hasCome(now)) {
            return;
        }
        Ipv4 careOf = asked.get().careOf();
        Turn before = turn(careOf);
        Turn after = new Turn(now, before.patience.next(), before.unanswered + 1);
        turns.put(careOf, after);
        if (after.unanswered % Attempt.PATIENCE == 0) {
            if (asked.get().isDeregistration()) {
                uplinks.forgotten(careOf); // It ends with its lifetime.
            } else {
                uplinks.suspect(careOf);
            }
        }
        settled();
    }

    private void settled() {
        asked = Optional.empty();
        givenUpAt = Tick.NEVER;
        uplinks.asking(Optional.empty());
    }

    private boolean mayAsk() {
        boolean isMainQuiet = !registrar.isAsking() || registrar.unanswered() > 0;
        return isMainQuiet
                && !isMainDoubtful
                && agents.current().isPresent()
                && uplinks.main()
                        .flatMap(at -> registrar.bindingOf(at.careOf()))
                        .isPresent();
    }

    /** Those that lead nowhere first: until the home agent knows that, it sends there. */
    private List<Ipv4> toBeAsked() {
        List<Ipv4> all = new ArrayList<>(uplinks.gone());
        uplinks.others().forEach(each -> all.add(each.at().careOf()));
        return all;
    }

    private Turn turn(Ipv4 careOf) {
        Turn known = turns.get(careOf);
        Optional<Uplink> uplink = uplinks.at(careOf);
        Optional<Binding> promised = uplink.flatMap(Uplink::promised);
        if (known != null && (promised.isPresent() || !known.isRenewal)) {
            return known;
        }
        Tick due = promised.map(Binding::renewAt)
                .orElseGet(() -> uplink.map(Uplink::askableAt).orElse(new Tick(Long.MIN_VALUE)));
        return new Turn(due, firstWait(), 0);
    }

    private Backoff firstWait() {
        return Backoff.first(registrar.roundTrip().orElse(Duration.ZERO), lifetime.get());
    }

    private List<Effect> ask(Tick now, Moment moment, Ipv4 careOf) {
        Target target = uplinks.gone().contains(careOf)
                ? uplinks.main()
                        .map(at -> new Target(at.linkIndex(), at.careOf(), careOf, Lifetime.ZERO))
                        .orElseThrow()
                : uplinks.at(careOf)
                        .map(each -> new Target(each.at().linkIndex(), careOf, careOf, lifetime.get()))
                        .orElseThrow();
        HomeAgents.Candidate agent = agents.current().orElseThrow();
        Optional<Ipv4> registers = target.isDeregistration() ? Optional.empty() : Optional.of(careOf);
        uplinks.asking(registers);
        List<Effect> effects = requests.sendAgain(now, moment, agent, target, repairs.encapsulationAt(agent.address()));
        asked = Optional.of(target);
        givenUpAt = now.plus(turn(careOf).patience.timeout());
        return effects;
    }

    /** The machine was suspended: each binding is renewed in its turn. */
    void resumed() {
        turns.clear();
        uplinks.others().forEach(each -> turns.put(each.at().careOf(), new Turn(each.askableAt(), firstWait(), 0)));
    }

    /** Whether the home agent does not know the binding of the link that the node is attached to; said once. */
    boolean takeDoubt() {
        boolean was = isMainDoubtful;
        isMainDoubtful = false;
        return was;
    }

    /** Something came to the port that requests are sent from; empty: it answers none that was sent here. */
    Optional<Answer> receive(Tick now, Moment moment, Datagram datagram) {
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Requests.Reception reception = requests.receive(moment, datagram);
        if (!(reception instanceof Requests.Reception.Heard heard)) {
            return Optional.empty();
        }
        List<Effect> effects = new ArrayList<>(List.of(requests.remember()));
        settled();
        effects.addAll(heard(now, moment, heard.asked(), heard.reply()));
        return Optional.of(new Answer.DealtWith(effects));
    }

    private List<Effect> heard(Tick now, Moment moment, Pending pending, RegistrationReply reply) {
        Ipv4 careOf = pending.target().careOf();
        boolean isAccepted = reply.code().isAccepted()
                && (pending.target().isDeregistration() || !reply.lifetime().isZero());
        if (!isAccepted) {
            return denied(now, pending, reply);
        }
        if (pending.target().isDeregistration()) {
            uplinks.forgotten(careOf);
            Turn before = turn(careOf);
            turns.remove(careOf);
            uplinks.at(careOf)
                    .ifPresent(silent -> turns.put(
                            careOf, new Turn(now.plus(before.patience.timeout()), before.patience.next(), 0)));
            return List.of();
        }
        Binding made = Binding.of(pending, reply, moment);
        boolean isNew = uplinks.at(careOf).flatMap(Uplink::promised).isEmpty();
        uplinks.promised(careOf, made);
        revocations.accepted(pending, reply, made);
        turns.put(careOf, new Turn(renewAt(now, made), firstWait(), 0, true));
        return isNew
                ? List.of(new Effect.Tell(
                        new Notice.UplinkRegistered(careOf, made.granted(), now.since(pending.sentAt()))))
                : List.of();
    }

    /** Behind a NAT each request is a keepalive, too: from the same port to the same port (RFC 3519 §4.9). */
    private static Tick renewAt(Tick now, Binding made) {
        return made.udp()
                .map(udp -> made.renewAt().earlierOf(now.plus(udp.keepalive())))
                .orElse(made.renewAt());
    }

    private List<Effect> denied(Tick now, Pending pending, RegistrationReply reply) {
        Ipv4 careOf = pending.target().careOf();
        Turn before = turn(careOf);
        boolean isFirst = before.unanswered == 0;
        Tick due = now.plus(before.patience.timeout());
        if (reply.code().equals(ReplyCode.SERVICE_AUTHORIZATION_FAILED)) { // RFC 5446 §4.1: all has been deleted there
            uplinks.over(careOf, now);
            isMainDoubtful = true;
        }
        switch (Remedy.of(reply.code())) {
            case ASK_WITHOUT_FLOWS -> uplinks.refuse(pending.homeAgent(), pending.sentAt());
            case ASK_WITHOUT_OTHERS -> {
                uplinks.forgetOthers(careOf);
                isMainDoubtful = true;
            }
            case RESYNCHRONISE -> due = isFirst ? now : due;
            case ASK_RARELY, ASK_FOR_ONE_BINDING -> due = now.plus(Backoff.RARELY);
            default -> {}
        }
        turns.put(careOf, new Turn(due, before.patience.next(), before.unanswered + 1));
        return List.of(new Effect.Tell(new Notice.UplinkDenied(careOf, reply.code())));
    }
}
