package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.tunnel.PathCounters;

@Timeout(30)
class PumpTest {

    private final Fd source = Fd.eventCounter();
    private final Fd stop = Fd.eventCounter();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        source.close();
        stop.close();
    }

    @Test
    void goesOnAfterAFaultAndTellsIt() throws InterruptedException {
        Pump pump = pump(() -> {
            throw new IllegalStateException("each time");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(faults.poll(10, TimeUnit.SECONDS)).hasMessage("each time");
        }
        assertThat(end(pump)).isTrue();
    }

    @Test
    void goesOnWhenNobodyCanHearOfTheFault() throws InterruptedException {
        BlockingQueue<Throwable> heard = new LinkedBlockingQueue<>();
        Pump pump = new Pump(
                "deaf",
                path(() -> {
                    throw new AssertionError("again");
                }),
                source,
                stop,
                fault -> {
                    heard.add(fault);
                    throw new IllegalStateException("no log");
                });
        pump.start();
        for (int i = 0; i < 3; i++) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isInstanceOf(AssertionError.class);
        }
        assertThat(end(pump)).isTrue();
    }

    @Test
    void endsWhenTheInterfaceIsGoneAndSaysSo() throws InterruptedException {
        Pump pump = pump(() -> PacketPath.Step.GONE);
        assertThat(pump.join(Duration.ofSeconds(10))).isTrue();
        assertThat(List.copyOf(faults)).singleElement().isInstanceOf(HostException.class);
    }

    @Test
    void endsWhileItWaitsAndWhileItIsBusy() {
        assertThat(end(pump(() -> PacketPath.Step.NOTHING))).isTrue();
        assertThat(end(pump(() -> PacketPath.Step.PACKET))).isTrue();
        assertThat(faults).isEmpty();
    }

    @Test
    void sleepsBetweenStepsInAStreamOfManySmallPackets() throws InterruptedException {
        source.write(one(), 0, Long.BYTES); // something waits, whatever is taken
        BlockingQueue<Long> steps = new LinkedBlockingQueue<>();
        PathCounters counters = new PathCounters();
        Pump pump = pump(
                () -> {
                    counters.received(10_000);
                    steps.add(System.nanoTime());
                    return PacketPath.Step.LAST;
                },
                counters);
        TimeUnit.NANOSECONDS.sleep(10 * Gathering.LOOK);
        steps.clear();
        long first = steps.take();
        TimeUnit.NANOSECONDS.sleep(10 * Gathering.LOOK);
        int before = steps.size();
        assertThat(System.nanoTime() - first).as("%d steps", before).isGreaterThan(before * Gathering.PAUSE);
        assertThat(end(pump)).isTrue();
        assertThat(faults).isEmpty();
    }

    private Pump pump(Supplier<PacketPath.Step> step) {
        return pump(step, new PathCounters());
    }

    private Pump pump(Supplier<PacketPath.Step> step, PathCounters counters) {
        Pump pump = new Pump("test", path(step, counters), source, stop, faults::add);
        pump.start();
        return pump;
    }

    private static PacketPath path(Supplier<PacketPath.Step> step) {
        return path(step, new PathCounters());
    }

    private static PacketPath path(Supplier<PacketPath.Step> step, PathCounters counters) {
        return new PacketPath() {
            @Override
            public Step step() {
                return step.get();
            }

            @Override
            public PathCounters counters() {
                return counters;
            }
        };
    }

    private boolean end(Pump pump) {
        pump.stop();
        stop.write(one(), 0, Long.BYTES);
        return pump.join(Duration.ofSeconds(10));
    }

    private static NativeBuffer one() {
        NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
        one.inNativeOrder().putLong(0, 1);
        return one;
    }
}
