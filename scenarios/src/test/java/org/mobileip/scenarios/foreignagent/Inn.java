package org.mobileip.scenarios.foreignagent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** A foreign agent 192.0.2.1, a laptop 10.1.1.57 that visits it, and the laptop's home agent 10.1.1.20. */
final class Inn {

    static final Ipv4 INN = Ipv4.parse("192.0.2.1");
    static final Ipv4 HOME = Ipv4.parse("10.1.1.57");
    static final Ipv4 HOME_AGENT = Ipv4.parse("10.1.1.20");
    static final MacAddress LAPTOP = MacAddress.parse("02:00:00:00:00:0a");
    static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:0b");
    static final SecurityAssociation MOBILE_HOME = association(256, "1234567812345678");
    static final SecurityAssociation MOBILE_FOREIGN = association(300, "the laptop's inn");
    static final SecurityAssociation FOREIGN_HOME = association(512, "a foreign agent.");
    static final Offer OFFER = new Offer(new Lifetime(600), ReverseTunneling.OPTIONAL, true, Set.of(), 5, 100);
    static final int PORT = 40_000;

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    private Inn() {}

    static ForeignAgent agent(ForeignAgentSettings settings) {
        return new ForeignAgent(settings, new NonceSource(Key.of(new byte[16])), at(0));
    }

    static ForeignAgentSettings settings() {
        return settings(OFFER, Peers.NONE, false);
    }

    static ForeignAgentSettings settings(Offer offer, Peers peers, boolean challenges) {
        return new ForeignAgentSettings(INN, 24, List.of(INN), Optional.empty(), true, false, challenges, offer, peers);
    }

    static ForeignAgentSettings advertising(boolean challenges, Offer offer) {
        return new ForeignAgentSettings(
                INN,
                24,
                List.of(INN),
                Optional.of(AdvertisingPlan.every(Duration.ofSeconds(1))),
                true,
                false,
                challenges,
                offer,
                Peers.NONE);
    }

    static Peers withHomeAgent() {
        return new Peers(Map.of(HOME_AGENT, SecurityAssociations.of(FOREIGN_HOME)), Map.of(), Map.of());
    }

    static Peers withLaptop() {
        return new Peers(Map.of(), Map.of(HOME, SecurityAssociations.of(MOBILE_FOREIGN)), Map.of());
    }

    static SecurityAssociation association(int spi, String key) {
        return new SecurityAssociation(
                spi, AuthenticationAlgorithm.HMAC_MD5, Key.of(key.getBytes(StandardCharsets.US_ASCII)));
    }

    static Tick at(double second) {
        return new Tick((long) (second * 1e9));
    }

    static Identification identification(double second) {
        return Identification.ofTimestamp(MIDNIGHT.plusNanos((long) (second * 1e9)), 0);
    }

    /** What the laptop asks for in that second, with our care-of address, not signed. */
    static RegistrationRequest unsigned(double second, int lifetime, RequestFlags flags, Extension... extensions) {
        return new RegistrationRequest(
                flags, new Lifetime(lifetime), HOME, HOME_AGENT, INN, identification(second), List.of(extensions));
    }

    static Octets request(double second, int lifetime, RequestFlags flags) {
        return signed(unsigned(second, lifetime, flags));
    }

    static Octets signed(RegistrationRequest request) {
        return MOBILE_HOME.sign(request.encode(), Kind.MOBILE_HOME);
    }

    static Event.Requested arrives(double second, Octets payload) {
        return arrives(second, LAPTOP, 255, HOME, INN, payload);
    }

    static Event.Requested arrives(double second, MacAddress mac, int timeToLive, Ipv4 from, Ipv4 to, Octets payload) {
        return new Event.Requested(
                mac,
                timeToLive,
                new Datagram(new Endpoint(from, PORT), new Endpoint(to, 434), 2, timeOfDay(second), payload));
    }

    /** What the home agent replies to the request of that second, as it is sent to us. */
    static Octets reply(double second, int code, int lifetime) {
        return signedReply(code, lifetime, HOME, identification(second));
    }

    static Octets signedReply(
            int code, int lifetime, Ipv4 home, Identification identification, Extension... extensions) {
        RegistrationReply reply = new RegistrationReply(
                new ReplyCode(code), new Lifetime(lifetime), home, HOME_AGENT, identification, List.of(extensions));
        return MOBILE_HOME.sign(reply.encode(), Kind.MOBILE_HOME);
    }

    static Event.Replied replied(double second, Octets payload) {
        return replied(second, HOME_AGENT, payload);
    }

    static Event.Replied replied(double second, Ipv4 from, Octets payload) {
        return new Event.Replied(
                new Datagram(new Endpoint(from, 434), new Endpoint(INN, 434), 3, timeOfDay(second), payload));
    }

    private static Instant timeOfDay(double second) {
        return MIDNIGHT.plusNanos((long) (second * 1e9));
    }

    static <T extends Effect> T only(Class<T> kind, List<Effect> effects) {
        List<T> found = all(kind, effects);
        if (found.size() != 1) {
            throw new AssertionError("not one " + kind.getSimpleName() + " but " + effects);
        }
        return found.get(0);
    }

    static <T extends Effect> List<T> all(Class<T> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The one reply onto the link among {@code effects}. */
    static RegistrationReply answer(List<Effect> effects) {
        try {
            return RegistrationReply.decode(only(Effect.Answer.class, effects).octets());
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static int codeOf(List<Effect> effects) {
        return answer(effects).code().value();
    }
}
