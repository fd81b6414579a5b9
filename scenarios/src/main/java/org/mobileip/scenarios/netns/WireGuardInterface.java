package org.mobileip.scenarios.netns;

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
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.netns.Halt.HaltedException;

/** One process of {@code wireguard-go} with its interface, and the keys of its owner, which nobody else ever has. */
final class WireGuardInterface {

    /** The program. */
    static final String PROGRAM = "wireguard-go";

    private static final Path SOCKETS = Path.of("/var/run/wireguard");
    private static final long LISTENING_MILLIS = 10_000;
    private static final String DONE = "errno=0";

    private final String name;
    private final DaemonProcess process;
    private final KeyPair keys;

    private WireGuardInterface(String name, DaemonProcess process) {
        this.name = name;
        this.process = process;
        keys = newKeys();
    }

    /** Starts the process, and returns at once. */
    static WireGuardInterface start(String node, NetworkNamespace namespace, String name, Path log) {
        List<String> command = List.of("env", "LOG_LEVEL=error", PROGRAM, "--foreground", name);
        return new WireGuardInterface(name, DaemonProcess.start(node, namespace, command, log));
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has X25519", e);
        }
    }

    String name() {
        return name;
    }

    DaemonProcess process() {
        return process;
    }

    /** As others need it, in hexadecimal: the number, its least octet first (RFC 7748 section 5). */
    String publicKey() {
        BigInteger number = ((XECPublicKey) keys.getPublic()).getU();
        byte[] octets = new byte[32];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = number.shiftRight(Byte.SIZE * i).byteValue();
        }
        return HexFormat.of().formatHex(octets);
    }

    private String privateKey() {
        return HexFormat.of()
                .formatHex(((XECPrivateKey) keys.getPrivate()).getScalar().orElseThrow());
    }

    /** Waits until it can be configured. */
    void awaitListening(Halt halt) throws WorldException, HaltedException {
        boolean settled = halt.await(() -> Files.exists(socket()) || !process.isAlive(), LISTENING_MILLIS);
        if (!settled || !process.isAlive()) {
            throw new WorldException(process.story("did not begin to listen"));
        }
    }

    private Path socket() {
        return SOCKETS.resolve(name + ".sock");
    }

    /** Gives it its key and these settings, as <a href="https://www.wireguard.com/xplatform/">its protocol</a> has them. */
    void configure(List<String> settings) throws WorldException {
        String request = "set=1\nprivate_key=" + privateKey() + "\n" + String.join("\n", settings) + "\n\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.shutdownOutput();
            String answer =
                    new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!answer.equals(DONE)) {
                throw new WorldException(process.story("does not take its settings (" + answer + ")"));
            }
        } catch (IOException e) {
            throw new WorldException(process.story("cannot be configured: " + e.getMessage()), e);
        }
    }
}
