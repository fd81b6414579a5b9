package org.mobileip.control;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From a request line to the line that answers it; knows nothing of sockets. */
final class Dialogue {

    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 4;
    private static final int TIMED_OUT = 7;
    private static final int BUG = 70;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Verb> verbs = new TreeMap<>();
    private final Executor loop;
    private final Duration patience;

    Dialogue(Collection<Verb> verbs, Executor loop) {
        this(verbs, loop, PATIENCE);
    }

    Dialogue(Collection<Verb> verbs, Executor loop, Duration patience) {
        this.patience = patience;
        verbs.forEach(verb -> this.verbs.put(verb.name(), verb));
        this.loop = loop;
    }

    /** The answer to {@code request}: a document, or {@code {"error":…,"exit":…}}. */
    String answer(String request, boolean mayChange) {
        try {
            List<String> words = Words.of(request);
            return Json.write(perform(verb(words.get(0), mayChange), words.subList(1, words.size())));
        } catch (ControlException refused) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("error", refused.reason());
            error.put("exit", refused.exitCode());
            return Json.write(error);
        }
    }

    private Verb verb(String name, boolean mayChange) throws ControlException {
        Verb verb = verbs.get(name);
        if (verb == null) {
            throw new ControlException(USAGE, "this daemon has no \"" + name + "\"; it has " + verbs.keySet());
        }
        if (verb.access() == Verb.Access.CHANGE && !mayChange) {
            throw new ControlException(NOT_PERMITTED, name + " is for root and the daemon's own user");
        }
        return verb;
    }

    private Map<String, ?> perform(Verb verb, List<String> arguments) throws ControlException {
        CompletableFuture<Map<String, ?>> answer = new CompletableFuture<>();
        try {
            Verb.Handler handler = verb.preparation().prepare(arguments);
            loop.execute(() -> {
                try {
                    answer.complete(handler.answer(arguments));
                } catch (ControlException | RuntimeException | AssertionError failure) {
                    answer.completeExceptionally(failure);
                }
            });
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException | RejectedExecutionException late) {
            answer.cancel(false);
            throw new ControlException(TIMED_OUT, "the daemon is stopping or too busy to answer");
        } catch (RuntimeException | AssertionError bug) {
            throw new ControlException(BUG, "a bug in the daemon: " + bug);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ControlException refused) {
                throw refused;
            }
            throw new ControlException(BUG, "a bug in the daemon: " + failed.getCause());
        }
    }
}
