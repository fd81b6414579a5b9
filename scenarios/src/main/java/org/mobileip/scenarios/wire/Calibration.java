package org.mobileip.scenarios.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.mobileip.host.linux.FramePort;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/**
 * Measures a wire on this machine, by the kernel's own moments of each packet before and behind it: two machines, the wire
 * between them, frames of a known number from one to the other.
 *
 * <pre>
 *   here --veth-- left [ wire ] right --veth-- there
 * </pre>
 */
public final class Calibration implements AutoCloseable {

    private static final String HERE = "here";
    private static final String THERE = "there";
    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final int BUFFERS = 64 << 20;

    /** Ethernet header with the experimental type of IEEE 802, then the frame's number, zeros after it. */
    private static final Octets HEADER = Octets.ofHex("0200000000f4 0200000000f1 88b5");

    private static final int NUMBER = 14;
    private static final int ETHERTYPE = 12;
    private static final short EXPERIMENTAL = (short) 0x88b5;

    private static final long NANOS = 1_000_000_000L;
    private static final Duration SETTLING = Duration.ofMillis(100);
    private static final long PAUSE = 100_000;

    private final NetworkNamespace here = NetworkNamespace.create(HERE);
    private final NetworkNamespace between = NetworkNamespace.create("wire");
    private final NetworkNamespace there = NetworkNamespace.create(THERE);
    private final RunClock clock = RunClock.start();

    /** Builds the two machines. */
    public Calibration() {
        try {
            List.of(here, between, there).forEach(NetworkNamespace::disableIpv6);
            connect(here, HERE, LEFT, 1);
            connect(there, THERE, RIGHT, 3);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void connect(NetworkNamespace end, String name, String wireEnd, int number) {
        try (VirtualLinks links = new VirtualLinks(end);
                VirtualLinks wireLinks = new VirtualLinks(between)) {
            MacAddress mac = new MacAddress(0x0200_0000_00f0L + number);
            MacAddress wireMac = new MacAddress(0x0200_0000_00f0L + number + 8);
            links.connect(new VirtualLinks.End(name, mac), between, new VirtualLinks.End(wireEnd, wireMac));
            links.takeOffloadsOff(name);
            wireLinks.takeOffloadsOff(wireEnd);
            links.setUp(name, true);
            wireLinks.setUp(wireEnd, true);
        }
    }

    /**
     * Sends packets through a wire that delays by {@code impairment.delay()}, and whose other impairments have their way too.
     *
     * @param packetsPerSecond how many
     * @param size of each, in octets with its Ethernet header; 18 at least
     * @throws InterruptedException when interrupted; the wire is taken down by then
     */
    public CalibrationReport run(Impairment impairment, int packetsPerSecond, Duration duration, int size, long seed)
            throws InterruptedException {
        int count = (int) (packetsPerSecond * duration.toNanos() / NANOS);
        Moments moments = new Moments(count);
        Wire.Ends ends = new Wire.Ends(between, LEFT, RIGHT);
        try (Wire wire = Wire.connect("calibration", ends, impairment, seed, clock)) {
            double share = sendWatched(wire, moments, packetsPerSecond, size, impairment);
            long[] errors = moments.errors(impairment.delay().toNanos());
            return new CalibrationReport(
                    packetsPerSecond,
                    count,
                    moments.took(),
                    errors.length,
                    LongSeries.of(errors),
                    share,
                    wire.rightwards());
        }
    }

    /** Returns the share of a processor that the wire used meanwhile. */
    private double sendWatched(Wire wire, Moments moments, int packetsPerSecond, int size, Impairment impairment)
            throws InterruptedException {
        try (Watcher watcher = new Watcher(moments)) {
            watcher.start();
            // The kernel begins to note moments a little after it was asked to.
            Thread.sleep(SETTLING.toMillis());
            long before = wire.processorNanos();
            long began = clock.nanos();
            sendAll(moments.in.length, packetsPerSecond, size);
            double share = (wire.processorNanos() - before) / (double) (clock.nanos() - began);
            Thread.sleep(
                    impairment.delay().plus(impairment.jitter()).plus(SETTLING).toMillis());
            return share;
        }
    }

    private void sendAll(int count, int packetsPerSecond, int size) throws InterruptedException {
        NativeBuffer frame = NativeBuffer.allocate(size);
        frame.put(0, HEADER);
        try (FramePort port = here.call(() -> FramePort.open(HERE, BUFFERS))) {
            long start = clock.nanos();
            for (int number = 0; number < count; number++) {
                long due = start + number * NANOS / packetsPerSecond;
                while (clock.nanos() < due) {
                    LockSupport.parkNanos(PAUSE);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                frame.inNetworkOrder().putInt(NUMBER, number);
                port.send(frame, 0, size);
            }
        }
    }

    /** When each packet went in and came out, by the wall clock. */
    private static final class Moments {
        final long[] in;
        final long[] out;

        Moments(int count) {
            in = new long[count];
            out = new long[count];
        }

        /** From the first to the last that went in. */
        long took() {
            LongSummaryStatistics seen =
                    LongStream.of(in).filter(moment -> moment != 0).summaryStatistics();
            return seen.getCount() == 0 ? 0 : seen.getMax() - seen.getMin();
        }

        long[] errors(long delay) {
            return IntStream.range(0, in.length)
                    .filter(number -> in[number] != 0 && out[number] != 0)
                    .mapToLong(number -> out[number] - in[number] - delay)
                    .toArray();
        }
    }

    /** Notes the moments, as the kernel has them. */
    private final class Watcher implements AutoCloseable {
        private final Moments moments;
        private final PacketCapture before = here.call(() -> PacketCapture.open(HERE, BUFFERS));
        private final PacketCapture behind = there.call(() -> PacketCapture.open(THERE, BUFFERS));
        private final Thread thread = new Thread(this::watch, "calibration");
        private volatile boolean stopping;

        Watcher(Moments moments) {
            this.moments = moments;
        }

        void start() {
            thread.start();
        }

        private void watch() {
            while (!stopping) {
                drainBoth();
                LockSupport.parkNanos(10 * PAUSE);
            }
            drainBoth();
        }

        private void drainBoth() {
            drain(before, moments.in);
            drain(behind, moments.out);
        }

        private void drain(PacketCapture capture, long[] into) {
            for (int length = capture.receiveLength(); length >= 0; length = capture.receiveLength()) {
                ByteBuffer frame = capture.frame().inNetworkOrder();
                int number = frame.getInt(NUMBER);
                if (frame.getShort(ETHERTYPE) == EXPERIMENTAL && number >= 0 && number < into.length) {
                    into[number] = capture.atNanos();
                }
            }
        }

        @Override
        public void close() {
            stopping = true;
            Threads.joinAlways(thread);
            before.close();
            behind.close();
        }
    }

    @Override
    public void close() {
        here.close();
        between.close();
        there.close();
    }
}
