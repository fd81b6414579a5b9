package org.mobileip.host.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes have of BPF in the kernel, by the numbers that it gives such things for the whole machine. */
public final class BpfObjects {

    private static final int PROGRAM_BY_NUMBER = 13;
    private static final int MAP_BY_NUMBER = 14;
    private static final int LINK_BY_NUMBER = 30;

    private static final String HASH = "1";
    private static final int LARGEST_VALUE = 256;

    /** A program, a map or a link. */
    public record BpfObject(String kind, int number) {

        /** Whether the kernel has it still. */
        public boolean isThere() {
            BpfCall call = new BpfCall();
            call.attributes().putInt(0, number);
            int result = call.make(
                    switch (kind) {
                        case "prog_id" -> PROGRAM_BY_NUMBER;
                        case "map_id" -> MAP_BY_NUMBER;
                        case "link_id" -> LINK_BY_NUMBER;
                        default -> throw new AssertionError(kind);
                    });
            if (result == -Errno.ENOENT) {
                return false;
            }
            Fd.ofBpf(Kernel.check("open " + this, result), toString()).close();
            return true;
        }
    }

    private BpfObjects() {}

    /** Those that a process has open, by what the kernel tells of its descriptors. */
    public static List<BpfObject> of(long process) {
        List<BpfObject> found = new ArrayList<>();
        for (List<String> descriptor : descriptors(process)) {
            for (String line : descriptor) {
                String[] words = line.split("[:\\s]+", -1);
                // A link tells of its program too, and only the link is open then.
                boolean isOfLink = words[0].equals("prog_id")
                        && !valueOf(descriptor, "link_id").isEmpty();
                if (List.of("prog_id", "map_id", "link_id").contains(words[0]) && !isOfLink) {
                    found.add(new BpfObject(words[0], Integer.parseInt(words[1])));
                }
            }
        }
        return found;
    }

    /** Puts {@code room} keys into each hash map of this process that has room for as many: into one of these nothing fits then. */
    public static void fill(int room) {
        forEachKey(room, BpfCall.MAP_UPDATE);
    }

    /** Takes out again what {@link #fill} put there. */
    public static void empty(int room) {
        forEachKey(room, BpfCall.MAP_DELETE);
    }

    private static void forEachKey(int room, int command) {
        Path descriptors = Path.of("/proc/self/fdinfo");
        try (Stream<Path> files = Files.list(descriptors)) {
            files.filter(file -> valueOf(lines(file), "max_entries").equals(String.valueOf(room)))
                    .filter(file -> valueOf(lines(file), "map_type").equals(HASH))
                    .forEach(file ->
                            forEachKey(Integer.parseInt(file.getFileName().toString()), room, command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forEachKey(int map, int room, int command) {
        BpfCall call = new BpfCall();
        NativeBuffer key = NativeBuffer.allocate(Integer.BYTES);
        NativeBuffer value = NativeBuffer.allocate(LARGEST_VALUE);
        call.pointTo(8, key).attributes().putInt(0, map);
        if (command == BpfCall.MAP_UPDATE) {
            call.pointTo(16, value);
        }
        for (int i = 1; i <= room; i++) {
            key.inNativeOrder().putInt(0, i);
            int result = call.make(command);
            while (result == -Errno.ENOMEM) { // more is being fetched
                Thread.onSpinWait();
                result = call.make(command);
            }
            if (result != -Errno.E2BIG && result != -Errno.ENOENT) {
                Kernel.check("fill map", result);
            }
        }
    }

    private static List<List<String>> descriptors(long process) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process + "/fdinfo"))) {
            return files.map(BpfObjects::lines).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException closedMeanwhile) {
            return List.of();
        }
    }

    private static String valueOf(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
