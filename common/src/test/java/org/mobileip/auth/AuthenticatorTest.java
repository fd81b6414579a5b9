package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.auth.AuthenticationAlgorithm.HMAC_MD5;
import static org.mobileip.auth.AuthenticationAlgorithm.HMAC_SHA256;
import static org.mobileip.auth.AuthenticationAlgorithm.MD5_PREFIX_SUFFIX;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

/** The digests against published vectors, each computed twice: the second time from the cached pads. */
class AuthenticatorTest {

    private static final String COUNTED = "0102030405060708090a0b0c0d0e0f10111213141516171819";
    private static final String LARGER_THAN_BLOCK = "Test Using Larger Than Block-Size Key - Hash Key First";

    @Test
    void agreesWithTheVectorsForHmacMd5OfRfc2202() {
        agrees(HMAC_MD5, "0b".repeat(16), ascii("Hi There"), "9294727a3638bb1c13f48ef8158bfc9d");
        agrees(HMAC_MD5, ascii("Jefe"), ascii("what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738");
        agrees(HMAC_MD5, "aa".repeat(16), "dd".repeat(50), "56be34521d144c88dbb8c733f0e8b3f6");
        agrees(HMAC_MD5, COUNTED, "cd".repeat(50), "697eaf0aca3a3aea3a75164746ffaa79");
        agrees(HMAC_MD5, "0c".repeat(16), ascii("Test With Truncation"), "56461ef2342edc00f9bab995690efd4c");
        agrees(HMAC_MD5, "aa".repeat(80), ascii(LARGER_THAN_BLOCK), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
        agrees(
                HMAC_MD5,
                "aa".repeat(80),
                ascii("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
                "6f630fad67cda0ee1fb1f562db3aa53e");
    }

    @Test
    void agreesWithTheVectorsForHmacSha256OfRfc4231() {
        agrees(
                HMAC_SHA256,
                "0b".repeat(20),
                ascii("Hi There"),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        agrees(
                HMAC_SHA256,
                ascii("Jefe"),
                ascii("what do ya want for nothing?"),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        agrees(
                HMAC_SHA256,
                "aa".repeat(20),
                "dd".repeat(50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        agrees(
                HMAC_SHA256,
                COUNTED,
                "cd".repeat(50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
        agrees(
                HMAC_SHA256,
                "aa".repeat(131),
                ascii(LARGER_THAN_BLOCK),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        agrees(
                HMAC_SHA256,
                "aa".repeat(131),
                ascii("This is a test using a larger than block-size key and a larger than block-size data. "
                        + "The key needs to be hashed before being used by the HMAC algorithm."),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }

    /** RFC 1321 §A.5 has the digest of eight times 1234567890; the other one is by Python's hashlib. */
    @Test
    void putsTheKeyBeforeAndBehindForPrefixAndSuffix() {
        agrees(
                MD5_PREFIX_SUFFIX,
                ascii("1234567890"),
                ascii("123456789012345678901234567890123456789012345678901234567890"),
                "57edf4a22be3c955ac49da2e2107b67a");
        agrees(MD5_PREFIX_SUFFIX, ascii("1234567812345678"), "00".repeat(300), "31393edeca8bc8140b9c60929411001e");
    }

    private static void agrees(AuthenticationAlgorithm algorithm, String key, String message, String digest) {
        Authenticator authenticator =
                Authenticator.of(algorithm, Key.of(Octets.ofHex(key).toArray()));
        Octets octets = Octets.ofHex(message);
        for (int time = 1; time <= 2; time++) {
            byte[] computed = new byte[algorithm.size()];
            authenticator.compute(octets, octets.size(), computed);
            assertThat(Octets.of(computed)).isEqualTo(Octets.ofHex(digest));
        }
    }

    private static String ascii(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII)).toString();
    }
}
