package org.mobileip.control;

import java.util.List;
import java.util.Map;

/**
 * One thing a daemon can be asked.
 *
 * @param name the word on the socket, like {@code bindings}
 * @param access who may ask it
 * @param preparation what makes the answer to it
 */
public record Verb(String name, Access access, Preparation preparation) {

    /** Who may use a verb: whoever the mode of the socket lets in, or only root and the daemon's own user. */
    public enum Access {
        READ,
        CHANGE
    }

    /** Answers on the daemon's own thread, at once: it must not block. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers, or refuses.
         *
         * @param arguments the words after the verb
         * @return the document to be printed as JSON, in this order
         * @throws ControlException the refusal, for the client to print and to end with its exit code
         */
        Map<String, ?> answer(List<String> arguments) throws ControlException;
    }

    /** What must not keep the daemon's own thread from its work, such as reading files: done on the client's thread before. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Prepares the answer.
         *
         * @param arguments the words after the verb
         * @throws ControlException the refusal
         */
        Handler prepare(List<String> arguments) throws ControlException;
    }

    /** A verb that changes nothing. */
    public static Verb read(String name, Handler handler) {
        return new Verb(name, Access.READ, arguments -> handler);
    }

    /** A verb for root and the daemon's own user. */
    public static Verb change(String name, Handler handler) {
        return new Verb(name, Access.CHANGE, arguments -> handler);
    }

    /** The same, but what it takes is prepared elsewhere. */
    public static Verb prepared(String name, Preparation preparation) {
        return new Verb(name, Access.CHANGE, preparation);
    }
}
