package org.mobileip.scenarios.netns;

import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/**
 * Network namespaces, one run after the other. Each run has a thread of its own: whoever waits for it may be interrupted, and
 * whoever closes the world ends it, without the one or the other cutting through its clearing up.
 */
final class NetnsWorld implements World {

    private final WorldProvider.Options options;
    private final String name;
    private final Programs.Maker maker;
    private final Object lock = new Object();
    private boolean closed;
    private Halt halt = new Halt();
    private Thread running = new Thread(() -> {});

    /** With our own daemons. */
    NetnsWorld(WorldProvider.Options options) {
        this(options, NetnsWorldProvider.NAME, Daemons::new);
    }

    /** With these programs instead, under a name of its own. */
    NetnsWorld(WorldProvider.Options options, String name, Programs.Maker maker) {
        this.options = options;
        this.name = name;
        this.maker = maker;
    }

    @Override
    public Observations run(Scenario scenario, RunDirectory out, Progress progress)
            throws WorldException, InterruptedException {
        Halt ending = new Halt();
        Run run = new Run(scenario, out, progress, options, name, maker, ending);
        Thread thread = new Thread(run, "netns run");
        synchronized (lock) {
            if (closed) {
                throw new WorldException("the world is closed");
            }
            halt = ending;
            running = thread;
            thread.start();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            ending.request();
            Joining.joinAlways(thread);
            throw e;
        }
        return run.outcome();
    }

    @Override
    public void close() {
        Thread thread;
        synchronized (lock) {
            closed = true;
            halt.request();
            thread = running;
        }
        Joining.joinAlways(thread);
    }
}
