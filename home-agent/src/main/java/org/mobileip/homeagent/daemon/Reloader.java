package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Difference;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.Problem;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;

/**
 * Has a home agent that runs go by its file as it is now. The file is read on the thread of whoever asks, so that requests are served
 * meanwhile; all of it becomes good in one step, or nothing where it has errors or is that of another home agent.
 */
public final class Reloader {

    /** Reads the file again. */
    @FunctionalInterface
    public interface Reader {
        HomeAgentConfig read() throws ConfigException;
    }

    /**
     * The daemon.
     *
     * @param engine goes by other settings, and says which bindings ended by that
     * @param hasRetired whether there is nothing to be changed here any more
     * @param followers hear of what is good, each time
     * @param loop the daemon's own thread
     */
    record Machinery(
            Function<Event.Reloaded, List<Effect.Revoked>> engine,
            BooleanSupplier hasRetired,
            Consumer<HomeAgentConfig> followers,
            Executor loop) {}

    /** @param number of those that were begun to be read later the number is higher */
    private record Loaded(HomeAgentConfig config, long number) {}

    private final Reader reader;
    private final InstantSource timeOfDay;
    private final Journal journal;
    private final Machinery machinery;
    private final HomeAgentConfig started;
    private final AtomicLong begun = new AtomicLong();
    private HomeAgentConfig running;
    private List<String> waiting = List.of();
    private Instant loadedAt;
    private long done;

    /** Nothing was read again yet. */
    Reloader(HomeAgentConfig started, Reader reader, InstantSource timeOfDay, Journal journal, Machinery machinery) {
        this.reader = reader;
        this.timeOfDay = timeOfDay;
        this.journal = journal;
        this.machinery = machinery;
        this.started = started;
        this.running = started;
        this.loadedAt = timeOfDay.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is good now. On the loop's thread. */
    HomeAgentConfig running() {
        return running;
    }

    /** The keys that wait for a restart. On the loop's thread. */
    List<String> waiting() {
        return waiting;
    }

    /** When what is good now was read. On the loop's thread. */
    Instant loadedAt() {
        return loadedAt;
    }

    Verb verb() {
        return Verb.prepared("reload", words -> {
            Loaded loaded = load();
            return unused -> apply(loaded);
        });
    }

    /** A signal asks for it: there is nobody to answer to but the log. On a thread of its own. */
    void signalled() {
        try {
            Loaded loaded = load();
            machinery.loop.execute(() -> {
                try {
                    apply(loaded);
                } catch (ControlException refused) {
                    journal.notReloaded(refused.reason());
                }
            });
        } catch (ControlException refused) {
            System.err.println(refused.reason());
        }
    }

    private Loaded load() throws ControlException {
        long number = begun.incrementAndGet();
        try {
            return new Loaded(reader.read(), number);
        } catch (ConfigException bad) {
            machinery.loop.execute(() -> journal.notReloaded(String.valueOf(bad.getMessage())));
            throw new ControlException(ExitCode.FILE_ERRORS, bad.report());
        }
    }

    private Map<String, Object> apply(Loaded loaded) throws ControlException {
        if (machinery.hasRetired.getAsBoolean()) {
            throw new ControlException(ExitCode.NO_DAEMON, "another home agent is taking over from this one");
        }
        if (loaded.number < done) { // What was begun to be read later has all that this has, and perhaps more.
            return document(new Revision(running, List.of(), List.of()), List.of());
        }
        Revision revision = Revision.of(started, running, loaded.config);
        if (!revision.refusals().isEmpty()) {
            throw new ControlException(
                    ExitCode.MISSED,
                    "nothing was changed: with another " + String.join(", ", revision.refusals())
                            + " it is another home agent, which takes a restart");
        }
        done = loaded.number;
        running = revision.after();
        waiting = revision.waiting();
        loadedAt = timeOfDay.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Effect.Revoked> ended =
                machinery.engine.apply(new Event.Reloaded(EngineSettings.of(running), timeOfDay.instant()));
        machinery.followers.accept(running);
        journal.reloaded(revision);
        return document(revision, ended);
    }

    private Map<String, Object> document(Revision revision, List<Effect.Revoked> ended) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.reload/1");
        document.put("configuration", running.file().toString());
        document.put("nodes", running.nodes().size());
        document.put(
                "changes", revision.changes().stream().map(Difference::document).toList());
        document.put("dropped", ended.stream().map(Reloader::row).toList());
        document.put("waits_for_restart", waiting);
        document.put(
                "warnings",
                revision.after().warnings().stream().map(Problem::render).toList());
        return document;
    }

    private static Map<String, Object> row(Effect.Revoked ended) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", ended.node());
        row.put("home_address", ended.home().toString());
        row.put("care_of_address", ended.careOf().toString());
        row.put("told", ended.told());
        return row;
    }
}
