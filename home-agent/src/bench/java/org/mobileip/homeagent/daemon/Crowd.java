package org.mobileip.homeagent.daemon;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AddressRange;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/** As many mobile nodes as one likes, numbered from 0, each with a care-of address of its own. */
final class Crowd {

    static final Ipv4 AGENT = Ipv4.parse("10.0.0.1");
    static final Ipv4Prefix NETWORK = Ipv4Prefix.parse("10.0.0.0/8");
    static final int SPI = 0x101;
    static final int LIFETIME = 36_000;
    private static final int FIRST_HOME = 0x0a010000;
    private static final int FIRST_CARE_OF = 0x2c000001;

    private Crowd() {}

    static HomeAgent agent(List<AuthorizedNode> nodes) {
        return new HomeAgent(
                new HomeAgentSettings(
                        AGENT,
                        NETWORK,
                        Optional.empty(),
                        HomeAgentSettings.Grants.everythingFor(new Lifetime(LIFETIME)),
                        false,
                        List.of(),
                        nodes),
                Map.of(),
                new NonceSource(Key.of(new byte[16])),
                new Tick(0));
    }

    /** What node {@code number} asks for first; one of the realm has no home address of its own. */
    static Octets request(int number, boolean isOfRealm, Instant timeOfDay) {
        return request(number, isOfRealm, isOfRealm ? Ipv4.UNSPECIFIED : home(number), timeOfDay);
    }

    /** What it asks for when it renews. */
    static Octets renewal(int number, boolean isOfRealm, Instant timeOfDay) {
        return request(number, isOfRealm, home(number), timeOfDay);
    }

    private static Octets request(int number, boolean isOfRealm, Ipv4 home, Instant timeOfDay) {
        List<Extension> extensions = isOfRealm
                ? List.of(NetworkAccessIdentifier.of(name(number) + "@example.org")
                        .toExtension())
                : List.of();
        RegistrationRequest request = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING),
                new Lifetime(LIFETIME),
                home,
                AGENT,
                careOf(number),
                Identification.ofTimestamp(timeOfDay, 0),
                extensions);
        return association(isOfRealm ? 0 : number).sign(request.encode(), Kind.MOBILE_HOME);
    }

    static List<AuthorizedNode> ownNodes(int count) {
        List<AuthorizedNode> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            nodes.add(AuthorizedNode.at(home(i), name(i), SecurityAssociations.of(association(i)), replay()));
        }
        return nodes;
    }

    static AuthorizedNode realm(int count) {
        return new AuthorizedNode(
                "guests",
                new HomeAddress.FromPool(new AddressRange(home(0), home(count - 1))),
                Optional.of(NetworkAccessIdentifier.of("@example.org")),
                SecurityAssociations.of(association(0)),
                replay());
    }

    private static AuthorizedNode.Replay replay() {
        return new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7));
    }

    static SecurityAssociation association(int number) {
        byte[] key = key(number).getBytes(StandardCharsets.US_ASCII);
        return new SecurityAssociation(SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(key));
    }

    /** Node 0's is the realm's too. */
    static String key(int number) {
        return String.format(Locale.ROOT, "%016d", number);
    }

    static String name(int number) {
        return "node-" + number;
    }

    static Ipv4 home(int number) {
        return new Ipv4(FIRST_HOME + number);
    }

    static Ipv4 careOf(int number) {
        return new Ipv4(FIRST_CARE_OF + number);
    }
}
