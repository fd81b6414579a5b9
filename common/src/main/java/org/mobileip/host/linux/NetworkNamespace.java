package org.mobileip.host.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A network namespace without a name, and the one thread that lives in it: what is opened by {@link #call} belongs to the
 * namespace, and may be used by any thread afterwards. The namespace is gone when this is closed and the last socket,
 * child and interface in it is too; nothing of it is left in the file system, whatever becomes of this process.
 */
public final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final String OURS = "/proc/thread-self/ns/net";
    private static final List<String> WITHOUT_IPV6 =
            List.of("net/ipv6/conf/all/disable_ipv6", "net/ipv6/conf/default/disable_ipv6");

    private final String name;
    private final Thread thread;
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private final List<Process> children = new ArrayList<>();
    private final Fd fd;
    private volatile boolean closed;

    private NetworkNamespace(String name, Runnable enter) {
        this.name = name;
        thread = new Thread(this::work, "namespace " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            fd = call(() -> {
                enter.run();
                return Fd.openForReading(OURS);
            });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * A new namespace with nothing in it but a loopback interface, which is up.
     *
     * @param name for messages and the thread only
     * @throws NativeException without CAP_SYS_ADMIN
     */
    public static NetworkNamespace create(String name) {
        return new NetworkNamespace(name, () -> {
            Kernel.check("create network namespace", Kernel.unshare(CLONE_NEWNET));
            InterfaceRequest.setUp("lo");
        });
    }

    /** The namespace that a file stands for, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}. */
    public static NetworkNamespace enter(Path file) {
        return new NetworkNamespace(file.toString(), () -> {
            try (Fd target = Fd.openForReading(file.toString())) {
                Kernel.check("enter network namespace " + file, Kernel.setns(target.number(), CLONE_NEWNET));
            }
        });
    }

    /** Nothing in it speaks IPv6 from now on: an interface that is set up would solicit and report by itself. */
    public void disableIpv6() {
        run(() -> WITHOUT_IPV6.forEach(NetworkNamespace::setWhereThereIs));
    }

    /** A kernel without IPv6 has no such setting, and needs none. */
    private static void setWhereThereIs(String key) {
        try {
            Sysctl.write(key, "1");
        } catch (NativeException refused) {
            if (refused.errno() != Errno.ENOENT) {
                throw refused;
            }
        }
    }

    private void work() {
        while (!closed) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                // Somebody interrupted a call, which has ended since; the namespace lives until close().
            }
        }
        for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
            task.cancel(false);
        }
    }

    /**
     * Runs {@code action} in the namespace and waits for its end. Runtime exceptions come through as they are.
     *
     * @throws IllegalStateException for a checked exception, as its cause; or when the namespace is closed
     */
    public <T> T call(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        if (Thread.currentThread() == thread) {
            task.run();
        } else if (closed) {
            throw new IllegalStateException("namespace " + name + " is closed");
        } else {
            tasks.add(task);
            if (closed) {
                // The thread may have looked for the last time before this task was there.
                task.cancel(false);
            }
        }
        return resultOf(task);
    }

    private <T> T resultOf(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    task.cancel(true);
                }
            }
        } catch (CancellationException e) {
            throw new IllegalStateException("a call in namespace " + name + " was given up", e);
        } catch (ExecutionException e) {
            throw asUnchecked(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RuntimeException asUnchecked(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("in namespace " + name + ": " + cause, cause);
    }

    /** As {@link #call}, without a result. */
    public void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** Starts a child process in the namespace; what is still running is killed by {@link #close}. */
    public Process start(ProcessBuilder builder) {
        return call(() -> {
            Process child;
            try {
                child = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            children.removeIf(old -> !old.isAlive());
            children.add(child);
            return child;
        });
    }

    /**
     * As {@link #start}, by way of setpriv(1): the child gets a SIGTERM when this process dies, however it dies, or the
     * namespace is closed. {@code setpriv} executes the command, so that the process keeps its number.
     */
    public Process startTied(ProcessBuilder builder) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM", "--"));
        command.addAll(builder.command());
        return start(builder.command(command));
    }

    /** A file of /proc that stands for the namespace, good for other processes as long as this is open. */
    public Path path() {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + fd.number());
    }

    Fd fd() {
        return fd;
    }

    public String name() {
        return name;
    }

    /** Kills the children that still run, and ends the thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        FutureTask<Boolean> last = new FutureTask<>(() -> {
            closed = true;
            children.forEach(Process::destroyForcibly);
            return true;
        });
        tasks.add(last);
        if (Thread.currentThread() != thread) {
            resultOf(last);
        }
        if (fd != null) {
            fd.close();
        }
    }

    @Override
    public String toString() {
        return "network namespace " + name;
    }
}
