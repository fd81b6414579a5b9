package org.mobileip.scenarios.netns;

import java.util.Optional;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.scenarios.wire.Netem;
import org.mobileip.scenarios.wire.Wire;

/** What carries frames between two interfaces and does something to them on the way, the same either way. */
interface Carrier {

    /** Does something else from now on. */
    void change(Impairment impairment);

    /** How many frames it has lost that it should not have. */
    long overrun();

    /** Why it carries nothing any more, where that was its own fault. */
    Optional<Throwable> failure();

    /** Carries nothing any more. */
    void close();

    /** Our own wire. */
    static Carrier wire(String name, Wire.Ends ends, Impairment impairment, long seed, RunClock clock) {
        Wire wire = Wire.connect(name, ends, impairment, seed, clock);
        return new Carrier() {
            @Override
            public void change(Impairment next) {
                wire.change(next);
            }

            @Override
            public long overrun() {
                return wire.leftwards().overrun() + wire.rightwards().overrun();
            }

            @Override
            public Optional<Throwable> failure() {
                return wire.failure();
            }

            @Override
            public void close() {
                wire.close();
            }
        };
    }

    /** A bridge, on whose ports the kernel does it. What the kernel does it does not tell of. */
    static Carrier netem(String bridge, Site site, Wire.Ends ends, Impairment impairment) {
        VirtualLinks links = site.links();
        links.makeBridge(bridge);
        links.attach(ends.left(), bridge);
        links.attach(ends.right(), bridge);
        links.setUp(bridge, true);
        Carrier carrier = new Carrier() {
            @Override
            public void change(Impairment next) {
                Netem.apply(ends.namespace(), ends.left(), next);
                Netem.apply(ends.namespace(), ends.right(), next);
            }

            @Override
            public long overrun() {
                return 0;
            }

            @Override
            public Optional<Throwable> failure() {
                return Optional.empty();
            }

            @Override
            public void close() {
                links.setUp(bridge, false);
            }
        };
        carrier.change(impairment);
        return carrier;
    }
}
