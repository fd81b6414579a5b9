package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.mobilenode.Memory;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/**
 * What must outlive this process, so that no Identification is older than one before (RFC 5944 §5.7). One line each:
 * <pre>
 *   newest eeaf985080000fff
 *   nonce 10.10.0.1 1b2c3d4e
 * </pre>
 * Written while what it tells of is sent, and replaced as a whole. Nobody waits for the disk ({@link Scribe}), and it is not
 * forced to it: where the last one is lost, and the clock was set back too, the home agent's check (code 133) costs one round
 * trip, and a disk would cost one handover.
 */
final class StateFile {

    private static final Logger LOG = LogManager.getLogger("mobile-node");
    private static final String NAME = "identification";
    private static final int HEXADECIMAL = 16;

    private final Path file;
    private Memory written = Memory.EMPTY;
    private boolean isBroken;
    private boolean isDirectoryThere;

    /** In this directory, which is made when there is something to write. */
    StateFile(Path directory) {
        file = directory.resolve(NAME);
    }

    /** What was written last; lines that are not understood are left out. */
    Memory load() {
        Optional<Identification> newest = Optional.empty();
        Map<Ipv4, Integer> nonces = new HashMap<>();
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            try {
                if (words.length == 2 && words[0].equals("newest")) {
                    newest = Optional.of(new Identification(Long.parseUnsignedLong(words[1], HEXADECIMAL)));
                } else if (words.length == 3 && words[0].equals("nonce")) {
                    nonces.put(Ipv4.parse(words[1]), Integer.parseUnsignedInt(words[2], HEXADECIMAL));
                }
            } catch (IllegalArgumentException damaged) {
                LOG.warn("state-line-skipped file={} line=\"{}\"", file, line);
            }
        }
        written = new Memory(newest, nonces);
        return written;
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("state-unreadable file={} reason=\"{}\"", file, unreadable.toString());
            return List.of();
        }
    }

    /** Replaces what was written before. A disk that refuses costs a warning, not a registration. */
    void write(Memory memory) {
        if (memory.equals(written)) {
            return;
        }
        List<String> lines = new ArrayList<>();
        memory.newest().ifPresent(newest -> lines.add("newest " + HexFormat.of().toHexDigits(newest.bits())));
        memory.nonces()
                .forEach((agent, nonce) ->
                        lines.add("nonce " + agent + " " + HexFormat.of().toHexDigits(nonce)));
        try {
            if (!isDirectoryThere) {
                Files.createDirectories(file.resolveSibling("."));
                isDirectoryThere = true;
            }
            Path beside = file.resolveSibling(NAME + ".new");
            Files.write(beside, lines, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            written = memory;
            isBroken = false;
        } catch (IOException refused) {
            if (!isBroken) {
                LOG.warn("state-not-written file={} reason=\"{}\"", file, refused.toString());
            }
            isBroken = true;
            isDirectoryThere = false;
        }
    }
}
