package org.mobileip.host.linux.bpf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;

/**
 * What a map of the kernel has no room for, and why. For one thread at a time.
 *
 * @param <K> what is put there
 */
final class NoRoom<K> {

    private final Map<K, HostException> refused = new LinkedHashMap<>();

    /** Whether the kernel said by this that there is no room for one more: a map is full, or memory is short. */
    static boolean isSaidBy(HostException refused) {
        return refused.errno() == Errno.E2BIG || refused.errno() == Errno.ENOMEM;
    }

    /**
     * Puts {@code what} there.
     *
     * @return whether there was room
     * @throws HostException when it is refused for anything else
     */
    boolean put(K what, Runnable put) {
        try {
            put.run();
            refused.remove(what);
            return true;
        } catch (HostException why) {
            if (!isSaidBy(why)) {
                throw why;
            }
            refused.put(what, why);
            return false;
        }
    }

    /** It is to be nowhere any more. */
    void remove(K what) {
        refused.remove(what);
    }

    /** Why it is not there; empty: it is, or is not wanted. */
    Optional<HostException> refusal(K what) {
        return Optional.ofNullable(refused.get(what));
    }

    /** Some of what is not there, those that came first. */
    List<K> some(int most) {
        return refused.keySet().stream().limit(most).toList();
    }

    boolean isEmpty() {
        return refused.isEmpty();
    }

    int size() {
        return refused.size();
    }

    /** What the kernel said to one of them; empty: all are there. */
    Optional<HostException> shortage() {
        return refused.values().stream().findFirst();
    }
}
