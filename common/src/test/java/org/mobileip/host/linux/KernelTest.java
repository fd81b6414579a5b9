package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

final class KernelTest {

    /** What jnr-ffi must not be asked for: mmap with its six integer arguments. */
    public interface SixArguments {
        long mmap(long address, long length, int protection, int flags, int fd, long offset);
    }

    private static final int PROT_READ = 1;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int PAGE = 4096;

    @Test
    void callsNoFunctionOfExactlySixArguments() {
        List<String> six = Arrays.stream(LibC.class.getMethods())
                .filter(method -> method.getParameterCount() == 6)
                .map(Method::getName)
                .toList();

        assertThat(six).as("jnr-ffi hands these a garbage sixth argument").isEmpty();
    }

    @Test
    void theReasonForThatStillStandsInThisVersionOfJnr() {
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "seen on amd64; elsewhere nobody has looked");
        SixArguments libc = LibraryLoader.create(SixArguments.class).load("c");

        long mapped = libc.mmap(0, PAGE, PROT_READ, MAP_PRIVATE_ANONYMOUS, -1, 0);

        assertThat(mapped)
                .as("a valid mapping; once it succeeds the ban can go")
                .isEqualTo(-1);
    }

    @Test
    void namesTheCallTheReasonAndTheErrorNumber() {
        assertThatThrownBy(() -> Fd.openForReading("/nowhere/at/all"))
                .isInstanceOf(NativeException.class)
                .hasMessage("open /nowhere/at/all: No such file or directory (errno 2)");
    }

    @Test
    void tellsPermissionFromOtherReasons() {
        assertThat(NativeException.of("bind", Errno.EACCES).isNotPermitted()).isTrue();
        assertThat(NativeException.of("bind", Errno.EINVAL).isNotPermitted()).isFalse();
    }

    @Test
    void saysWhatToBindWasRefused() {
        assertThatThrownBy(() -> UdpSocket.bind(new Endpoint(Ipv4.parse("192.0.2.1"), 0), UdpSocket.Options.PLAIN))
                .hasMessage("bind 192.0.2.1:0: Cannot assign requested address (errno 99)");
    }

    @Test
    void refusesTheUseOfAClosedDescriptor() {
        Fd fd = Fd.eventCounter();
        fd.close();
        fd.close();

        assertThatThrownBy(fd::number).isInstanceOf(IllegalStateException.class).hasMessage("eventfd is closed");
        assertThat(fd.isClosed()).isTrue();
    }

    @Test
    void waitsForLessThanAMillisecond() {
        Fd quiet = Fd.eventCounter();
        PollSet waiting = new PollSet(quiet);
        long begin = System.nanoTime();
        assertThat(waiting.awaitNanos(300_000)).isFalse();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(300_000);
        assertThat(waiting.awaitNanos(-1)).isFalse();
        quiet.close();
    }

    @Test
    void aPunctualThreadHasNoSlackAndIsAheadOfOthersWhereItMayBe() throws Exception {
        String[] seen = new String[2];
        Thread thread = new Thread(() -> {
            boolean ahead = PunctualThread.become();
            int number = Kernel.gettid();
            seen[0] = read("/proc/" + number + "/timerslack_ns");
            // The 41st word of the line is the policy (proc(5)); the second is a name in brackets.
            Matcher policy = Pattern.compile("\\) (?:\\S+ ){38}(\\d+)").matcher(read("/proc/" + number + "/stat"));
            seen[1] = ahead + " " + (policy.find() ? policy.group(1) : "?");
        });
        thread.start();
        thread.join();
        assertThat(seen[0]).isIn("0", "1");
        assertThat(seen[1]).isIn("true 1", "false 0");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bootTimeGoesForward() {
        BootTimeTicker ticker = new BootTimeTicker();
        var earlier = ticker.now();

        assertThat(ticker.now()).isGreaterThanOrEqualTo(earlier);
    }

    @Test
    void optionsAreAddedOneByOne() {
        UdpSocket.Options options =
                UdpSocket.Options.PLAIN.withReuseAddress().withBroadcast().withMark(0x4d49);

        assertThat(options.mark()).isEqualTo(OptionalInt.of(19785));
        assertThat(options.reuseAddress() && options.broadcast()).isTrue();
    }
}
