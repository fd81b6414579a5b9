package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

    private static final MemoryIO C = MemoryIO.getInstance();
    private static final int PIECE = 64 * 1024;
    private static final int PIECES = 1000;

    /** In KiB, as the kernel counts it. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** 64 MB, of which the last piece is still needed: by itself the C library would keep what lies before it. */
    @Test
    void givesBackWhatTheLibraryOfCWouldKeep() throws IOException {
        long[] pieces = new long[PIECES];
        for (int i = 0; i < PIECES; i++) {
            pieces[i] = C.allocateMemory(PIECE, true);
            C.setMemory(pieces[i], PIECE, (byte) 1);
        }
        for (int i = 0; i < PIECES - 1; i++) {
            C.freeMemory(pieces[i]);
        }
        long before = resident();
        ProcessMemory.giveBack();
        assertThat(before - resident()).isGreaterThan(PIECES / 2 * (PIECE / 1024));
        C.freeMemory(pieces[PIECES - 1]);
    }
}
