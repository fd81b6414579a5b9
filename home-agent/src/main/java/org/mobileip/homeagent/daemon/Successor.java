package org.mobileip.homeagent.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;
import org.mobileip.host.linux.Descriptors;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.SystemdNotify;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * The home agent that takes over from this one, as far as this one has heard of it: {@link Predecessor} is its side.
 *
 * <pre>
 *   hand-over share PATH   it gets UDP port 434, the TUN device and the packet sockets; nothing changes here
 *   hand-over retire       no request is read any more: they wait in the socket. When the last one is answered, the store is closed
 *   hand-over leave PID    this one ends, and leaves the routes; under systemd that process is the daemon of the unit from then on
 * </pre>
 *
 * Packets are moved until the end. Who retired and is not told to leave fails, so that whoever supervises it begins afresh.
 */
final class Successor {

    static final String VERB = "hand-over";

    /** Whether so many descriptors are all: UDP port 434, and of each queue of the TUN device that and its packet socket. */
    static boolean isAll(int descriptors) {
        return descriptors >= 3 && descriptors % 2 == 1;
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRONG_USAGE = 2;
    private static final String PROCESS = "[1-9][0-9]{0,9}";

    private final Ticker ticker;
    private final Supplier<List<Fd>> shared;
    private final Runnable retire;
    private final Runnable leave;
    private Tick retiredUntil = Tick.NEVER;
    private boolean isToLeave;

    /**
     * Nobody has come yet.
     *
     * @param shared UDP port 434, then a queue of the TUN device and its packet socket, for each queue
     * @param retire closes the store when all requests that were read are answered
     * @param leave ends this home agent
     */
    Successor(Ticker ticker, Supplier<List<Fd>> shared, Runnable retire, Runnable leave) {
        this.ticker = ticker;
        this.shared = shared;
        this.retire = retire;
        this.leave = leave;
    }

    Verb verb() {
        return Verb.change(VERB, this::answer);
    }

    private Map<String, Object> answer(List<String> words) throws ControlException {
        if (words.size() == 2 && words.get(0).equals("share")) {
            Descriptors.send(Path.of(words.get(1)), shared.get());
        } else if (words.equals(List.of("retire")) && !hasRetired()) {
            retiredUntil = ticker.now().plus(PATIENCE);
            retire.run();
        } else if (words.size() == 2
                && words.get(0).equals("leave")
                && words.get(1).matches(PROCESS)
                && hasRetired()) {
            isToLeave = true;
            SystemdNotify.mainProcess(Long.parseLong(words.get(1)));
            leave.run();
        } else {
            throw new ControlException(
                    WRONG_USAGE, "hand-over share PATH, then hand-over retire, then hand-over leave PID");
        }
        return Map.of("schema", "mobileip.hand-over/1");
    }

    /** Whether only packets are moved any more. */
    boolean hasRetired() {
        return !retiredUntil.equals(Tick.NEVER);
    }

    /** Whether it has taken over. */
    boolean isToLeave() {
        return isToLeave;
    }

    /** When it should have taken over at the latest; {@link Tick#NEVER} while there is none. */
    Tick deadline() {
        return retiredUntil;
    }
}
