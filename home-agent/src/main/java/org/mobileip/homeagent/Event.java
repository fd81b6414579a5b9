package org.mobileip.homeagent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.ReplyCode;

/** Something that happened to the home agent. Time passing is the tick that comes with every event. */
public sealed interface Event {

    /** A datagram for UDP port 434 arrived; its checksum was good. */
    record Received(Datagram datagram) implements Event {}

    /** Somebody on the home link asked for an agent advertisement (RFC 5944 §2.2). */
    record Solicited() implements Event {}

    /** These are the addresses of this machine now, on whatever interface. */
    record OurAddresses(Set<Ipv4> addresses) implements Event {
        public OurAddresses {
            addresses = Set.copyOf(addresses);
        }
    }

    /**
     * What the request before asked for, and was granted, could not be done: the machine refused a tunnel, or a disk is full.
     *
     * @param why what the node is told instead
     */
    record CouldNot(ReplyCode why) implements Event {}

    /**
     * We have been restarted, and this was a binding before.
     *
     * @param timeOfDay our wall clock, and no earlier than anything that was kept
     */
    record Restored(KeptBinding binding, Instant timeOfDay) implements Event {}

    /**
     * We have been restarted, and these were the flows of a node before, whose bindings are restored.
     *
     * @param extensions as {@link Change.Flows} had them
     */
    record FlowsRestored(Ipv4 home, Octets extensions) implements Event {}

    /**
     * We have been restarted, and this was the newest Identification of a node before. All that a {@link HomeAgent} was made with is
     * told so once, so that it need not keep what it was made with.
     */
    record NewestRestored(NodeIdentity node, Identification identification) implements Event {}

    /** All that was kept before a restart has been told. */
    record AllRestored() implements Event {}

    /** From now on this is what can be kept. */
    record StoreIs(StoreState state) implements Event {}

    /**
     * Other settings are good from now on. Address and home network are those of before: a home agent with others is another one.
     *
     * @param timeOfDay now
     */
    record Reloaded(HomeAgentSettings settings, Instant timeOfDay) implements Event {}

    /**
     * Somebody wants that node's bindings to end.
     *
     * @param timeOfDay now
     * @param message words for the person behind it (RFC 4917)
     */
    record Drop(Instant timeOfDay, String node, Optional<MessageString> message) implements Event {

        /** Without a word. */
        Drop(Instant timeOfDay, String node) {
            this(timeOfDay, node, Optional.empty());
        }
    }

    /**
     * Somebody wants the person behind the node with that home address to read this (RFC 6098).
     *
     * @param timeOfDay now
     */
    record Tell(Instant timeOfDay, Ipv4 home, MessageString words) implements Event {}

    /** {@link HomeAgent#nextDeadline()} has come. */
    record DeadlineCame() implements Event {}
}
