package org.mobileip.scenarios.measure;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mobileip.scenarios.language.Feature;

/** A kind of world. Found by {@link java.util.ServiceLoader}, so that the command line needs to know none. */
public interface WorldProvider {

    /** As {@code --world} names it. */
    String name();

    /** What it can do, everything unless it says otherwise; a script that asks for more is refused at the place where it asks. */
    default Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    /** Why it cannot run here and now; empty: it can. Quick, and changes nothing. */
    Optional<Obstacle> obstacle();

    /**
     * How many of its worlds may be played in at the same time, each on a thread of its own, without one being seen in the
     * figures of another; one unless it says otherwise.
     */
    default int atOnce() {
        return 1;
    }

    World open(Options options) throws WorldException;

    /**
     * What stands in the way.
     *
     * @param exitCode 4: not permitted, 5: the machine lacks something
     * @param message one or more lines; for 4, the last one is the command that would be permitted, or the caller's
     */
    record Obstacle(int exitCode, String message) {}

    /**
     * How to play.
     *
     * @param keep leave the configuration and key files in the run's directory
     * @param netem let the kernel do what networks and links do to packets, where there is one
     * @param rehearse let daemons play handovers before they are ready, so that the first one does not meet cold code
     */
    record Options(long seed, boolean keep, boolean netem, boolean rehearse) {

        /** Without netem, with a rehearsal. */
        public Options(long seed, boolean keep) {
            this(seed, keep, false, true);
        }

        /** The same without a rehearsal: ready sooner, and slower in the first handover. */
        public Options cold() {
            return new Options(seed, keep, netem, false);
        }
    }
}
