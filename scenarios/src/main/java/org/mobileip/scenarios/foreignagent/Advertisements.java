package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.discovery.Advertiser;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentAdvertisement.Router;
import org.mobileip.wire.AgentFlags;

/** What a foreign agent says on the visited link (RFC 5944 §2.1, RFC 3024 §3.1, RFC 4721 §2). */
final class Advertisements {

    private final ForeignAgentSettings settings;
    private final VisitorList visitors;
    private final Challenges challenges;
    private final Advertiser advertiser;
    private boolean solicited;

    Advertisements(ForeignAgentSettings settings, VisitorList visitors, Challenges challenges, Tick start) {
        this.settings = settings;
        this.visitors = visitors;
        this.challenges = challenges;
        this.advertiser =
                new Advertiser(settings.advertising(), settings.address().bits(), start);
    }

    Tick nextDeadline() {
        return advertiser.nextDeadline();
    }

    void solicited(Tick now) {
        solicited = true;
        advertiser.solicited(now);
    }

    List<Effect> due(Tick now) {
        OptionalInt sequence = advertiser.due(now);
        Optional<AdvertisingPlan> plan = settings.advertising();
        if (sequence.isEmpty() || plan.isEmpty()) {
            return List.of();
        }
        Octets message = message(plan.get(), sequence.getAsInt());
        solicited = false;
        return List.of(new Effect.Advertise(message));
    }

    private Octets message(AdvertisingPlan plan, int sequence) {
        int preference = settings.routesCommonTraffic() ? 0 : Router.NEVER_DEFAULT;
        return new AgentAdvertisement(
                        settings.routesCommonTraffic(),
                        plan.lifetime(),
                        List.of(new Router(settings.address(), preference)),
                        sequence,
                        settings.offer().maximumLifetime(),
                        flags(),
                        settings.careOfAddresses(),
                        plan.prefixLengths() ? List.of(settings.prefixLength()) : List.of(),
                        settings.challenges() ? Optional.of(challenges.advertise(solicited)) : Optional.empty())
                .encode();
    }

    private AgentFlags flags() {
        Offer offer = settings.offer();
        boolean busy = visitors.visitorCount() >= offer.mostVisitors();
        AgentFlags flags = AgentFlags.FOREIGN_AGENT;
        flags = settings.registrationRequired() ? flags.with(AgentFlags.REGISTRATION_REQUIRED) : flags;
        flags = busy ? flags.with(AgentFlags.BUSY) : flags;
        flags = offer.encapsulations().contains(Encapsulation.MINIMAL)
                ? flags.with(AgentFlags.MINIMAL_ENCAPSULATION)
                : flags;
        flags = offer.encapsulations().contains(Encapsulation.GRE) ? flags.with(AgentFlags.GRE) : flags;
        return offer.reverseTunneling() == ReverseTunneling.OFF ? flags : flags.with(AgentFlags.REVERSE_TUNNELING);
    }
}
