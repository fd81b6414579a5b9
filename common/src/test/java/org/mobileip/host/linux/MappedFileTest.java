package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What proc(5) calls RssFile: how much of mapped files is memory of this process. */
@EnabledOnOs(OS.LINUX)
class MappedFileTest {

    private static final int SIZE = 32 << 20;
    private static final int MEBI = 1 << 20;

    @TempDir
    private Path directory = Path.of("");

    private static long residentFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    private static long sum(ByteBuffer octets) {
        long sum = 0;
        for (int at = 0; at < octets.capacity(); at++) {
            sum += octets.get(at);
        }
        return sum;
    }

    @Test
    void aFileThatNobodyLooksAtIsNoMemoryOfOursAndIsReadAgainAllTheSame() throws IOException {
        byte[] content = new byte[SIZE];
        for (int at = 0; at < SIZE; at++) {
            content[at] = (byte) (at * 31 + at / MEBI);
        }
        Path file = Files.write(directory.resolve("file"), content);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
            MappedFile.leave(mapped);
            long before = residentFiles();
            long sum = sum(mapped);
            assertThat(residentFiles() - before).isGreaterThan(SIZE - MEBI);
            MappedFile.leave(mapped);
            assertThat(residentFiles() - before).isLessThan(4 * MEBI);
            assertThat(sum(mapped)).isEqualTo(sum);
        }
    }

    @Test
    void whatIsNoMappedFileIsLeftAlone() {
        MappedFile.leave(ByteBuffer.allocate(8));
        MappedFile.leave(ByteBuffer.allocateDirect(0));
    }
}
