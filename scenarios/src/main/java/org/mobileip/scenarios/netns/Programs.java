package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.netns.Halt.HaltedException;
import org.mobileip.scenarios.plan.PrivateDirectory;

/** What runs on the machines of a run and makes its mobile nodes mobile. */
interface Programs extends AutoCloseable {

    /**
     * Where they run and what they write.
     *
     * @param directory for configuration
     * @param out for logs
     * @param notes told of what a person should know, from any thread
     */
    record Setting(
            Scenario scenario,
            Plant plant,
            PrivateDirectory directory,
            RunDirectory out,
            WorldProvider.Options options,
            Consumer<String> notes) {}

    /** How a world comes by them; none runs yet. */
    @FunctionalInterface
    interface Maker {
        Programs make(Setting setting) throws IOException, WorldException;
    }

    /** Starts all of them at once. */
    void startAll() throws WorldException;

    /** Waits until each is ready. */
    void awaitReady(Halt halt) throws WorldException, HaltedException;

    /** Does this to the program of a node, and does not wait for what comes of it. */
    void control(Verb verb, String node);

    /** Sets the clock of a node's program by so much. */
    void shiftClock(String node, Duration by);

    /** The answer of a node's program; empty: it has none, or not now. */
    Optional<Map<String, Object>> ask(String node, String verb, String... arguments);

    /** What carries the packets of mobile nodes, in a word. */
    String dataplane();

    /** What to tell a person of a program that does not do what it should. */
    String story(String node, String what);

    /** What to tell of programs that run no more, though nobody has stopped them. */
    List<String> deserters();

    /** Ends all of them. */
    @Override
    void close();
}
