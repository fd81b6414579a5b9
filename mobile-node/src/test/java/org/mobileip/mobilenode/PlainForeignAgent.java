package org.mobileip.mobilenode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * A foreign agent's words by the diagrams of RFC 5944 §2.1 and §3.5, RFC 1256 and RFC 4721, in octets and with the JDK's
 * HMAC: nothing of what it says or checks comes from the code under test.
 */
public final class PlainForeignAgent {

    /** What {@link #sharing} shares. */
    static final byte[] KEY = "foreign-agent-key".getBytes(StandardCharsets.US_ASCII);

    static final int SPI = 0x102;

    static final int R = 0x8000;
    static final int B = 0x4000;
    static final int H = 0x2000;
    static final int F = 0x1000;
    static final int M = 0x0800;
    static final int G = 0x0400;
    static final int T = 0x0100;

    private static final int FIXED_REQUEST = 24;
    private static final int MOBILE_HOME = 32;
    private static final int DYNAMIC_HOME_AGENT = 139;
    private static final int MULTIPATH = 154;
    private static final int MOBILE_FOREIGN = 33;
    private static final int GENERALIZED = 36;
    private static final int AUTHENTICATOR = 16;

    final Ipv4 address;
    final MacAddress mac;
    private final List<Ipv4> careOf;
    private int sequence;
    private int lifetime = 3;
    private int registrationLifetime = 600;
    private int flags = F | T;
    private List<Integer> prefixLengths = List.of();
    private byte[] challenge = new byte[0];

    public PlainForeignAgent(String address, String mac, String... careOf) {
        this.address = Ipv4.parse(address);
        this.mac = MacAddress.parse(mac);
        this.careOf = Arrays.stream(careOf).map(Ipv4::parse).toList();
    }

    PlainForeignAgent sequence(int next) {
        sequence = next;
        return this;
    }

    PlainForeignAgent lifetime(int seconds) {
        lifetime = seconds;
        return this;
    }

    public PlainForeignAgent registrationLifetime(int seconds) {
        registrationLifetime = seconds;
        return this;
    }

    public PlainForeignAgent flags(int bits) {
        flags = bits;
        return this;
    }

    PlainForeignAgent prefixLengths(Integer... lengths) {
        prefixLengths = List.of(lengths);
        return this;
    }

    public PlainForeignAgent challenge(String hex) {
        challenge = Octets.ofHex(hex).toArray();
        return this;
    }

    /** One more advertisement: an ICMP message of type 9, code 16, with this agent as its router. */
    public Octets advertisement() {
        ByteBuffer out = ByteBuffer.allocate(1024);
        out.put((byte) 9).put((byte) 16).putShort((short) 0);
        out.put((byte) 1).put((byte) 2).putShort((short) lifetime);
        out.putInt(address.bits()).putInt(0);
        out.put((byte) 16).put((byte) (6 + 4 * careOf.size())).putShort((short) sequence++);
        out.putShort((short) registrationLifetime).putShort((short) flags);
        careOf.forEach(each -> out.putInt(each.bits()));
        if (!prefixLengths.isEmpty()) {
            out.put((byte) 19).put((byte) prefixLengths.size());
            prefixLengths.forEach(each -> out.put(each.byteValue()));
        }
        if (challenge.length > 0) {
            out.put((byte) 24).put((byte) challenge.length).put(challenge);
        }
        byte[] message = Arrays.copyOf(out.array(), out.position());
        int sum = 0;
        for (int at = 0; at < message.length; at++) {
            sum += (message[at] & 0xff) << (at % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        message[2] = (byte) (~sum >>> 8);
        message[3] = (byte) ~sum;
        return Octets.of(message);
    }

    /** What a home agent would see of a request: all up to the Mobile-Home Authentication Extension, that included. */
    public static Octets forHomeAgent(Octets request) {
        int at = FIXED_REQUEST;
        while (request.u8(at) != MOBILE_HOME) {
            // RFC 4433 §3.4, RFC 7629 §4: type, sub-type, length of 16 bits
            boolean isLong = request.u8(at) == DYNAMIC_HOME_AGENT || request.u8(at) == MULTIPATH;
            at += isLong ? 4 + request.u16(at + 2) : 2 + request.u8(at + 1);
        }
        return request.slice(0, at + 2 + request.u8(at + 1));
    }

    /** The types of the extensions, in their order. */
    public static List<Integer> extensionTypes(Octets request) {
        List<Integer> types = new ArrayList<>();
        for (int at = FIXED_REQUEST; at < request.size(); at = endOf(request, at)) {
            types.add(request.u8(at));
        }
        return types;
    }

    /** The data of the first extension of that type: what its length covers. */
    static Octets extension(Octets request, int type) {
        for (int at = FIXED_REQUEST; at < request.size(); at = endOf(request, at)) {
            if (request.u8(at) == type) {
                return request.slice(at + (type == GENERALIZED ? 4 : 2), endOf(request, at));
            }
        }
        throw new AssertionError("no extension " + type + " in " + request);
    }

    private static int endOf(Octets request, int at) {
        return request.u8(at) == GENERALIZED ? at + 4 + request.u16(at + 2) : at + 2 + request.u8(at + 1);
    }

    /** Whether the last extension of a request is a right Mobile-Foreign Authentication Extension (§3.5.3). */
    static boolean isSignedForForeignAgent(Octets request, byte[] key, int spi) {
        int header = request.size() - AUTHENTICATOR - 6;
        boolean isLast = request.u8(header) == MOBILE_FOREIGN && request.i32(header + 2) == spi;
        Octets covered = request.slice(0, header + 6);
        return isLast && hmac(key, covered).equals(request.slice(header + 6));
    }

    /** With a Mobile-Foreign Authentication Extension behind it. */
    static Octets signed(Octets message, byte[] key, int spi) {
        byte[] header = ByteBuffer.allocate(6)
                .put((byte) MOBILE_FOREIGN)
                .put((byte) (4 + AUTHENTICATOR))
                .putInt(spi)
                .array();
        Octets covered = message.plus(Octets.of(header));
        return covered.plus(hmac(key, covered));
    }

    static Octets hmac(byte[] key, Octets covered) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            return Octets.of(mac.doFinal(covered.toArray()));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /** Its address is none of its care-of addresses: requests go to the former (§3.6.1.1). */
    static PlainForeignAgent apartFromItsCareOfAddress() {
        return new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "198.51.100.77").lifetime(1800);
    }

    /** Of a node that shares a key with that one. */
    static Settings sharing(DeliveryStyle delivery) {
        SecurityAssociation shared = new SecurityAssociation(SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(KEY));
        return Lab.roaming(new Settings.Roaming(
                true, Map.of(Ipv4.parse("192.0.2.1"), shared), Optional.empty(), delivery, Duration.ofSeconds(10)));
    }
}
