package org.mobileip.scenarios.foreignagent.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.VisitorDataplane;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.scenarios.foreignagent.ForeignAgent;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/**
 * Plays visits of nobody before READY, so that the first visitor does not wait until classes are loaded: requests and replies
 * are relayed to nobody, the kernel is told of a visitor, and that it has left.
 */
final class Rehearsal implements ForeignAgentDriver.Outlets {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int ROUNDS = 100;
    private static final int PORT = 40_000;
    private static final int TIME_TO_LIVE = 255;
    private static final Ipv4 HOME = Ipv4.parse("240.0.0.1");
    private static final Ipv4 HOME_AGENT = Ipv4.parse("198.18.0.1");
    private static final MacAddress NOBODY = MacAddress.parse("02:00:5e:00:00:01");
    private static final SecurityAssociation ASSOCIATION =
            new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[16]));

    private final ForeignAgentSettings settings;
    private final Link link;
    private int answers;

    private Rehearsal(ForeignAgentSettings settings, Link link) {
        this.settings = settings;
        this.link = link;
    }

    /** Rehearses for a second at most; how often a reply was relayed. The kernel is as it was then. */
    static int perform(
            ForeignAgentSettings settings, VisitorDataplane dataplane, HostNetwork network, Link link, Ticker ticker) {
        Rehearsal rehearsal = new Rehearsal(settings, link);
        Journal silent = new Journal(ticker, (level, pattern, values) -> {});
        Tick end = ticker.now().plus(LONGEST);
        NonceSource nonces = new NonceSource(Key.of(new byte[32]));
        try (Visits visits = new Visits(dataplane, network, link, settings.address(), silent)) {
            ForeignAgent agent = new ForeignAgent(settings, nonces, ticker.now());
            ForeignAgentDriver driver = new ForeignAgentDriver(agent, rehearsal, visits, silent, ticker);
            for (int round = 0; round < ROUNDS && !end.hasCome(ticker.now()); round++) {
                rehearsal.visit(driver, round);
            }
        }
        dataplane.rehearse();
        return rehearsal.answers;
    }

    /** Every other one leaves. */
    private void visit(ForeignAgentDriver driver, int round) {
        Lifetime lifetime = round % 2 == 0 ? new Lifetime(60) : Lifetime.ZERO;
        Identification identification = new Identification(round);
        driver.handle(new Event.Solicited());
        LinkPackets.request(settings.address(), link.index(), Instant.EPOCH, NOBODY, asked(lifetime, identification))
                .ifPresent(driver::handle);
        RegistrationReply reply =
                new RegistrationReply(ReplyCode.ACCEPTED, lifetime, HOME, HOME_AGENT, identification, List.of());
        driver.handle(new Event.Replied(new Datagram(
                new Endpoint(HOME_AGENT, ControlMessage.PORT),
                new Endpoint(settings.careOfAddresses().get(0), ControlMessage.PORT),
                0,
                Instant.EPOCH,
                signed(reply.encode()))));
    }

    private Octets asked(Lifetime lifetime, Identification identification) {
        boolean takesReverse = settings.offer().reverseTunneling() != ReverseTunneling.OFF;
        RegistrationRequest request = new RegistrationRequest(
                takesReverse ? RequestFlags.REVERSE_TUNNELING : RequestFlags.NONE,
                lifetime,
                HOME,
                HOME_AGENT,
                settings.careOfAddresses().get(0),
                identification,
                List.of());
        return LinkPackets.datagram(
                new Endpoint(HOME, PORT),
                new Endpoint(settings.address(), ControlMessage.PORT),
                TIME_TO_LIVE,
                signed(request.encode()));
    }

    private static Octets signed(Octets message) {
        return ASSOCIATION.sign(message, AuthenticationExtension.Kind.MOBILE_HOME);
    }

    @Override
    public void relay(Effect.Relay relay) {
        // To nobody.
    }

    @Override
    public void answer(Effect.Answer answer) {
        LinkPackets.datagram(answer);
        answers++;
    }

    @Override
    public void advertise(Octets message) {
        // To nobody.
    }
}
