package org.mobileip.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Executor;

/**
 * The daemon's end of the control socket. A client sends one line, {@code verb argument…}, and is answered with one JSON
 * object; handlers run on the daemon's own loop.
 */
public final class ControlServer implements AutoCloseable {

    private final ControlListener listener;

    private ControlServer(ControlListener listener) {
        this.listener = listener;
    }

    /**
     * Listens on {@code socket}, mode 0660; its directory is made if there is none, and the file that a dead daemon left is
     * replaced.
     *
     * @param verbs what can be asked
     * @param loop runs each handler; an answer that takes longer than 5 s there is given up
     * @throws IOException when another daemon answers there, or the file cannot be made; the message is for the operator
     */
    public static ControlServer start(Path socket, Collection<Verb> verbs, Executor loop) throws IOException {
        return new ControlServer(ControlListener.open(socket, new Dialogue(verbs, loop)));
    }

    /** Stops listening, drops what is connected and removes the socket file. */
    @Override
    public void close() {
        listener.close();
    }
}
