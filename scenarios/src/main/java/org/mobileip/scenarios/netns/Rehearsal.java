package org.mobileip.scenarios.netns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.plan.Lease;
import org.mobileip.scenarios.wire.Calibration;
import org.mobileip.scenarios.wire.Impairment;

/**
 * Pulls and plugs cables that belong to nobody, in namespaces that are gone afterwards, until the code of a move is compiled:
 * otherwise the first move of a script would be slower than the others, and not for the mobile node's fault. The same for
 * packets on wires that do something to them.
 */
final class Rehearsal {

    private static final int MOVES = 300;
    private static final int PACKETS_A_SECOND = 20_000;
    private static final Duration CARRYING = Duration.ofMillis(200);
    private static final int FRAME = 200;
    private static final Impairment LIGHT = Impairment.NONE
            .withDelay(Duration.ofMillis(1))
            .withJitter(Duration.ofMillis(1))
            .withLoss(0.01);
    private static final Ipv4Prefix PREFIX = Ipv4Prefix.parse("192.0.2.0/24");
    private static final Ipv4 ROUTER = Ipv4.parse("192.0.2.1");
    private static final InterfaceAddress VISITOR = InterfaceAddress.parse("192.0.2.2/24");

    private static final AtomicBoolean HAS_PERFORMED = new AtomicBoolean();

    private Rehearsal() {}

    /** Carries some thousand frames over a wire; takes less than half a second. */
    static void carry() {
        try (Calibration wire = new Calibration()) {
            wire.run(LIGHT, PACKETS_A_SECOND, CARRYING, FRAME, 1);
        } catch (InterruptedException e) {
            throw new AssertionError("somebody interrupted the thread of a run", e);
        }
    }

    /** Takes some tenths of a second, once for all runs of this program. */
    static void perform() {
        if (!HAS_PERFORMED.getAndSet(true)) {
            move();
        }
    }

    private static void move() {
        try (Site router = Site.router("rehearsal router");
                Site node = Site.host("rehearsal node")) {
            NetworkSite network = NetworkSite.build(
                    new Scenario.Network(0, "rehearsal", PREFIX, Scenario.LinkQuality.UNIMPAIRED, false, false),
                    0,
                    router,
                    ROUTER);
            Roamer roamer = new Roamer();
            add(roamer, network, node, "nowhere", Optional.empty());
            add(roamer, network, node, "rehearsal", Optional.of(new Lease(VISITOR, ROUTER)));
            for (int move = 0; move < MOVES; move++) {
                String to = move % 2 == 0 ? "rehearsal" : "nowhere";
                roamer.leaveAllBut(to);
                roamer.join(to);
            }
        }
    }

    private static void add(Roamer roamer, NetworkSite network, Site node, String name, Optional<Lease> lease) {
        int metric = roamer.nextMetric();
        Plug plug = network.cableTo(node, name, lease.isPresent() ? 1 : 0, name, Optional.empty());
        roamer.add(name, new LeasedPlug(node, plug, lease, metric), lease.isPresent());
    }
}
