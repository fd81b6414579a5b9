package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyTest {

    private static final byte[] SECRET = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WITH_ZEROS = {0, -1, 0, -128, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

    /** {@code printf %s "mobileip key fingerprint" 1234567812345678 | sha256sum}, its first eight digits. */
    private static final String FINGERPRINT = "3521-4a54";

    @Test
    void tellsItsFingerprintAndNeverItself() {
        Key key = Key.of(SECRET);
        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(key).hasToString("Key[" + FINGERPRINT + "]");
    }

    @Test
    void keepsEveryOctetWhateverItIs() {
        Key key = Key.of(WITH_ZEROS);
        assertThat(key.size()).isEqualTo(16);
        assertThat(key.octets()).isEqualTo(WITH_ZEROS);
    }

    @Test
    void isACopyThatNobodyCanChange() {
        byte[] octets = SECRET.clone();
        Key key = Key.of(octets);
        octets[0] = 0;
        key.octets()[1] = 0;
        assertThat(key.octets()).isEqualTo(SECRET);
    }

    @Test
    void isEqualByContent() {
        assertThat(Key.of(SECRET)).isEqualTo(Key.of(SECRET.clone())).hasSameHashCodeAs(Key.of(SECRET.clone()));
        assertThat(Key.of(SECRET)).isNotEqualTo(Key.of(WITH_ZEROS)).isNotEqualTo("1234567812345678");
        assertThat(Key.of(SECRET).hashCode()).isNotEqualTo(Key.of(WITH_ZEROS).hashCode());
    }

    @Test
    void isNeverEmpty() {
        assertThatThrownBy(() -> Key.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAssociationIsEqualByIndexAlgorithmAndKey() {
        SecurityAssociation one = new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET));
        assertThat(one)
                .isEqualTo(new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)))
                .hasSameHashCodeAs(new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)))
                .isNotEqualTo(new SecurityAssociation(0x102, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)))
                .isNotEqualTo(new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_SHA256, Key.of(SECRET)))
                .isNotEqualTo(new SecurityAssociation(0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(WITH_ZEROS)))
                .isNotEqualTo(Key.of(SECRET));
        assertThat(one.hashCode())
                .isNotEqualTo(
                        new SecurityAssociation(0x102, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)).hashCode());
        assertThat(one.spi()).isEqualTo(0x101);
        assertThat(one.algorithm()).isEqualTo(AuthenticationAlgorithm.HMAC_MD5);
        assertThat(one).hasToString("0x101");
    }
}
