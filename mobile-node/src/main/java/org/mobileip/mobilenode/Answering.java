package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** What follows from what home agents say: a registration is there, or is not, or is no more (RFC 5944 §3.6.2). */
final class Answering {

    private final Registration registration;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Requests requests;
    private final Farewells farewells;
    private final Repairs repairs;
    private final Asking asking;
    private final Revocations revocations;
    private final Notifications notifications;
    private final NatOutlook outlook;
    private final Messages messages = new Messages();
    private Optional<Effect> words = Optional.empty();

    Answering(
            Registration registration,
            HomeAddress home,
            HomeAgents agents,
            Requests requests,
            Farewells farewells,
            Repairs repairs,
            Asking asking,
            Revocations revocations,
            Notifications notifications,
            NatOutlook outlook) {
        this.notifications = notifications;
        this.registration = registration;
        this.home = home;
        this.agents = agents;
        this.requests = requests;
        this.farewells = farewells;
        this.repairs = repairs;
        this.asking = asking;
        this.revocations = revocations;
        this.outlook = outlook;
    }

    /** The home agent says that the binding has ended: what it acknowledges, and ask again, a second later (RFC 3543 §3.3). */
    Answer revoked(Tick now, Moment moment, Datagram datagram, UplinkList uplinks) {
        Optional<Revocations.Believed> answer = revocations.receive(datagram, linkOf(datagram, uplinks));
        if (answer.isEmpty()) {
            return new Answer.Discarded(Effect.Reason.REVOCATION);
        }
        List<Effect> effects = new ArrayList<>(List.of(answer.get().acknowledgement()));
        messages.heard(answer.get().extensions()).ifPresent(effects::add);
        Ipv4 careOf = answer.get().careOf();
        Optional<Binding> beside = uplinks.over(careOf, now.plus(Asking.BETWEEN_REQUESTS));
        Optional<Binding> main = registration.promisedFor(careOf);
        main.or(() -> beside)
                .ifPresent(ended -> effects.add(new Effect.Tell(new Notice.Revoked(ended.careOf(), ended.agent()))));
        main.ifPresent(ended -> {
            registration.promiseIsOver();
            agents.assignment().over();
            registration.wanted().ifPresent(same -> effects.addAll(asking.beginLater(now, moment, same)));
        });
        return new Answer.DealtWith(effects);
    }

    /** The home agent tells the person behind this node something. */
    Answer notified(Tick now, Moment moment, Datagram datagram, UplinkList uplinks) {
        List<Binding> bindings = new ArrayList<>(uplinks.promised());
        registration.promised().ifPresent(bindings::add);
        return notifications.receive(now, moment, datagram, bindings, linkOf(datagram, uplinks));
    }

    /** The link that it came by, where there are several. */
    private int linkOf(Datagram datagram, UplinkList uplinks) {
        return uplinks.at(datagram.to().address())
                .map(uplink -> uplink.at().linkIndex())
                .orElseGet(() -> registration.wanted().map(Target::linkIndex).orElse(0));
    }

    Answer receive(Tick now, Moment moment, Datagram datagram) {
        Requests.Reception reception = requests.receive(moment, datagram);
        if (reception instanceof Requests.Reception.Discarded discarded) {
            return new Answer.Discarded(discarded.why());
        } else if (reception instanceof Requests.Reception.Heard heard) {
            return heard(now, moment, heard.asked(), heard.reply());
        }
        throw new AssertionError("unknown reception: " + reception);
    }

    private Answer heard(Tick now, Moment moment, Pending asked, RegistrationReply reply) {
        if (farewells.has(asked)) { // answered, whatever the answer
            farewells.end(asked.homeAgent());
            return new Answer.DealtWith(List.of(requests.remember()));
        }
        registration.answered(reply.code());
        words = messages.heard(reply.extensions());
        boolean isNews = !asked.target().isDeregistration() && home.networks().heard(asked.homeAgent(), reply);
        if (!asked.isRepeated()) {
            registration.measured(now.since(asked.sentAt()));
        }
        registration.attempt().answered();
        Optional<ReplyCode> unhonoured = ForeignAgentErrors.in(asked, reply);
        if (unhonoured.isPresent()) {
            return notHonoured(now, asked, unhonoured.get());
        }
        boolean isAccepted = reply.code().isAccepted()
                && (asked.target().isDeregistration() || !reply.lifetime().isZero());
        return isAccepted ? accepted(now, moment, asked, reply, isNews) : denied(now, moment, asked, reply);
    }

    /**
     * The home agent has accepted what the foreign agent does not do (RFC 4636 §4): the care-of address is of no use, and
     * what the home agent had promised before is over.
     */
    private Answer notHonoured(Tick now, Pending asked, ReplyCode why) {
        registration.promiseIsOver();
        registration.attempt().denied(asked.homeAgent());
        registration.answered(why);
        Denial made =
                new Denial(why, asked.homeAgent(), now, asked.target().through().map(ForeignAgent::address));
        registration.denied(made);
        return new Answer.Denied(made, List.of(requests.remember()), Optional.of(asked));
    }

    /** The life of a binding is counted from the sending of its request (§3.6.2.2). */
    private Answer accepted(Tick now, Moment moment, Pending asked, RegistrationReply reply, boolean isNews) {
        agents.use(asked.homeAgent());
        List<Effect> effects = new ArrayList<>(List.of(requests.remember()));
        boolean isGiven = home.give(reply.homeAddress());
        Optional<Ipv4> bound = registration.promised().map(Binding::agent);
        effects.addAll(farewells.leaveOthers(now, moment, asked, bound));
        if (asked.target().isDeregistration()) {
            agents.assignment().over();
            registration.forgotten();
            home.networks().deregistered();
        } else {
            promised(asked, reply, moment);
        }
        if (isNews) {
            effects.add(new Effect.Tell(new Notice.Networks(home.networks().standings())));
        }
        Optional<Ipv4> given = isGiven ? home.address() : Optional.empty();
        return new Answer.Accepted(registration.promised(), registration.roundTrip(), given, effects);
    }

    private void promised(Pending asked, RegistrationReply reply, Moment moment) {
        Binding made = Binding.of(asked, reply, moment);
        agents.serves(asked, made);
        if (asked.isUdpWished()) {
            outlook.heard(made.careOf(), made.udp().isPresent());
        }
        revocations.accepted(asked, reply, made);
        notifications.accepted(moment);
        registration.promised(made);
    }

    /** What can be done at once is, each thing once an attempt (§3.6.2.3); else another home agent is asked, or later. */
    private Answer denied(Tick now, Moment moment, Pending asked, RegistrationReply reply) {
        Optional<Target> wanted = registration.wanted();
        boolean isServiceRefused = reply.code().equals(ReplyCode.SERVICE_AUTHORIZATION_FAILED);
        boolean isFromServing = registration
                .promised()
                .filter(made -> made.agent().equals(asked.homeAgent()))
                .isPresent();
        if (isServiceRefused && isFromServing) { // RFC 5446 §4.1: the home agent has deleted it, too
            registration.promiseIsOver();
        }
        boolean isUnbound = registration.promised().isEmpty();
        if (wanted.isPresent() && repairs.repair(registration.attempt(), asked, reply, isUnbound)) {
            return repaired(now, moment, Repairs.repaired(wanted.get(), asked, reply), asked, reply);
        }
        List<Effect> effects = new ArrayList<>(List.of(requests.remember()));
        Denial made = denialIn(now, asked, reply);
        later(now, asked.homeAgent(), reply.code());
        Optional<HomeAgents.Candidate> other = otherThan(reply.code());
        if (other.isPresent() && wanted.isPresent()) {
            agents.use(other.get().address());
            effects.addAll(asking.ask(now, moment, wanted.get()));
        } else {
            registration.denied(made);
        }
        return new Answer.Denied(made, effects, Optional.empty());
    }

    private Answer repaired(Tick now, Moment moment, Target instead, Pending asked, RegistrationReply reply) {
        List<Effect> effects = new ArrayList<>(List.of(
                requests.remember(),
                new Effect.Tell(Notice.Repaired.of(
                        moment,
                        asked.homeAgent(),
                        reply,
                        requests.identifications().replay()))));
        registration.wantInstead(instead);
        agents.current().ifPresent(agent -> effects.addAll(asking.askAtOnce(now, moment, instead, agent)));
        return new Answer.DealtWith(effects);
    }

    private static Denial denialIn(Tick now, Pending asked, RegistrationReply reply) {
        boolean isForeign = reply.code().isFromForeignAgent();
        return new Denial(
                reply.code(),
                asked.homeAgent(),
                now,
                asked.target().through().filter(agent -> isForeign).map(ForeignAgent::address));
    }

    private void later(Tick now, Ipv4 by, ReplyCode code) {
        Attempt attempt = registration.attempt();
        attempt.denied(by);
        if (Remedy.isForPeople(code)) {
            attempt.askRarely(by);
            registration.askAt(now.plus(attempt.waitFor(by)));
        }
    }

    /** A home agent that has not denied this attempt, where it may say another thing. */
    private Optional<HomeAgents.Candidate> otherThan(ReplyCode denied) {
        boolean isForAnother = !denied.isFromForeignAgent() || Remedy.isAboutHomeAgent(denied);
        return agents.candidates().stream()
                .filter(each -> isForAnother && !registration.attempt().wasDeniedBy(each.address()))
                .findFirst();
    }

    /** What an agent has to say to the person behind this node beside the last reply, once. */
    Optional<Effect> takeWords() {
        Optional<Effect> taken = words;
        words = Optional.empty();
        return taken;
    }

    /** The same, as it was said last. */
    Optional<MessageString> message() {
        return messages.last();
    }
}
