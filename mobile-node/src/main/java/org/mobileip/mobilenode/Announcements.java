package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/** Gratuitous ARP on a link that the node has come home to, more than once: one that has just come up may drop it (§4.6). */
final class Announcements {

    private static final List<Duration> AGAIN_AFTER = List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

    private List<Tick> againAt = List.of();

    /** The node is home; says so now, and later again. */
    Effect begin(Tick now, Attachment.AtHome at, Ipv4 address) {
        againAt = AGAIN_AFTER.stream().map(now::plus).toList();
        return new Effect.GratuitousArp(at.linkIndex(), address);
    }

    Tick nextDeadline() {
        return againAt.isEmpty() ? Tick.NEVER : againAt.get(0);
    }

    /** Says again what is due, if the node is still at home, and has a home address. */
    List<Effect> deadline(Tick now, Attachment attachment, HomeAddress home) {
        List<Effect> effects = new ArrayList<>();
        while (nextDeadline().hasCome(now)) {
            againAt = againAt.subList(1, againAt.size());
            if (attachment instanceof Attachment.AtHome at) {
                home.address().ifPresent(address -> effects.add(new Effect.GratuitousArp(at.linkIndex(), address)));
            }
        }
        return effects;
    }
}
