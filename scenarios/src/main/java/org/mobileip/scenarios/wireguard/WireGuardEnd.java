package org.mobileip.scenarios.wireguard;

import java.io.IOException;
import java.math.BigInteger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.HexFormat;
import java.util.List;

/** One end of a tunnel of {@code wireguard-go}: its interface, and new keys that nobody else ever has. */
public final class WireGuardEnd {

    /** The program. */
    public static final String PROGRAM = "wireguard-go";

    /** Where both ends listen. */
    public static final int PORT = 51820;

    private static final Path SOCKETS = Path.of("/var/run/wireguard");
    private static final int KEY_SIZE = 32;
    private static final String DONE = "errno=0";

    private final String interfaceName;
    private final KeyPair keys = newKeys();

    /** The end whose interface, known to the whole machine by its name, is called like that. */
    public WireGuardEnd(String interfaceName) {
        this.interfaceName = interfaceName;
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has X25519", e);
        }
    }

    public String interfaceName() {
        return interfaceName;
    }

    /** As the other end needs it, in hexadecimal. */
    public String publicKey() {
        return hex(((XECPublicKey) keys.getPublic()).getU());
    }

    /** In 32 octets, the least significant first (RFC 7748 section 5). */
    static String hex(BigInteger coordinate) {
        byte[] octets = new byte[KEY_SIZE];
        for (int i = 0; i < KEY_SIZE; i++) {
            octets[i] = coordinate.shiftRight(Byte.SIZE * i).byteValue();
        }
        return HexFormat.of().formatHex(octets);
    }

    private String privateKey() {
        return HexFormat.of()
                .formatHex(((XECPrivateKey) keys.getPrivate()).getScalar().orElseThrow());
    }

    /** Whether its program can be told something. */
    public boolean isListening() {
        return Files.exists(socket());
    }

    private Path socket() {
        return SOCKETS.resolve(interfaceName + ".sock");
    }

    /**
     * Gives it its key and these settings, lines of {@code key=value} as
     * <a href="https://www.wireguard.com/xplatform/">its protocol</a> has them.
     *
     * @throws IOException when it cannot be told, or does not take them
     */
    public void configure(List<String> settings) throws IOException {
        String request = "set=1\nprivate_key=" + privateKey() + "\n" + String.join("\n", settings) + "\n\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.shutdownOutput();
            String answer =
                    new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!answer.equals(DONE)) {
                throw new IOException(PROGRAM + " does not take its settings (" + answer + ")");
            }
        }
    }
}
