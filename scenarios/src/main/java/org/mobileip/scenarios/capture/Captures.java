package org.mobileip.scenarios.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PollSet;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/**
 * Live capture of all interfaces of a run, by one thread. Frames go to a spool for each interface, and to a listener in the
 * order of their times, some milliseconds after they passed. An interface may appear late, go down, come up again, and be
 * deleted and made anew under the same name. What does not fit is counted.
 */
public final class Captures implements AutoCloseable {

    /** Told of every frame, on the capturing thread: be quick. */
    public interface Listener {
        /**
         * A frame passed; those of all interfaces come in the order of their times.
         *
         * @param sighting what it is
         */
        void seen(FrameId id, CapturedFrame frame, Sighting sighting);

        /** Wants to know nothing. */
        Listener NONE = (id, frame, sighting) -> {};
    }

    private static final int RECEIVE_BUFFER = 32 << 20;
    private static final long SPOOL_LIMIT = 1L << 30;

    /** After each look at the sockets: some thousand frames fit between two of them. */
    private static final long REST = 1_000_000;

    /** A frame is told of when no earlier one can come any more. */
    private static final long PATIENCE = 1_000_000;

    private static final int FOREVER = -1;
    private static final int A_LITTLE = 1;

    private final Path directory;
    private final RunClock clock;
    private final FramesInOrder inOrder;
    private final Fd wakeUp = Fd.eventCounter();
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer drained = NativeBuffer.allocate(Long.BYTES);
    private final LinkedBlockingQueue<Addition> added = new LinkedBlockingQueue<>();
    private final List<Tap> taps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** A capture that the thread does not know of yet. */
    private record Addition(CaptureInterface captured, PacketCapture capture) {}

    /**
     * Begins, with no interface yet.
     *
     * @param directory where the spools are until {@link #close}; it exists
     * @param listener told of every frame
     */
    public static Captures open(Path directory, RunClock clock, Listener listener) {
        Captures captures = new Captures(directory, clock, listener);
        captures.thread.start();
        return captures;
    }

    private Captures(Path directory, RunClock clock, Listener listener) {
        this.directory = directory;
        this.clock = clock;
        this.inOrder = new FramesInOrder(listener);
        this.thread = new Thread(this::run, "capture");
        thread.setDaemon(true);
        one.inNativeOrder().putLong(0, 1);
    }

    /**
     * Captures this interface too: every frame from the return of this call on. One that was captured before as
     * {@code captured} is one with it, and has been deleted since.
     *
     * @param interfaceName its name in the namespace
     * @throws org.mobileip.host.linux.NativeException when there is none
     */
    public void add(CaptureInterface captured, NetworkNamespace namespace, String interfaceName) {
        PacketCapture capture = namespace.call(() -> PacketCapture.open(interfaceName, RECEIVE_BUFFER));
        added.add(new Addition(captured, capture));
        wake();
    }

    private void wake() {
        synchronized (one) {
            wakeUp.write(one, 0, Long.BYTES);
        }
    }

    private void run() {
        try {
            PollSet waiting = pollSet();
            while (!stopping) {
                waiting.await(inOrder.isEmpty() ? FOREVER : A_LITTLE);
                wakeUp.read(drained, 0, Long.BYTES);
                waiting = takeAdditions() ? pollSet() : waiting;
                drainAll(clock.toWall(clock.nanos()) - PATIENCE);
                LockSupport.parkNanos(REST);
            }
            takeAdditions();
            drainAll(Long.MAX_VALUE);
        } catch (RuntimeException | IOException | Error e) {
            failure = Optional.of(e);
        }
    }

    private PollSet pollSet() {
        List<Fd> fds = new ArrayList<>(List.of(wakeUp));
        taps.forEach(tap -> fds.add(tap.fd()));
        return new PollSet(fds);
    }

    private boolean takeAdditions() throws IOException {
        boolean any = false;
        for (Addition addition = added.poll(); addition != null; addition = added.poll()) {
            any = true;
            CaptureInterface captured = addition.captured();
            Optional<Tap> before = taps.stream()
                    .filter(tap -> tap.spool().captured().equals(captured))
                    .findFirst();
            if (before.isPresent()) {
                drain(before.get());
                before.get().replace(addition.capture());
            } else {
                Path file = directory.resolve("frames-" + taps.size());
                taps.add(new Tap(new FrameSpool(captured, file, SPOOL_LIMIT), file, addition.capture()));
            }
        }
        return any;
    }

    private void drainAll(long until) throws IOException {
        for (Tap tap : taps) {
            drain(tap);
        }
        inOrder.tell(until);
    }

    private void drain(Tap tap) throws IOException {
        for (Optional<CapturedFrame> frame = tap.next(); frame.isPresent(); frame = tap.next()) {
            int index = tap.spool().add(frame.get());
            if (index >= 0) {
                inOrder.add(new FrameId(tap.spool().captured(), index), frame.get());
            }
        }
    }

    /**
     * Ends the capture; the listener has heard of all frames when this returns.
     *
     * @return what a reader of the figures must know: frames that were lost
     * @throws IllegalStateException when the capture had ended by itself, for that reason
     */
    public List<String> stop() {
        if (!stopping) {
            stopping = true;
            wake();
            Threads.joinAlways(thread);
            for (Tap tap : taps) {
                tap.close().ifPresent(notes::add);
            }
        }
        failure.ifPresent(cause -> {
            throw new IllegalStateException("the capture ended early: " + cause.getMessage(), cause);
        });
        return List.copyOf(notes);
    }

    /** Writes all frames to {@code file}, after {@link #stop}; see {@link CaptureFile#write}. */
    public Map<FrameId, Integer> write(Path file, CaptureFile about) throws IOException {
        return about.write(file, taps.stream().map(Tap::spool).toList());
    }

    /** Ends the capture if nobody has, and deletes the spools. */
    @Override
    public void close() {
        try {
            stop();
        } catch (IllegalStateException e) {
            // Whoever wanted to know has called stop() before.
        } finally {
            wakeUp.close();
            added.forEach(late -> late.capture().close());
            taps.forEach(tap -> delete(tap.file()));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
