package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * One small file a node, replaced in one step by a rename: sixteen hexadecimal digits and a line end, in
 * {@code replay/10.10.0.57} for a node with a home address of its own. An NAI may hold what no file name can, so
 * {@code replay/nai-…} is named by a digest, and has the NAI in hexadecimal digits in its second line. Survives the end of
 * this process at any moment; a power failure may bring back the value before the last, which the clock tolerance bounds. A
 * file that holds anything else is an error, never a node without history.
 */
public final class DirectoryReplayStore implements ReplayStore {

    private static final String DRAFT = ".new";
    private static final String NAI = "nai-";
    private static final String IDENTIFICATION = "[0-9a-f]{16}\n";
    private static final String NAI_LINE = "(?:[0-9a-f]{2}){1,255}\n";

    private final Path directory;

    private DirectoryReplayStore(Path directory) {
        this.directory = directory;
    }

    /** The store in {@code state}, a directory that is made if it is not there. */
    public static DirectoryReplayStore in(Path state) throws IOException {
        return new DirectoryReplayStore(Files.createDirectories(state.resolve("replay")));
    }

    @Override
    public Map<NodeIdentity, Identification> load() throws IOException {
        Map<NodeIdentity, Identification> newest = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Optional<Ipv4> home = Ipv4.tryParse(name);
                if (home.isPresent()) {
                    newest.put(new NodeIdentity.OfAddress(home.get()), identification(read(file, false)));
                } else if (name.startsWith(NAI) && !name.endsWith(DRAFT)) {
                    String[] lines = read(file, true);
                    NetworkAccessIdentifier nai = new NetworkAccessIdentifier(Octets.ofHex(lines[1]));
                    newest.put(new NodeIdentity.OfNai(nai), identification(lines));
                }
            }
        }
        return newest;
    }

    @Override
    public void append(Map<NodeIdentity, Identification> newest) throws IOException {
        for (Map.Entry<NodeIdentity, Identification> entry : newest.entrySet()) {
            String content = HexFormat.of().toHexDigits(entry.getValue().bits()) + "\n";
            if (entry.getKey() instanceof NodeIdentity.OfNai known) {
                content += known.nai().octets() + "\n";
            }
            String name = nameOf(entry.getKey());
            Path draft = directory.resolve(name + DRAFT);
            Files.writeString(draft, content, StandardCharsets.US_ASCII);
            Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String nameOf(NodeIdentity node) {
        if (node instanceof NodeIdentity.OfNai known) {
            return NAI + HexFormat.of().formatHex(digest(known.nai().octets()));
        }
        return node.toString();
    }

    private static byte[] digest(Octets octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets.toArray());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /** The lines of a file of the right form. */
    private static String[] read(Path file, boolean ofNai) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (!text.matches(ofNai ? IDENTIFICATION + NAI_LINE : IDENTIFICATION)) {
            String wanted = ofNai ? "sixteen hexadecimal digits and an NAI" : "sixteen hexadecimal digits";
            throw new IOException(file + ": not " + wanted + "; remove it if its node may start afresh");
        }
        return text.split("\n", -1);
    }

    private static Identification identification(String[] lines) {
        return new Identification(HexFormat.fromHexDigitsToLong(lines[0]));
    }
}
