package org.mobileip.scenarios.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * What is to be measured.
 *
 * @param agent whom to ask; empty: a home agent that we start ourselves, in namespaces of its own
 * @param agentPid the process of that home agent, for its processor time
 * @param careOf the care-of address of all nodes; empty: the one that the routes choose
 * @param state where our own home agent keeps bindings; empty: where temporary files are
 * @param sharedKey the file with the key of all nodes; empty: each has its own
 * @param lifetime asked for, in seconds, 1 to 65535
 * @param from requests a second in the first step
 * @param to no step has more
 * @param by what each step has more than the one before, as a factor above 1
 * @param step how long each step is
 * @param warmUp how long the rate of the first step is played before, uncounted
 * @param forged forged requests a second beside all steps
 * @param measuresItself whether the generator first measures itself against an echo
 */
public record Plan(
        Optional<Endpoint> agent,
        OptionalLong agentPid,
        Optional<Ipv4> careOf,
        Optional<Path> state,
        Population population,
        Optional<Path> sharedKey,
        int lifetime,
        double from,
        double to,
        double by,
        Duration step,
        Duration warmUp,
        double forged,
        boolean measuresItself) {

    /** More of all requests than this share are lost: the home agent is at its limit. */
    public static final double LIMIT = 0.025;
}
