package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.InterfaceAddress;

/**
 * What to undo after a crash that the kernel cannot tell us is ours: addresses, and settings that had another value.
 * Routes and rules carry our protocol number instead. One line each, written by {@link #flush} before the thing is done:
 * <pre>
 *   address home0 10.10.0.57/24
 *   arp_ignore cafe0 0
 *   accept_redirects all 1
 * </pre>
 */
public final class UndoFile {

    /** An address, and the interface it was put on. */
    record PutAddress(String interfaceName, InterfaceAddress address) implements Comparable<PutAddress> {
        @Override
        public int compareTo(PutAddress other) {
            return toString().compareTo(other.toString());
        }
    }

    /** A setting of an interface. */
    record PutSetting(String interfaceName, LinkSettings.Setting setting) implements Comparable<PutSetting> {
        @Override
        public int compareTo(PutSetting other) {
            return toString().compareTo(other.toString());
        }
    }

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    private final @Nullable Path file;
    private final Set<PutAddress> addresses = new TreeSet<>();
    private final Map<PutSetting, Integer> settings = new TreeMap<>();
    private boolean isBehind;

    UndoFile(Path file) {
        this.file = file;
    }

    private UndoFile() {
        file = null;
    }

    /** One that is nowhere: for what will not outlive this process. */
    public static UndoFile none() {
        return new UndoFile();
    }

    /** Reads what a daemon that died has left; lines that are not understood are left out. */
    void load() {
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            try {
                if (words.length == 3 && words[0].equals("address")) {
                    addresses.add(new PutAddress(words[1], InterfaceAddress.parse(words[2])));
                } else if (words.length == 3) {
                    LinkSettings.Setting setting = LinkSettings.Setting.valueOf(words[0].toUpperCase(Locale.ROOT));
                    settings.put(new PutSetting(words[1], setting), Integer.parseInt(words[2]));
                }
            } catch (IllegalArgumentException damaged) {
                LOG.warn("undo-line-skipped file={} line=\"{}\"", file, line);
            }
        }
    }

    private List<String> lines() {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    Set<PutAddress> addresses() {
        return Set.copyOf(addresses);
    }

    /** The values before ours. */
    Map<PutSetting, Integer> settings() {
        return Map.copyOf(settings);
    }

    void put(PutAddress address) {
        isBehind |= addresses.add(address);
    }

    void taken(PutAddress address) {
        isBehind |= addresses.remove(address);
    }

    void set(PutSetting setting, int before) {
        isBehind |= settings.putIfAbsent(setting, before) == null;
    }

    void restored(PutSetting setting) {
        isBehind |= settings.remove(setting) != null;
    }

    /** Writes what has been told since, if anything has. */
    void flush() {
        if (file == null || !isBehind) {
            return;
        }
        List<String> lines = new ArrayList<>();
        addresses.forEach(put -> lines.add("address " + put.interfaceName() + " " + put.address()));
        settings.forEach((put, before) -> lines.add(put.setting().word() + " " + put.interfaceName() + " " + before));
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, lines, StandardCharsets.UTF_8);
            }
        } catch (IOException full) {
            throw new UncheckedIOException("cannot write " + file, full);
        }
        isBehind = false;
    }
}
