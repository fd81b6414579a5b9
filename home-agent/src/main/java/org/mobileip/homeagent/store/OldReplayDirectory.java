package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * What earlier versions kept: the newest Identification of each node, in one small file a node. Sixteen hexadecimal digits and a
 * line end, in {@code replay/10.10.0.57} for a node with a home address of its own; in {@code replay/nai-…} for others, with the
 * NAI in hexadecimal digits in its second line. It is read once, and then kept under another name.
 */
public final class OldReplayDirectory {

    private static final String DRAFT = ".new";
    private static final String NAI = "nai-";
    private static final String IDENTIFICATION = "[0-9a-f]{16}\n";
    private static final String NAI_LINE = "(?:[0-9a-f]{2}){1,255}\n";

    private final Path directory;

    /** That in {@code state}, if there is one. */
    public OldReplayDirectory(Path state) {
        this.directory = state.resolve("replay");
    }

    /**
     * What it holds; nothing where there is none.
     *
     * @throws UnreadableException for a file that holds anything else: that is never taken for no history
     */
    public List<Change> load() throws IOException {
        List<Change> newest = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return newest;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Optional<Ipv4> home = Ipv4.tryParse(name);
                if (home.isPresent()) {
                    NodeIdentity node = new NodeIdentity.OfAddress(home.get());
                    newest.add(new Change.Newest(node, identification(read(file, false))));
                } else if (name.startsWith(NAI) && !name.endsWith(DRAFT)) {
                    String[] lines = read(file, true);
                    NetworkAccessIdentifier nai = new NetworkAccessIdentifier(Octets.ofHex(lines[1]));
                    newest.add(new Change.Newest(new NodeIdentity.OfNai(nai), identification(lines)));
                }
            }
        }
        return newest;
    }

    /** It is not read again. */
    public void setAside() throws IOException {
        if (Files.isDirectory(directory)) {
            Files.move(directory, directory.resolveSibling("replay.migrated"));
        }
    }

    /** The lines of a file of the right form. */
    private static String[] read(Path file, boolean ofNai) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (!text.matches(ofNai ? IDENTIFICATION + NAI_LINE : IDENTIFICATION)) {
            String wanted = ofNai ? "sixteen hexadecimal digits and an NAI" : "sixteen hexadecimal digits";
            throw new UnreadableException(file + ": not " + wanted + "; remove it if its node may start afresh");
        }
        return text.split("\n", -1);
    }

    private static Identification identification(String[] lines) {
        return new Identification(HexFormat.fromHexDigitsToLong(lines[0]));
    }
}
