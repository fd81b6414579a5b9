package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.Descriptors;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.tun.TunInheritance;

/**
 * The home agent that runs here until this one takes over from it ({@code run --take-over}). First it shares what it has open and goes
 * on as before; then it retires, which is to say that it reads no more requests and closes its store, but moves packets as it did; in
 * the end it leaves. {@link Successor} is its side.
 */
final class Predecessor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 2_000_000;

    private final Path control;
    private final List<Fd> shared;

    private Predecessor(Path control, List<Fd> shared) {
        this.control = control;
        this.shared = shared;
    }

    /**
     * Has the one that answers at {@code control} share what it has open.
     *
     * @throws CommandFailure where none answers, or it does not know how to hand over
     */
    static Predecessor at(Path control) throws CommandFailure, IOException {
        Path path = control.resolveSibling(control.getFileName() + ".hand-over");
        try (Descriptors descriptors = Descriptors.listen(path)) {
            ask(control, "share", path.toString());
            List<Fd> shared = descriptors.receive(PATIENCE);
            if (!Successor.isAll(shared.size())) {
                shared.forEach(Fd::close);
                throw new CommandFailure(
                        ExitCode.CANNOT_RUN_HERE,
                        "the home agent that runs here hands nothing over: the kernel's own device carries its tunnels");
            }
            return new Predecessor(control, shared);
        } catch (ControlException refused) {
            throw new CommandFailure(refused.exitCode(), refused.reason());
        }
    }

    private static void ask(Path control, String... words) throws ControlException {
        ControlClient.ask(control, Successor.VERB, words);
    }

    /** UDP port 434. */
    Fd registration() {
        return shared.get(0);
    }

    TunInheritance tunnels() {
        List<TunInheritance.Queue> queues = new ArrayList<>();
        for (int i = 1; i < shared.size(); i += 2) {
            queues.add(new TunInheritance.Queue(shared.get(i), shared.get(i + 1)));
        }
        return new TunInheritance(queues);
    }

    /** It is to read no more requests; once the last is answered it lets go of its store. */
    void retire() throws CommandFailure {
        try {
            ask(control, "retire");
        } catch (ControlException refused) {
            throw new CommandFailure(refused.exitCode(), refused.reason());
        }
    }

    /** Everything is done by this one now; that one ends. */
    void leave() {
        try {
            ask(control, "leave", Long.toString(ProcessHandle.current().pid()));
        } catch (ControlException gone) {
            // It ends, and may do so before it has answered.
        }
    }

    /** Something that cannot be opened as long as the other one has it. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /** What was opened as soon as the other one had let go of it. */
    static <T> T await(Opening<T> opening) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (IOException taken) {
                if (System.nanoTime() - end > 0) {
                    throw taken;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
