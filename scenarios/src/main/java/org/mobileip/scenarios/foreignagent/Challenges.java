package org.mobileip.scenarios.foreignagent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.NonceSource;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.ReplyCode;

/**
 * The challenges that were advertised and offered, and which of them each node has answered (RFC 4721 §2, §3.2). A challenge
 * is good for a node once, if it is one of the last that were advertised or the last one in a reply to this very node.
 *
 * <p>Of the nodes that answered, the last few thousand are remembered.
 */
final class Challenges {

    /** So many advertised ones are good: CHALLENGE_WINDOW (§9). */
    static final int WINDOW = 2;

    private static final int MOST_NODES = 4096;
    private static final int MOST_USED = 8;
    private static final int WORDS = 2;

    /** What is known of one node. */
    private static final class Memory {
        private Optional<Octets> offered = Optional.empty();
        private final Deque<Octets> used = new ArrayDeque<>();
    }

    private final NonceSource nonces;
    private final List<Octets> advertised = new ArrayList<>();
    private final Map<NodeKey, Memory> nodes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeKey, Memory> eldest) {
            return size() > MOST_NODES;
        }
    };

    Challenges(NonceSource nonces) {
        this.nonces = nonces;
    }

    /**
     * The challenge of the next advertisement.
     *
     * @param solicited whether it answers a solicitation: then it is the last one again (§2.1)
     */
    Octets advertise(boolean solicited) {
        if (!solicited || advertised.isEmpty()) {
            advertised.add(fresh());
            if (advertised.size() > WINDOW) {
                advertised.remove(0);
            }
        }
        return advertised.get(advertised.size() - 1);
    }

    /** The challenge in a reply to the node: the last that it was offered, if it has not answered it, or a new one (§3.2.1). */
    Octets offer(NodeKey node) {
        Memory memory = memory(node);
        Octets offered =
                memory.offered.filter(last -> !memory.used.contains(last)).orElseGet(this::fresh);
        memory.offered = Optional.of(offered);
        return offered;
    }

    /** Why the node must not answer {@code challenge}; empty: it may. */
    Optional<ReplyCode> reasonAgainst(NodeKey node, Octets challenge) {
        Memory memory = memory(node);
        if (memory.used.contains(challenge)) {
            return Optional.of(ReplyCode.STALE_CHALLENGE);
        }
        if (memory.offered.filter(challenge::equals).isPresent()) {
            return Optional.empty();
        }
        int place = advertised.indexOf(challenge);
        if (place < 0) {
            return Optional.of(ReplyCode.UNKNOWN_CHALLENGE);
        }
        boolean isBeforeTheLastUsed =
                advertised.subList(place, advertised.size()).stream().anyMatch(memory.used::contains); // §4
        return isBeforeTheLastUsed ? Optional.of(ReplyCode.STALE_CHALLENGE) : Optional.empty();
    }

    /** The node has answered {@code challenge}, and may not do so again. */
    void use(NodeKey node, Octets challenge) {
        Memory memory = memory(node);
        memory.used.add(challenge);
        if (memory.used.size() > MOST_USED) {
            memory.used.remove();
        }
    }

    /** Whoever it is, from whatever Ethernet address: a captured answer is no better from elsewhere. */
    private Memory memory(NodeKey node) {
        NodeKey anywhere = new NodeKey(MacAddress.ZERO, node.home(), node.identifier());
        return nodes.computeIfAbsent(anywhere, first -> new Memory());
    }

    private Octets fresh() {
        byte[] octets = new byte[WORDS * Integer.BYTES];
        for (int word = 0; word < WORDS; word++) {
            int bits = nonces.next();
            for (int at = 0; at < Integer.BYTES; at++) {
                octets[word * Integer.BYTES + at] = (byte) (bits >>> (8 * at));
            }
        }
        return Octets.of(octets);
    }
}
