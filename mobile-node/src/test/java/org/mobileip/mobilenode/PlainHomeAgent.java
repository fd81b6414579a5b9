package org.mobileip.mobilenode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A home agent's answers by the diagrams of RFC 5944 §3.3 to §3.5, in octets and with the JDK's HMAC: nothing of what it
 * says or checks comes from the code under test.
 */
public final class PlainHomeAgent {

    private static final int FIXED_REQUEST = 24;
    private static final int FIXED_REPLY = 20;
    private static final int EXTENSION_HEADER = 6;
    private static final int AUTHENTICATOR = 16;
    private static final int NAI = 131;
    private static final int FIRST_SKIPPABLE = 128;
    private static final int NETWORK = 148;
    private static final int REVOCATION = 137;
    private static final int DYNAMIC_HOME_AGENT = 139;
    private static final int MULTIPATH = 154;

    private final byte[] key;
    private final int spi;

    public PlainHomeAgent(byte[] key, int spi) {
        this.key = key.clone();
        this.spi = spi;
    }

    /** A request, read by its diagram. */
    public record Request(
            int flags,
            int lifetime,
            Ipv4 homeAddress,
            Ipv4 homeAgent,
            Ipv4 careOf,
            long identification,
            String nai,
            boolean isAuthentic,
            String networks,
            String revocation,
            Map<Integer, Octets> others) {

        /** The same, said by or about another home address. */
        public Request at(Ipv4 otherHome) {
            return new Request(
                    flags,
                    lifetime,
                    otherHome,
                    homeAgent,
                    careOf,
                    identification,
                    nai,
                    isAuthentic,
                    networks,
                    revocation,
                    others);
        }

        /** The same, said to another home agent. */
        public Request to(Ipv4 otherAgent) {
            return new Request(
                    flags,
                    lifetime,
                    homeAddress,
                    otherAgent,
                    careOf,
                    identification,
                    nai,
                    isAuthentic,
                    networks,
                    revocation,
                    others);
        }

        /** The data of the extension with that type, if it is none of those above; for 139 and 154, of which there may be several, with the
         * sub-type before it. */
        public Octets other(int type) {
            return others.getOrDefault(type, Octets.EMPTY);
        }

        /** The half that a reply repeats. */
        public int low() {
            return (int) identification;
        }

        /** The half that carries time or nonce. */
        public int high() {
            return (int) (identification >>> 32);
        }
    }

    /**
     * Reads a request: extensions that may be skipped, an NAI (131), mobile network requests (148) and revocation support (137)
     * among them, then the authentication extension (32).
     */
    public Request read(Octets datagram) {
        byte[] octets = datagram.toArray();
        ByteBuffer in = ByteBuffer.wrap(octets);
        if (in.get() != 1 || octets.length < FIXED_REQUEST + EXTENSION_HEADER + AUTHENTICATOR) {
            throw new IllegalArgumentException("no request with an authentication extension: " + datagram);
        }
        int flags = in.get() & 0xff;
        int lifetime = in.getShort() & 0xffff;
        Ipv4 home = new Ipv4(in.getInt());
        Ipv4 agent = new Ipv4(in.getInt());
        Ipv4 careOf = new Ipv4(in.getInt());
        long identification = in.getLong();
        String nai = "";
        StringBuilder networks = new StringBuilder();
        String revocation = "";
        Map<Integer, Octets> others = new TreeMap<>();
        int type = in.get() & 0xff;
        while (type >= FIRST_SKIPPABLE) {
            boolean isLong = type == DYNAMIC_HOME_AGENT || type == MULTIPATH;
            byte[] data = isLong ? longFormat(in) : new byte[in.get() & 0xff];
            in.get(data, isLong ? 1 : 0, data.length - (isLong ? 1 : 0));
            switch (type) {
                case NAI -> nai = new String(data, StandardCharsets.US_ASCII);
                case NETWORK -> networks.append(networks.isEmpty() ? "" : " ").append(Octets.of(data));
                case REVOCATION -> revocation = Octets.of(data).toString();
                case MULTIPATH -> others.merge(type, Octets.of(data), Octets::plus);
                default -> others.put(type, Octets.of(data));
            }
            type = in.get() & 0xff;
        }
        boolean isMobileHome = type == 32 && in.get() == 4 + AUTHENTICATOR && in.getInt() == spi;
        byte[] covered = Arrays.copyOf(octets, in.position());
        byte[] authenticator = new byte[AUTHENTICATOR];
        in.get(authenticator);
        boolean isAuthentic = isMobileHome && !in.hasRemaining() && MessageDigest.isEqual(hmac(covered), authenticator);
        return new Request(
                flags,
                lifetime,
                home,
                agent,
                careOf,
                identification,
                nai,
                isAuthentic,
                networks.toString(),
                revocation,
                others);
    }

    /** RFC 4433 §3.4: the sub-type, and room for what the length of 16 bits behind it covers. */
    private static byte[] longFormat(ByteBuffer in) {
        byte subtype = in.get();
        byte[] data = new byte[1 + in.getShort()];
        data[0] = subtype;
        return data;
    }

    public Octets accept(Request request, int lifetime) {
        return reply(request, 0, lifetime, request.identification());
    }

    /** With an extension before the authenticator. */
    public Octets acceptWith(Octets extension, Request request, int lifetime) {
        return signed(unsigned(request, 0, lifetime, request.identification()).plus(extension));
    }

    /** With that code, and those extensions before the authenticator. */
    public Octets replyWith(Request request, int code, int lifetime, String extensions) {
        return signed(
                unsigned(request, code, lifetime, request.identification()).plus(Octets.ofHex(extensions)));
    }

    public Octets deny(Request request, int code) {
        return reply(request, code, 0, request.identification());
    }

    /** Code 133: the low half copied, the high half our time in seconds since 1900 (§5.7.1). */
    public Octets mismatch(Request request, long secondsSince1900) {
        return reply(request, 133, 0, secondsSince1900 << 32 | (request.identification() & 0xffff_ffffL));
    }

    /** A reply of a home agent that protects itself by nonces: a new one above the low half (§5.7.2). */
    public Octets withNonce(Request request, int code, int lifetime, int nonce) {
        return reply(request, code, lifetime, (long) nonce << 32 | (request.identification() & 0xffff_ffffL));
    }

    /** Code 136: this is my address (§3.6.1.2). */
    public Octets nameYourself(Request request, Ipv4 myAddress) {
        return deny(request.to(myAddress), 136);
    }

    /** What RFC 2794 §3 has a home agent answer to a request with an NAI: the NAI, and a home address. */
    public Octets acceptAs(Request request, int lifetime, Ipv4 homeAddress) {
        byte[] nai = request.nai().getBytes(StandardCharsets.US_ASCII);
        byte[] extension = ByteBuffer.allocate(2 + nai.length)
                .put((byte) NAI)
                .put((byte) nai.length)
                .put(nai)
                .array();
        Octets fixed = unsigned(request.at(homeAddress), 0, lifetime, request.identification());
        return signed(fixed.plus(Octets.of(extension)));
    }

    public Octets reply(Request request, int code, int lifetime, long identification) {
        return signed(unsigned(request, code, lifetime, identification));
    }

    public static Octets unsigned(Request request, int code, int lifetime, long identification) {
        ByteBuffer out = ByteBuffer.allocate(FIXED_REPLY);
        out.put((byte) 3).put((byte) code).putShort((short) lifetime);
        out.putInt(request.homeAddress().bits())
                .putInt(request.homeAgent().bits())
                .putLong(identification);
        return Octets.of(out.array());
    }

    /** With a Mobile-Home Authentication Extension behind it. */
    public Octets signed(Octets message) {
        byte[] covered = message.plus(Octets.of(ByteBuffer.allocate(EXTENSION_HEADER)
                        .put((byte) 32)
                        .put((byte) (4 + AUTHENTICATOR))
                        .putInt(spi)
                        .array()))
                .toArray();
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
