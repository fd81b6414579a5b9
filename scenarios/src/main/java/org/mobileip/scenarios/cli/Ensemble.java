package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Plays several parts: one after the other on the calling thread, or as many as may be at the same time on threads of their own.
 * They begin in their order, and after one that fails none begins.
 *
 * @param <T> what comes of a part
 */
final class Ensemble<T> {

    private static final long LONGEST_END_SECONDS = 60;

    private final int atOnce;
    private final List<FutureTask<T>> begun = new ArrayList<>();

    Ensemble(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Prepares a part, right before it begins. */
    @FunctionalInterface
    interface Part<T> {
        Callable<T> prepare() throws IOException;
    }

    /**
     * Plays all; when this returns, nobody plays any more.
     *
     * @return what came of them, in their order
     * @throws IOException which one of them has thrown; so for InterruptedException
     */
    List<T> play(List<? extends Part<T>> parts) throws IOException, InterruptedException {
        ExecutorService players = Executors.newCachedThreadPool();
        Semaphore free = new Semaphore(atOnce);
        try {
            for (Part<T> part : parts) {
                free.acquire();
                if (hasOneFailed()) {
                    break;
                }
                begin(part.prepare(), free, players);
            }
            List<T> all = new ArrayList<>();
            for (FutureTask<T> each : begun) {
                all.add(outcome(each));
            }
            return all;
        } finally {
            end(players);
        }
    }

    private void begin(Callable<T> part, Semaphore free, ExecutorService players) {
        FutureTask<T> task = new FutureTask<>(part) {
            @Override
            protected void done() {
                free.release();
            }
        };
        begun.add(task);
        if (atOnce == 1) {
            task.run();
        } else {
            players.execute(task);
        }
    }

    private boolean hasOneFailed() throws InterruptedException {
        for (FutureTask<T> each : begun) {
            if (each.isDone()) {
                try {
                    each.get();
                } catch (ExecutionException failed) {
                    return true;
                }
            }
        }
        return false;
    }

    private T outcome(FutureTask<T> played) throws IOException, InterruptedException {
        try {
            return played.get();
        } catch (ExecutionException failed) {
            Throwable why = failed.getCause();
            if (why instanceof IOException unwritable) {
                throw unwritable;
            }
            if (why instanceof InterruptedException ending) {
                throw ending;
            }
            if (why instanceof Error fault) {
                throw fault;
            }
            if (why instanceof RuntimeException fault) {
                throw fault;
            }
            throw new AssertionError(why);
        }
    }

    /** Whoever still plays is told to end, and awaited. */
    private static void end(ExecutorService players) {
        players.shutdownNow();
        boolean wasInterrupted = false;
        boolean isOver = false;
        while (!isOver) {
            try {
                isOver = players.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException told) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
