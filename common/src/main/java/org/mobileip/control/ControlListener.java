package org.mobileip.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Accepts clients, each on a thread of its own, never more than 16, none of them for long. */
final class ControlListener implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 16;
    private static final long REQUEST_SECONDS = 2;
    private static final long WHOLE_SECONDS = 10;
    private static final long PREPARING_SECONDS = 120;

    private final ServerSocketChannel channel;
    private final SocketFile file;
    private final Dialogue dialogue;
    private final Credentials credentials;
    private final Deque<Connection> connections = new ArrayDeque<>();
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> daemonThread("control-watchdog", task));

    private ControlListener(ServerSocketChannel channel, SocketFile file, Dialogue dialogue) throws IOException {
        this.channel = channel;
        this.file = file;
        this.dialogue = dialogue;
        this.credentials = Credentials.ofOwner(file.path());
    }

    static ControlListener open(Path socket, Dialogue dialogue) throws IOException {
        SocketFile file = SocketFile.claim(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(file.draft()), MOST_CONNECTIONS);
            file.publish();
            ControlListener listener = new ControlListener(channel, file, dialogue);
            daemonThread("control-accept", listener::accept).start();
            return listener;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            file.removeDraft();
            throw failure;
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                serve(channel.accept());
            } catch (AsynchronousCloseException closed) {
                return;
            } catch (IOException outOfDescriptors) {
                pause();
            }
        }
    }

    private void serve(SocketChannel client) {
        Connection connection = new Connection(client, dialogue, credentials);
        if (!admit(connection)) {
            connection.hangUp();
            return;
        }
        var request = watchdog.schedule(() -> hangUpUnlessAsked(connection), REQUEST_SECONDS, TimeUnit.SECONDS);
        var end = watchdog.schedule(() -> hangUpUnlessPreparing(connection), WHOLE_SECONDS, TimeUnit.SECONDS);
        daemonThread("control-client", () -> {
                    try {
                        connection.run();
                    } finally {
                        request.cancel(false);
                        end.cancel(false);
                        leave(connection);
                    }
                })
                .start();
    }

    /** Where all places are taken, the client that has kept silent longest makes room. */
    private synchronized boolean admit(Connection connection) {
        if (connections.size() >= MOST_CONNECTIONS) {
            Connection silent = connections.stream()
                    .filter(each -> !each.hasAsked())
                    .findFirst()
                    .orElse(null);
            if (silent == null) {
                return false;
            }
            silent.hangUp();
            connections.remove(silent);
        }
        return connections.add(connection);
    }

    private synchronized void leave(Connection connection) {
        connections.remove(connection);
    }

    private static void hangUpUnlessAsked(Connection connection) {
        if (!connection.hasAsked()) {
            connection.hangUp();
        }
    }

    /** Whoever has asked for something that takes long, and may, is not to blame for that. */
    private void hangUpUnlessPreparing(Connection connection) {
        if (connection.isBeingAnswered()) {
            var unusedSinceItHangsUpAnyway = watchdog.schedule(connection::hangUp, PREPARING_SECONDS, TimeUnit.SECONDS);
        } else {
            connection.hangUp();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemonThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        file.remove();
        try {
            channel.close();
        } catch (IOException nothingLeftToClose) {
            watchdog.shutdownNow();
        }
        watchdog.shutdownNow();
        List<Connection> open;
        synchronized (this) {
            open = new ArrayList<>(connections);
        }
        open.forEach(Connection::hangUp);
    }
}
