package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.homeagent.ForeignAgents.Standing;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.UnrecognizedExtensionException;

/**
 * Whether a request is granted: the checks of RFC 5944 §3.8.2.1 in their order, which is that of their price too, then the
 * reasons of §3.8.2.3. Nothing is answered before the authenticator was found good. Changes nothing.
 */
final class RegistrationPolicy {

    private final BindingTable bindings;
    private final NodeDirectory directory;
    private final Gatekeeper gatekeeper;
    private final ForeignAgents foreignAgents;
    private final Admission admission;
    private final RequestLayout layout;
    private final boolean answersFailedAuthentication;

    /** @param answersFailedAuthentication as RFC 3344 has it; RFC 5944 is silent where no foreign agent vouches for a request */
    RegistrationPolicy(
            BindingTable bindings,
            NodeDirectory directory,
            Gatekeeper gatekeeper,
            ForeignAgents foreignAgents,
            Admission admission,
            boolean answersFailedAuthentication) {
        this.answersFailedAuthentication = answersFailedAuthentication;
        this.bindings = bindings;
        this.directory = directory;
        this.gatekeeper = gatekeeper;
        this.foreignAgents = foreignAgents;
        this.admission = admission;
        this.layout = new RequestLayout(directory);
    }

    /** What a datagram must be before anybody is asked who sent it: the checks that cost next to nothing. */
    Verdict judge(Tick now, Datagram datagram) {
        Octets octets = datagram.payload();
        if (octets.isEmpty() || octets.u8(0) != RegistrationRequest.TYPE) {
            return new Verdict.Discard(DiscardReason.NOT_A_REQUEST);
        }
        if (!datagram.from().address().isUnicast() || datagram.from().port() == 0) { // §3.8.3.1: a reply goes there
            return new Verdict.Discard(DiscardReason.UNANSWERABLE);
        }
        Ipv4 source = datagram.from().address();
        if (gatekeeper.isShutOut(now, source) && !isKnown(source)) {
            return new Verdict.Discard(DiscardReason.TOO_MANY_FAILURES);
        }
        Optional<PlainRequest> plain = PlainRequest.of(datagram);
        if (plain.isPresent()) {
            return judge(plain.get());
        }
        try {
            Arrival arrival = Arrival.of(datagram, layout.decode(octets));
            return judgeAuthentication(arrival, gatekeeper.check(arrival));
        } catch (UnrecognizedExtensionException unrecognized) { // §1.8
            return new Verdict.Discard(DiscardReason.UNKNOWN_EXTENSION);
        } catch (MalformedMessageException malformed) { // §1.9, §3.3
            return new Verdict.Discard(DiscardReason.MALFORMED);
        }
    }

    /** Whoever did not send it is not asked what it says: that is as much work as the authenticator. */
    private Verdict judge(PlainRequest request) {
        Gatekeeper.Finding finding = gatekeeper.check(request);
        if (finding instanceof Gatekeeper.Finding.Failed failed && !answersFailedAuthentication) {
            return new Verdict.Forged(failed.why(), request, failed.state());
        }
        return judgeAuthentication(request.arrival(), finding);
    }

    /** §3.8.2.1 a. */
    private Verdict judgeAuthentication(Arrival arrival, Gatekeeper.Finding finding) {
        if (finding instanceof Gatekeeper.Finding.Failed failed) {
            Optional<ForeignAgents.Finding> voucher =
                    failed.why() == DiscardReason.UNKNOWN_SPI || failed.why() == DiscardReason.WRONG_AUTHENTICATOR
                            ? Optional.of(foreignAgents.check(arrival)).filter(it -> it.standing() == Standing.SIGNED)
                            : Optional.empty();
            return new Verdict.FailedAuthentication(failed.why(), arrival, failed.state(), voucher);
        }
        if (finding instanceof Gatekeeper.Finding.Authentic found) {
            ForeignAgents.Finding foreignAgent = foreignAgents.check(arrival);
            NodeDirectory.Choice home =
                    directory.choose(found.state(), arrival.request().homeAddress());
            return judgeIdentification(
                    new Authentic(arrival, found.state(), found.association(), foreignAgent.signer(), home),
                    foreignAgent.standing());
        }
        throw new AssertionError(finding);
    }

    /** §3.8.2.1 b to d, §5.7, and §3.8.2.2 of duplicates. */
    private Verdict judgeIdentification(Authentic authentic, Standing foreignAgent) {
        Optional<Octets> reply = replyToCopy(authentic);
        if (reply.isPresent()) {
            return new Verdict.Repeat(authentic, reply.get());
        }
        Instant timeOfDay = authentic.arrival().datagram().timeOfDay();
        Identification identification = authentic.request().identification();
        ReplayGuard replay = authentic.state().replay();
        if (!replay.accepts(identification, timeOfDay)) {
            boolean hasTime = replay instanceof ReplayGuard.ByTimestamps;
            Duration ahead = Duration.between(timeOfDay, identification.toInstant());
            return new Verdict.NotNew(authentic, hasTime ? Optional.of(ahead) : Optional.empty());
        }
        Optional<Verdict> unsigned = judgeForeignAgent(authentic, foreignAgent);
        return unsigned.isPresent() ? unsigned.get() : verdict(authentic, reasonToDeny(authentic));
    }

    /**
     * RFC 7629 §5.2, and RFC 4433 §4.2.1 after all else. Not of what was accepted before a restart: the node stays where it is, and its
     * other bindings are yet to come back.
     */
    private Optional<ReplyCode> reasonToDeny(Authentic authentic) {
        Optional<ReplyCode> reason = admission.reasonToDeny(authentic);
        if (reason.isEmpty()) {
            reason = admission.unknownBinding(authentic);
        }
        return reason.isPresent() ? reason : admission.reasonToSendAway(authentic);
    }

    /**
     * Of a request that was accepted before a restart: whether it would be now, but for that it was new then, and that there was room
     * to keep it.
     */
    Verdict judgeAgain(KeptBinding kept) {
        try {
            Arrival arrival = Arrival.of(kept.datagram(), layout.decode(kept.request(), kept.nai()));
            Gatekeeper.Finding finding = gatekeeper.checkAgain(arrival, kept.nai());
            if (finding instanceof Gatekeeper.Finding.Authentic found) {
                ForeignAgents.Finding foreignAgent = foreignAgents.check(arrival);
                NodeDirectory.Choice same = directory.choose(found.state(), kept.home());
                Authentic authentic =
                        new Authentic(arrival, found.state(), found.association(), foreignAgent.signer(), same);
                return judgeForeignAgent(authentic, foreignAgent.standing())
                        .orElseGet(() -> verdict(authentic, admission.reasonToDenyAgain(authentic)));
            } else if (finding instanceof Gatekeeper.Finding.Failed failed) {
                return new Verdict.FailedAuthentication(failed.why(), arrival, failed.state(), Optional.empty());
            }
            throw new AssertionError(finding);
        } catch (MalformedMessageException unreadable) {
            return new Verdict.Discard(DiscardReason.MALFORMED);
        }
    }

    private static Optional<Verdict> judgeForeignAgent(Authentic authentic, Standing foreignAgent) {
        if (foreignAgent == Standing.FAILED) { // §3.8.2.1 c
            return Optional.of(new Verdict.ForeignAgentFailed(authentic));
        }
        if (foreignAgent == Standing.UNKNOWN) { // §3.8.2.1 d
            return Optional.of(new Verdict.UnknownForeignAgent(authentic));
        }
        return Optional.empty();
    }

    private static Verdict verdict(Authentic authentic, Optional<ReplyCode> reason) {
        return reason.isPresent() ? new Verdict.Deny(reason.get(), authentic) : new Verdict.Accept(authentic);
    }

    private Optional<Octets> replyToCopy(Authentic authentic) {
        Octets arrived = authentic.octets();
        if (!authentic.registers()) {
            Optional<NodeState.Exchange> settled = authentic.state().deregistration();
            return settled.isPresent() && settled.get().request().equals(arrived)
                    ? Optional.of(settled.get().reply())
                    : Optional.empty();
        }
        Optional<Ipv4> home = authentic.state().home();
        Optional<Binding> there =
                home.isPresent() ? bindings.of(home.get(), authentic.request().careOfAddress()) : Optional.empty();
        return there.isPresent() && RequestLayout.isSame(arrived, there.get().request())
                ? Optional.of(there.get().reply())
                : Optional.empty();
    }

    /** Whether somebody is there who authenticated before: such a source is not in doubt when others are. */
    private boolean isKnown(Ipv4 source) {
        return bindings.isCareOfAddress(source) || foreignAgents.knows(source);
    }
}
