package org.mobileip.homeagent.daemon;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A mobile node's messages by the diagrams of RFC 5944 §3.3 to §3.5, in octets and with the JDK's HMAC: nothing of what it
 * says or checks comes from the code under test.
 */
final class PlainNode {

    static final int CO_LOCATED = 0x22; // D and T

    private static final int MOBILE_HOME = 32;
    private static final int AUTHENTICATOR = 16;
    private static final int EXTENSION_HEADER = 6;
    private static final int FIXED_REPLY = 20;
    private static final long FROM_1900_TO_1970 = 2_208_988_800L;

    private final Ipv4 home;
    private final Ipv4 agent;
    private final int spi;
    private final byte[] key;
    private long last;

    PlainNode(String home, String agent, int spi, String key) {
        this.home = Ipv4.parse(home);
        this.agent = Ipv4.parse(agent);
        this.spi = spi;
        this.key = key.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    Octets request(String careOf, int lifetime) {
        return request(careOf, lifetime, CO_LOCATED, timestamp(), agent);
    }

    Octets request(String careOf, int lifetime, int flags, long identification, Ipv4 to) {
        return request(careOf, lifetime, flags, identification, to, Octets.EMPTY);
    }

    /** With an extension before the authenticator. */
    Octets request(String careOf, int lifetime, int flags, long identification, Ipv4 to, Octets extension) {
        ByteBuffer out = ByteBuffer.allocate(24);
        out.put((byte) 1).put((byte) flags).putShort((short) lifetime);
        out.putInt(home.bits()).putInt(to.bits()).putInt(Ipv4.parse(careOf).bits());
        return signed(
                Octets.of(out.putLong(identification).array()).plus(extension).toArray());
    }

    /** RFC 6098 §4.2: MD 2, code 0, and from the home address on what the notification has. */
    Octets acknowledge(Octets notification) {
        return signed(
                Octets.ofHex("17 02 00 00").plus(notification.slice(4, 24)).toArray());
    }

    /** Seconds since 1900 and a fraction, never the same twice (§5.7.1). */
    long timestamp() {
        Instant now = Instant.now();
        long fraction = ((long) now.getNano() << 32) / 1_000_000_000L;
        long moment = (now.getEpochSecond() + FROM_1900_TO_1970) << 32 | fraction;
        last = Long.compareUnsigned(moment, last) > 0 ? moment : last + 1;
        return last;
    }

    /** The code of a reply whose authenticator is good. */
    int codeOf(Octets reply) {
        byte[] octets = reply.toArray();
        byte[] covered = Arrays.copyOf(octets, FIXED_REPLY + EXTENSION_HEADER);
        byte[] authenticator = Arrays.copyOfRange(
                octets, FIXED_REPLY + EXTENSION_HEADER, FIXED_REPLY + EXTENSION_HEADER + AUTHENTICATOR);
        if (octets[0] != 3 || octets[FIXED_REPLY] != MOBILE_HOME || !Arrays.equals(hmac(covered), authenticator)) {
            throw new AssertionError("no reply to " + home + ": " + reply);
        }
        return octets[1] & 0xff;
    }

    private Octets signed(byte[] message) {
        byte[] covered = ByteBuffer.allocate(message.length + EXTENSION_HEADER)
                .put(message)
                .put((byte) MOBILE_HOME)
                .put((byte) (4 + AUTHENTICATOR))
                .putInt(spi)
                .array();
        return Octets.of(covered).plus(Octets.of(hmac(covered)));
    }

    private byte[] hmac(byte[] covered) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            return mac.doFinal(covered);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
