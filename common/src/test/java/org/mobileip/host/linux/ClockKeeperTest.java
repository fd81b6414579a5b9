package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mobileip.testing.Python;

class ClockKeeperTest {

    /** {@code offsetof} and {@code sizeof} of {@code struct timex}, by a C compiler: maxerror 24, status 40, 208 in all. */
    private static NativeBuffer timex(long maxerror, int status) {
        NativeBuffer timex = NativeBuffer.allocate(208);
        timex.inNativeOrder().putLong(24, maxerror).putInt(40, status);
        return timex;
    }

    @Test
    void aClockThatIsKeptIsWrongByMaxerrorMicroseconds() {
        assertThat(ClockKeeper.greatestError(timex(12_345, 0x2001))).hasValue(Duration.ofNanos(12_345_000));
    }

    @Test
    void withStaUnsyncNobodyKeepsIt() {
        assertThat(ClockKeeper.greatestError(timex(16_000_000, 0x40))).isEmpty();
        assertThat(ClockKeeper.greatestError(timex(16_000_000, 0x2041))).isEmpty();
    }

    /** Python's ctypes asks the kernel too: both read the same. */
    @Test
    void readsWhatAnotherProgramReads() throws Exception {
        Process python = new ProcessBuilder(Python.program(), "-c", """
                import ctypes, struct
                timex = ctypes.create_string_buffer(208)
                state = ctypes.CDLL(None).adjtimex(timex)
                print(-1 if state == 5 else struct.unpack_from('q', timex, 24)[0])
                """).start();
        long seen = Long.parseLong(python.inputReader().readLine());
        Optional<Duration> read = ClockKeeper.greatestError();
        OptionalLong micros = read.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(read.get().toNanos() / 1000);
        assertThat(read.isEmpty()).isEqualTo(seen == -1);
        micros.ifPresent(error -> assertThat(error).isBetween(seen - 100_000, seen + 100_000));
    }
}
