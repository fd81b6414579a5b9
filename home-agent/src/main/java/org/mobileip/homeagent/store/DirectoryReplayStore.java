package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/**
 * One small file a node, {@code replay/10.10.0.57}: sixteen hexadecimal digits and a line end, replaced in one step by a
 * rename. Survives the end of this process at any moment; a power failure may bring back the value before the last, which
 * the clock tolerance bounds. A file that holds anything else is an error, never a node without history.
 */
public final class DirectoryReplayStore implements ReplayStore {

    private static final String DRAFT = ".new";
    private static final int DIGITS = 16;

    private final Path directory;

    private DirectoryReplayStore(Path directory) {
        this.directory = directory;
    }

    /** The store in {@code state}, a directory that is made if it is not there. */
    public static DirectoryReplayStore in(Path state) throws IOException {
        return new DirectoryReplayStore(Files.createDirectories(state.resolve("replay")));
    }

    @Override
    public Map<Ipv4, Identification> load() throws IOException {
        Map<Ipv4, Identification> newest = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Optional<Ipv4> home = Ipv4.tryParse(file.getFileName().toString());
                if (home.isPresent()) {
                    newest.put(home.get(), read(file));
                }
            }
        }
        return newest;
    }

    @Override
    public void remember(Ipv4 home, Identification accepted) throws IOException {
        Path draft = directory.resolve(home + DRAFT);
        String digits = HexFormat.of().toHexDigits(accepted.bits()) + "\n";
        Files.writeString(draft, digits, StandardCharsets.US_ASCII);
        Files.move(draft, directory.resolve(home.toString()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Identification read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (!text.matches("[0-9a-f]{" + DIGITS + "}\n")) {
            throw new IOException(file + ": not sixteen hexadecimal digits; remove it if its node may start afresh");
        }
        return new Identification(HexFormat.fromHexDigitsToLong(text, 0, DIGITS));
    }
}
