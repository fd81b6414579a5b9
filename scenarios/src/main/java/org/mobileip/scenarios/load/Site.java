package org.mobileip.scenarios.load;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** Where a load is put: between nodes that are somewhere and a home agent that is somewhere else. */
interface Site extends AutoCloseable {

    /** The home agent. */
    Endpoint agent();

    /** The care-of address of all nodes, from which they send. */
    Ipv4 careOf();

    /** The addresses that forged requests are from. */
    List<Ipv4> strangers();

    /** Where an echo may listen, as far away as the home agent if that can be had; port 0: any. */
    Endpoint echo();

    /** Runs this where the nodes are. */
    <T> T amongNodes(Callable<T> action);

    /** Runs this where the echo is to be. */
    <T> T besideAgent(Callable<T> action);

    /** Starts the home agent and waits until it serves, where that is ours to do. */
    void startAgent(BooleanSupplier isStopped) throws IOException;

    /** How much processor time the home agent has had; empty: nobody can say. */
    OptionalLong serverNanos();

    /** Whether it is known to have ended. */
    boolean isAgentGone();

    @Override
    void close();
}
