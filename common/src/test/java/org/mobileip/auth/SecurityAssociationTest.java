package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;

class SecurityAssociationTest {

    /** A request signed by another implementation: key ASCII 1234567812345678, SPI 256, HMAC-MD5. */
    private static final Octets SIGNED = Octets.ofHex(
            "012a03e8 0a01010a 0a010114 0a01020f dc12c500 40000000" + "2014 00000100 5a61abbecc2b798de5c5418a2cc3c9d5");

    private static final Key KEY = Key.of("1234567812345678".getBytes(StandardCharsets.US_ASCII));

    private static final int TIMES = 10_000;

    /** What the two digests of the same octets must be: Python's hmac and hashlib. */
    private static final String SHA256 = "962f3525be93fc6c348e61c93be991a48a1401c1367da5dbf1fd9135888d75cc";

    private static final String PREFIX_SUFFIX = "f7acde6e67ab50602af8b894cde7d69b";

    @Test
    void verifiesARequestThatAnotherImplementationSigned() throws Exception {
        assertThat(hmacMd5().verifies(SIGNED, authenticationOf(SIGNED))).isTrue();
    }

    @Test
    void signsAsAnotherImplementationDid() {
        assertThat(hmacMd5().sign(SIGNED.slice(0, 24), Kind.MOBILE_HOME)).isEqualTo(SIGNED);
    }

    @Test
    void signsInPlaceAsAnotherImplementationDid() {
        byte[] message = new byte[SIGNED.size() + 1];
        SIGNED.slice(0, 24).copyTo(message, 0);
        assertThat(hmacMd5().sign(message, 24, Kind.MOBILE_HOME)).isEqualTo(SIGNED.size());
        assertThat(Octets.of(message, 0, SIGNED.size())).isEqualTo(SIGNED);
        assertThat(message[SIGNED.size()]).isZero();
    }

    @Test
    void signsWithAllThirtyTwoOctetsOfSha256() {
        SecurityAssociation sha256 = new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_SHA256, KEY);
        assertThat(sha256.sign(SIGNED.slice(0, 24), Kind.MOBILE_HOME))
                .isEqualTo(SIGNED.slice(0, 24).plus(Octets.ofHex("2024 00000101" + SHA256)));
    }

    @Test
    void signsForPeersOfRfc2002WithTheKeyBeforeAndBehind() throws Exception {
        SecurityAssociation old = new SecurityAssociation(0xfffffffe, AuthenticationAlgorithm.MD5_PREFIX_SUFFIX, KEY);
        Octets signed = SIGNED.slice(0, 24).plus(Octets.ofHex("2014 fffffffe" + PREFIX_SUFFIX));
        assertThat(old.sign(SIGNED.slice(0, 24), Kind.MOBILE_HOME)).isEqualTo(signed);
        assertThat(old.verifies(signed, authenticationOf(signed))).isTrue();
    }

    @Test
    void refusesEveryChangeOfOneBit() throws Exception {
        SecurityAssociation association = hmacMd5();
        for (int bit = 0; bit < SIGNED.size() * 8; bit++) {
            byte[] changed = SIGNED.toArray();
            changed[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertThat(accepts(association, Octets.of(changed)))
                    .as("bit " + bit)
                    .isFalse();
        }
        assertThat(accepts(association, SIGNED)).as("unchanged").isTrue();
    }

    @Test
    void refusesAnotherKeyAndAnotherAlgorithm() throws Exception {
        Key other = Key.of("1234567812345679".getBytes(StandardCharsets.US_ASCII));
        AuthenticationExtension extension = authenticationOf(SIGNED);
        for (SecurityAssociation wrong : List.of(
                new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_MD5, other),
                new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_SHA256, KEY),
                new SecurityAssociation(256, AuthenticationAlgorithm.MD5_PREFIX_SUFFIX, KEY),
                new SecurityAssociation(257, AuthenticationAlgorithm.HMAC_MD5, KEY))) {
            assertThat(wrong.verifies(SIGNED, extension)).isFalse();
        }
    }

    /** An authenticator of the right octets and another length, as one of the right SPI and another. */
    @Test
    void refusesAnAuthenticatorOfAnotherLength() throws Exception {
        Octets authenticator = authenticationOf(SIGNED).authenticator();
        for (Octets other : List.of(
                Octets.EMPTY, authenticator.slice(0, 15), authenticator.plus(Octets.ofHex("00")), Octets.ofHex("00"))) {
            assertThat(hmacMd5().verifies(SIGNED, new AuthenticationExtension(Kind.MOBILE_HOME, 256, other, 24)))
                    .isFalse();
        }
        assertThat(hmacMd5().verifies(SIGNED, authenticationOf(SIGNED))).isTrue();
    }

    /** Python: hmac over the message, 24 01 0014 and the SPI, which is 2 with CHAP and may be any with HMAC-MD5. */
    @Test
    void signsAGeneralizedExtensionOverItsLongerHeader() throws Exception {
        Octets signed = hmacMd5().sign(SIGNED.slice(0, 24), Kind.MOBILE_AAA);
        assertThat(signed)
                .isEqualTo(
                        SIGNED.slice(0, 24).plus(Octets.ofHex("2401 0014 00000100 79aa8629661bf3e56f857eb5d0b6f2bc")));
        assertThat(hmacMd5().verifies(signed, authenticationOf(signed))).isTrue();
    }

    @Test
    void refusesAnExtensionThatDoesNotStandInTheMessage() throws Exception {
        AuthenticationExtension extension = authenticationOf(SIGNED);
        assertThat(hmacMd5().verifies(SIGNED.slice(0, 29), extension)).isFalse();
        assertThat(hmacMd5()
                        .verifies(
                                SIGNED,
                                new AuthenticationExtension(Kind.MOBILE_HOME, 256, extension.authenticator(), -7)))
                .isFalse();
    }

    @Test
    void protectsOnlyWhatStandsBeforeTheAuthenticator() throws Exception {
        Octets withMore = SIGNED.plus(Octets.ofHex("84 02 cafe"));
        assertThat(hmacMd5().verifies(withMore, authenticationOf(withMore))).isTrue();
    }

    @Test
    void protectsThePaddingThatArrivedAlthoughDecodingDropsIt() throws Exception {
        Octets signed = hmacMd5().sign(SIGNED.slice(0, 24).plus(Octets.ofHex("000000")), Kind.MOBILE_HOME);
        assertThat(hmacMd5().verifies(signed, authenticationOf(signed))).isTrue();
    }

    @Test
    void protectsMessagesLongerThanOnePieceOfTheDigest() throws Exception {
        SecurityAssociation association = hmacMd5();
        Octets fixed = SIGNED.slice(0, 24);
        Octets filler = Octets.ofHex("86ff" + "5a".repeat(255));
        for (Octets message : List.of(fixed.plus(filler), fixed.plus(filler).plus(filler))) {
            Octets signed = association.sign(message, Kind.MOBILE_HOME);
            byte[] changed = signed.toArray();
            changed[message.size() - 1] ^= 1;
            assertThat(accepts(association, signed)).isTrue();
            assertThat(accepts(association, Octets.of(changed))).isFalse();
        }
    }

    @Test
    void takesKeysOfAnyOctetsZerosIncluded() throws Exception {
        Key zeros = Key.of(HexFormat.of().parseHex("00ff00800000000000000000000000fe00"));
        SecurityAssociation one = new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_MD5, zeros);
        Octets signed = one.sign(SIGNED.slice(0, 24), Kind.MOBILE_HOME);
        assertThat(signed.slice(30)).isEqualTo(Octets.ofHex("53cc474c0372db03a6ce167c672940e0"));
    }

    @Test
    void refusesTheReservedIndexes() {
        for (int spi : new int[] {0, 1, 255}) {
            assertThatThrownBy(() -> new SecurityAssociation(spi, AuthenticationAlgorithm.HMAC_MD5, KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reserved");
        }
        assertThat(new SecurityAssociation(0xffffffff, AuthenticationAlgorithm.HMAC_MD5, KEY))
                .hasToString("0xffffffff");
    }

    @Test
    void allocatesNothingToVerify() throws Exception {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (AuthenticationAlgorithm algorithm : AuthenticationAlgorithm.values()) {
            SecurityAssociation association = new SecurityAssociation(256, algorithm, KEY);
            Octets signed = association.sign(SIGNED.slice(0, 24), Kind.MOBILE_HOME);
            AuthenticationExtension own = authenticationOf(signed);
            verifiesOften(association, signed, own);
            long before = threads.getCurrentThreadAllocatedBytes();
            verifiesOften(association, signed, own);
            // The measuring itself may take a few hundred octets: far less than one for each time.
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as(algorithm.configured())
                    .isLessThan(TIMES);
        }
    }

    @Test
    void neverShowsTheKey() {
        assertThat(hmacMd5()).hasToString("0x100");
    }

    private static void verifiesOften(
            SecurityAssociation association, Octets message, AuthenticationExtension extension) {
        boolean all = true;
        for (int i = 0; i < TIMES; i++) {
            all &= association.verifies(message, extension);
        }
        assertThat(all).isTrue();
    }

    private static SecurityAssociation hmacMd5() {
        return new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_MD5, KEY);
    }

    private static AuthenticationExtension authenticationOf(Octets message) throws MalformedMessageException {
        return RegistrationRequest.decode(message).authenticationExtensions().get(0);
    }

    /** As a home agent would: no request, no authenticator or a bad one is not accepted. */
    private static boolean accepts(SecurityAssociation association, Octets message) {
        try {
            List<AuthenticationExtension> extensions = AuthenticationExtension.allOf(
                    RegistrationRequest.decode(message).extensions(), Kind.MOBILE_HOME);
            return !extensions.isEmpty()
                    && extensions.stream().allMatch(extension -> association.verifies(message, extension));
        } catch (MalformedMessageException refused) {
            return false;
        }
    }
}
