package org.mobileip.mobilenode.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Difference;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.config.Problem;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;

/**
 * Has a mobile node that runs go by its file as it is now. The file is read on the thread of whoever asks; all of it becomes good in
 * one step, or nothing where it has errors.
 */
final class Reloader {

    /** Reads the file again. */
    @FunctionalInterface
    interface Reader {
        MobileNodeConfig read() throws ConfigException;
    }

    /** Where it is, as soon as there is one. */
    @FunctionalInterface
    interface Source {
        ControlLoop control() throws ControlException;
    }

    /** @param number of those that were begun to be read later the number is higher */
    private record Loaded(MobileNodeConfig config, long number) {}

    private final Reader reader;
    private final Executor loop;
    private final AtomicLong begun = new AtomicLong();
    private MobileNodeConfig running;
    private List<String> waiting = List.of();
    private long done;

    /** @param loop the daemon's own thread */
    Reloader(MobileNodeConfig started, Reader reader, Executor loop) {
        this.running = started;
        this.reader = reader;
        this.loop = loop;
    }

    /** What is good now. On the loop's thread. */
    MobileNodeConfig running() {
        return running;
    }

    /** The keys that wait for a restart. On the loop's thread. */
    List<String> waiting() {
        return waiting;
    }

    Verb verb(Source source) {
        return Verb.prepared("reload", words -> {
            Loaded loaded = load(source);
            return unused -> apply(loaded, source.control());
        });
    }

    /** A signal asks for it: there is nobody to answer to but the log. On a thread of its own. */
    void signalled(Source source) {
        try {
            Loaded loaded = load(source);
            loop.execute(() -> {
                try {
                    apply(loaded, source.control());
                } catch (ControlException early) {
                    System.err.println(early.reason());
                }
            });
        } catch (ControlException refused) {
            System.err.println(refused.reason());
        }
    }

    private Loaded load(Source source) throws ControlException {
        long number = begun.incrementAndGet();
        try {
            return new Loaded(reader.read(), number);
        } catch (ConfigException bad) {
            loop.execute(() -> refused(source, String.valueOf(bad.getMessage())));
            throw new ControlException(ExitCode.FILE_ERRORS, bad.report());
        }
    }

    private static void refused(Source source, String why) {
        try {
            source.control().notReloaded(why);
        } catch (ControlException early) {
            System.err.println(why);
        }
    }

    private Map<String, Object> apply(Loaded loaded, ControlLoop control) {
        if (loaded.number < done) { // What was begun to be read later has all that this has, and perhaps more.
            return document(new Revision(running, List.of()));
        }
        Revision revision = Revision.of(running, loaded.config);
        done = loaded.number;
        running = revision.after();
        waiting = revision.waiting();
        control.reload(EngineSettings.of(running), revision.summary());
        return document(revision);
    }

    private Map<String, Object> document(Revision revision) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.reload/1");
        document.put("configuration", running.file().toString());
        document.put(
                "changes", revision.changes().stream().map(Difference::document).toList());
        document.put("waits_for_restart", waiting);
        document.put(
                "warnings",
                revision.after().warnings().stream().map(Problem::render).toList());
        return document;
    }
}
