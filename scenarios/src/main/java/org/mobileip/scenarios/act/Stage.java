package org.mobileip.scenarios.act;

import java.time.Duration;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Action.Verb;

/** A world that is being played in, as the actions of a script find it. */
public interface Stage {

    /** Now, on the clock of the run, in nanoseconds. */
    long nanos();

    /** At that moment, or now where it has passed; of what is due at the same moment the first that was noted comes first. */
    void at(long nanos, Runnable deed);

    /** The mobile node as something that moves. */
    Roamer roamer(String mobile);

    /** A move has begun, of which there will be something to tell. */
    void moveBegan();

    /** Asks a mobile node's program to use the network; false: it cannot, now. */
    boolean prefer(String mobile, String network);

    /** Plugs a node that is no mobile node into its network, or pulls the cable. */
    void setCarrier(String node, String network, boolean up);

    /** Makes the link between a node and a network better or worse. */
    void changeQuality(String node, String network, LinkChange change);

    /** Does this to the program of a node, and does not wait for what comes of it. */
    void control(Verb verb, String node);

    /** Has a home agent end the bindings of a mobile node; false: there are none, or it does not run. */
    boolean drop(String homeAgent, String mobile);

    /** The NAT of that network, if it has one, forgets its mappings. */
    void rebindNat(String network);

    /** Sets the clock of a node's program. */
    void shiftClock(String node, Duration by);
}
