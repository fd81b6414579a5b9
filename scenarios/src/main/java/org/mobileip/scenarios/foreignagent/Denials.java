package org.mobileip.scenarios.foreignagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.foreignagent.ReplyWriter.Addressee;
import org.mobileip.time.Tick;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** Says no to nodes, of our own accord, but to none of them more than once a second (RFC 5944 §3.7.2, §3.7.2.3). */
final class Denials {

    private final ForeignAgentSettings settings;
    private final ReplyWriter writer;
    private final DenialLimit limit = new DenialLimit();

    Denials(ForeignAgentSettings settings, ReplyWriter writer) {
        this.settings = settings;
        this.writer = writer;
    }

    /** Of a request that is not relayed. */
    List<Effect> deny(Tick now, Arrival arrival, ReplyCode code) {
        List<Effect> effects = new ArrayList<>();
        boolean failed = code.equals(ReplyCode.MOBILE_NODE_FAILED_FOREIGN_AGENT_AUTHENTICATION);
        if (failed) { // §3.7.2.1
            effects.add(new Effect.Discard(arrival.datagram(), DiscardReason.NODE_FAILED_AUTHENTICATION));
        }
        if (!limit.pass(now, arrival.sender())) {
            effects.add(new Effect.Discard(arrival.datagram(), DiscardReason.DENIED_TOO_OFTEN));
            return effects;
        }
        RegistrationRequest request = arrival.request();
        Addressee to = new Addressee(
                arrival.node(),
                arrival.datagram().to().address(),
                arrival.datagram().from().port(),
                association(arrival));
        effects.add(writer.denial(code, to, request.lifetime(), request.homeAgent(), request.identification()));
        effects.add(new Effect.Denied(request.homeAddress(), request.homeAgent(), arrival.sender(), code, false));
        return effects;
    }

    /** Of a request that was relayed, and has no reply that could be. */
    List<Effect> deny(Tick now, Pending pending, ReplyCode code) {
        MacAddress mac = pending.node().mac();
        if (!limit.pass(now, mac)) {
            return List.of();
        }
        return List.of(
                writer.denial(
                        code,
                        Addressee.of(pending),
                        pending.requested(),
                        pending.homeAgent(),
                        pending.identification()),
                new Effect.Denied(pending.node().home(), pending.homeAgent(), mac, code, false));
    }

    /** What we sign a denial with: the association of the request's SPI, or the one that we would use. */
    private Optional<SecurityAssociation> association(Arrival arrival) {
        Optional<SecurityAssociations> shared = settings.peers().node(arrival.node());
        return shared.flatMap(associations -> arrival.forUs().stream()
                .findFirst()
                .flatMap(first ->
                        associations.find(first.spi(), arrival.datagram().timeOfDay()))
                .or(() -> associations.preferred(arrival.datagram().timeOfDay())));
    }
}
