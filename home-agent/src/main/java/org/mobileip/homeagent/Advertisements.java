package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.discovery.Advertiser;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentFlags;

/**
 * What the home agent says on the home link (RFC 5944 §2.1): that it is one, what it grants, and which encapsulations it
 * takes out of reverse tunnels. It asks nobody to route through it, and is on no other link.
 */
final class Advertisements {

    private HomeAgentSettings settings;
    private Optional<AdvertisingPlan> plan;
    private final Advertiser advertiser;

    Advertisements(HomeAgentSettings settings, Tick start) {
        this.settings = settings;
        this.plan = settings.advertising();
        this.advertiser = new Advertiser(plan, settings.address().bits(), start);
    }

    /** That is said from now on; at once, where it is something else. */
    void become(Tick now, HomeAgentSettings other) {
        boolean saysTheSame = settings.advertising().equals(other.advertising())
                && settings.grants().equals(other.grants());
        settings = other;
        plan = other.advertising();
        if (!saysTheSame) {
            advertiser.follow(now, plan);
        }
    }

    Tick nextDeadline() {
        return advertiser.nextDeadline();
    }

    void solicited(Tick now) {
        advertiser.solicited(now);
    }

    List<Effect> due(Tick now) {
        OptionalInt sequence = advertiser.due(now);
        return sequence.isEmpty() || plan.isEmpty()
                ? List.of()
                : List.of(new Effect.Advertise(message(plan.get(), sequence.getAsInt())));
    }

    private Octets message(AdvertisingPlan how, int sequence) {
        return new AgentAdvertisement(
                        false,
                        how.lifetime(),
                        List.of(new AgentAdvertisement.Router(
                                settings.address(), AgentAdvertisement.Router.NEVER_DEFAULT)),
                        sequence,
                        settings.grants().maximumLifetime(),
                        flags(),
                        List.of(),
                        how.prefixLengths() ? List.of(settings.homeNetwork().length()) : List.of())
                .encode();
    }

    private AgentFlags flags() {
        AgentFlags flags = AgentFlags.HOME_AGENT;
        if (settings.grants().encapsulations().contains(Encapsulation.MINIMAL)) {
            flags = flags.with(AgentFlags.MINIMAL_ENCAPSULATION);
        }
        return settings.grants().encapsulations().contains(Encapsulation.GRE) ? flags.with(AgentFlags.GRE) : flags;
    }
}
