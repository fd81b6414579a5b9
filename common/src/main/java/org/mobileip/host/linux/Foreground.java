package org.mobileip.host.linux;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mobileip.host.HostException;

/**
 * A daemon in the foreground. From its opening to its closing SIGTERM and SIGINT stop the event loop; the JVM then ends with 143
 * or 130, but not before what the daemon has done to the machine was undone and this is closed.
 */
public final class Foreground implements AutoCloseable {

    private static final int EADDRINUSE = 98;
    private static final long LONGEST_CLEAN_UP_SECONDS = 20;

    private final String name;
    private final EventLoop loop;
    private final CountDownLatch cleanedUp = new CountDownLatch(1);

    private Foreground(String name, EventLoop loop) {
        this.name = name;
        this.loop = loop;
    }

    /** From now on signals stop {@code loop}; {@code name} is the program's, for messages. */
    public static Foreground of(String name, EventLoop loop) {
        Foreground foreground = new Foreground(name, loop);
        Runtime.getRuntime().addShutdownHook(new Thread(foreground::stop, "stop"));
        return foreground;
    }

    /** Says READY, by whatever listens for that, and serves until the loop is stopped. */
    public void serve(Runnable daemon) {
        System.err.println("READY");
        SystemdNotify.ready();
        daemon.run();
        SystemdNotify.stopping();
    }

    /** What to tell a person of a daemon that cannot start. */
    public static String explained(HostException refused) {
        return refused.errno() == EADDRINUSE
                ? "UDP port 434 is taken by another program, which this shows: ss -ulnp 'sport = :434'"
                : String.valueOf(refused.getMessage());
    }

    private void stop() {
        if (cleanedUp.getCount() > 0) {
            loop.stop();
        }
        try {
            if (!cleanedUp.await(LONGEST_CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(name + ": could not clean up within " + LONGEST_CLEAN_UP_SECONDS + " s");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is undone. */
    @Override
    public void close() {
        cleanedUp.countDown();
    }
}
