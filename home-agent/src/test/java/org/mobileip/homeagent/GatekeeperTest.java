package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;

/** Who is believed (RFC 5944 §3.8.2.1 a), and what strangers cost. */
class GatekeeperTest {

    private static final Ipv4 NOBODY = Ipv4.parse("10.1.1.99");

    private final FailureLimit limit = new FailureLimit(1);

    private Gatekeeper gatekeeper(boolean oneAuthenticatorOnly, HomeAgentSettings settings) {
        NodeDirectory directory = new NodeDirectory(settings, Map.of(), Village.nonces());
        return new Gatekeeper(directory, oneAuthenticatorOnly, limit);
    }

    private final Gatekeeper gatekeeper = gatekeeper(false, Village.settings());

    @Test
    void believesTheNodesOwnAuthenticator() {
        Gatekeeper.Finding finding = check(gatekeeper, signed(unsigned(0, CAFE, 60, CO_LOCATED)));
        assertThat(finding).isInstanceOfSatisfying(Gatekeeper.Finding.Authentic.class, authentic -> {
            assertThat(authentic.state().name()).isEqualTo("laptop");
            assertThat(authentic.association()).isSameAs(ASSOCIATION);
        });
    }

    /** T1 and T5: whoever guesses nodes or SPIs gets as much work done as whoever guesses keys. */
    @Test
    void doesTheSameWorkWhateverIsWrong() {
        Octets right = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        Octets wrongKey = signedBy(HOME, association(256, "8765432187654321"));
        Octets wrongIndex = signedBy(HOME, association(999, "1234567812345678"));
        Octets nobody = signedBy(NOBODY, ASSOCIATION);
        Octets wrongSize =
                signedBy(HOME, new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_SHA256, Key.of(new byte[16])));
        for (Octets request : List.of(right, wrongKey, wrongIndex, nobody, wrongSize)) {
            long before = gatekeeper.digests();
            check(gatekeeper, request);
            assertThat(gatekeeper.digests() - before).isEqualTo(1);
        }
        for (Octets request : List.of(wrongKey, wrongIndex, nobody)) {
            long before = gatekeeper.digests();
            check(gatekeeper, ASSOCIATION.sign(ASSOCIATION.sign(request, Kind.MOBILE_HOME), Kind.MOBILE_HOME));
            assertThat(gatekeeper.digests() - before).as("three authenticators").isEqualTo(3);
        }
    }

    /** The key that takes the place of one that is not there is in the source for everybody to read. */
    @Test
    void believesNobodyForHavingTheKeyOfADecoy() {
        for (AuthenticationAlgorithm algorithm : AuthenticationAlgorithm.values()) {
            SecurityAssociation zeros = new SecurityAssociation(256, algorithm, Key.of(new byte[16]));
            SecurityAssociation zerosElsewhere = new SecurityAssociation(999, algorithm, Key.of(new byte[16]));
            assertFailed(check(gatekeeper, signedBy(NOBODY, zeros)), DiscardReason.UNKNOWN_NODE);
            assertFailed(check(gatekeeper, signedBy(HOME, zeros)), DiscardReason.WRONG_AUTHENTICATOR);
            assertFailed(check(gatekeeper, signedBy(HOME, zerosElsewhere)), DiscardReason.UNKNOWN_SPI);
        }
    }

    /** T20: the octets of an MD5 are no answer to an association with SHA-256, nor the other way round. */
    @Test
    void believesNoWeakerAlgorithmThanTheAssociations() {
        Key key = Key.of("1234567812345678".getBytes(StandardCharsets.US_ASCII));
        for (AuthenticationAlgorithm configured : AuthenticationAlgorithm.values()) {
            SecurityAssociation real = new SecurityAssociation(256, configured, key);
            AuthorizedNode node = AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(real), Village.TIMESTAMPS);
            Gatekeeper strict = gatekeeper(false, Village.settings(Village.GRANTS, false, List.of(), node));
            for (AuthenticationAlgorithm used : AuthenticationAlgorithm.values()) {
                boolean believed = check(strict, signedBy(HOME, new SecurityAssociation(256, used, key)))
                        instanceof Gatekeeper.Finding.Authentic;
                assertThat(believed).as("%s for %s", used, configured).isEqualTo(used == configured);
            }
        }
    }

    @Test
    void wantsAllAuthenticatorsToBeRightAndTakesUpToFour() {
        Octets one = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        Octets four = one;
        for (int i = 0; i < 3; i++) {
            four = ASSOCIATION.sign(four, Kind.MOBILE_HOME);
        }
        assertThat(check(gatekeeper, four)).isInstanceOf(Gatekeeper.Finding.Authentic.class);
        assertFailed(
                check(gatekeeper, ASSOCIATION.sign(four, Kind.MOBILE_HOME)), DiscardReason.TOO_MANY_AUTHENTICATORS);
        Octets wrongFirst = ASSOCIATION.sign(signedBy(HOME, association(256, "8765432187654321")), Kind.MOBILE_HOME);
        assertFailed(check(gatekeeper, wrongFirst), DiscardReason.WRONG_AUTHENTICATOR);
        Octets unknownLast = association(999, "1234567812345678").sign(one, Kind.MOBILE_HOME);
        assertFailed(check(gatekeeper, unknownLast), DiscardReason.UNKNOWN_SPI);
    }

    @Test
    void takesExactlyOneWhereRfc3344Decides() {
        Gatekeeper old = gatekeeper(true, Village.settings());
        Octets one = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        assertThat(check(old, one)).isInstanceOf(Gatekeeper.Finding.Authentic.class);
        assertFailed(check(old, ASSOCIATION.sign(one, Kind.MOBILE_HOME)), DiscardReason.TOO_MANY_AUTHENTICATORS);
    }

    /** RFC 4721: an authenticator for an AAA server proves nothing to us, and is nothing to us. */
    @Test
    void takesNoOtherKindOfAuthenticatorForOne() {
        Octets bare = unsigned(0, CAFE, 60, CO_LOCATED).encode();
        for (Kind kind : List.of(Kind.MOBILE_AAA, Kind.MOBILE_FOREIGN, Kind.FOREIGN_HOME)) {
            assertFailed(check(gatekeeper, ASSOCIATION.sign(bare, kind)), DiscardReason.NO_AUTHENTICATOR);
        }
        Octets both =
                association(700, "somebody else's!").sign(signed(unsigned(0, CAFE, 60, CO_LOCATED)), Kind.MOBILE_AAA);
        assertThat(check(gatekeeper, both)).isInstanceOf(Gatekeeper.Finding.Authentic.class);
    }

    /** T15: a source that has failed often enough is not worth a digest, nor a look. */
    @Test
    void shutsOutASourceThatFailedTooOften() {
        for (int i = 0; i < 2 * FailureLimit.ALTOGETHER_PER_SECOND; i++) {
            assertThat(gatekeeper.isShutOut(at(0), NOBODY)).isEqualTo(i >= FailureLimit.ALTOGETHER_PER_SECOND);
            limit.failed(at(0), NOBODY);
        }
        assertThat(gatekeeper.isShutOut(at(0), TRAIN)).as("somebody else").isFalse();
        assertThat(gatekeeper.isShutOut(at(60), NOBODY)).as("a minute later").isFalse();
    }

    /** Of a plain request, what is found before anything else of it is read. */
    private static Gatekeeper.Finding check(Gatekeeper who, Octets octets) {
        Arrival arrival = arrival(octets);
        return PlainRequest.of(arrival.datagram()).map(who::check).orElseGet(() -> who.check(arrival));
    }

    private static Arrival arrival(Octets octets) {
        try {
            Datagram datagram = ((Event.Received) Village.arrives(0, CAFE, octets)).datagram();
            return Arrival.of(datagram, RegistrationRequest.decode(octets));
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static Octets signedBy(Ipv4 home, SecurityAssociation association) {
        RegistrationRequest request =
                new RegistrationRequest(CO_LOCATED, new Lifetime(60), home, AGENT, CAFE, identification(0), List.of());
        return association.sign(request.encode(), Kind.MOBILE_HOME);
    }

    private static void assertFailed(Gatekeeper.Finding finding, DiscardReason why) {
        assertThat(finding).isInstanceOfSatisfying(Gatekeeper.Finding.Failed.class, failed -> assertThat(failed.why())
                .isEqualTo(why));
    }
}
