package org.mobileip.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a daemon. Loads neither native code nor a logger: it runs in commands that a person waits for. */
public final class ControlClient {

    private static final int NOT_PERMITTED = 4;
    private static final int NO_DAEMON = 6;
    private static final int TIMED_OUT = 7;
    private static final int BUG = 70;
    private static final long PATIENCE_MILLIS = 8_000;

    /** A daemon that is asked for these reads a great many files first. */
    private static final Set<String> SLOW = Set.of("reload");

    private static final long PATIENCE_WITH_SLOW_MILLIS = 120_000;
    private static final int LARGEST_ANSWER = 256 << 20;

    private ControlClient() {}

    /**
     * Sends {@code verb} and {@code arguments} and waits for the answer.
     *
     * @param arguments of any octets; an empty one at the end is none
     * @throws ControlException when no daemon answers (exit code 6), it may not be asked (4), it answers too late (7), or
     *     with what it answers
     */
    public static Map<String, Object> ask(Path socket, String verb, String... arguments) throws ControlException {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(List.of(arguments));
        long patience = SLOW.contains(verb) ? PATIENCE_WITH_SLOW_MILLIS : PATIENCE_MILLIS;
        Map<String, Object> answer = exchange(socket, Words.line(words), patience);
        if (answer.get("error") instanceof String reason && answer.get("exit") instanceof Number exit) {
            throw new ControlException(exit.intValue(), reason);
        }
        return answer;
    }

    private static Map<String, Object> exchange(Path socket, String request, long patience) throws ControlException {
        try (SocketChannel channel = connect(socket)) {
            Thread watchdog = hangUpLater(channel, patience);
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            byte[] answer = Channels.newInputStream(channel).readNBytes(LARGEST_ANSWER);
            watchdog.interrupt();
            if (answer.length == 0) {
                throw new ControlException(NO_DAEMON, "the daemon at " + socket + " hung up without an answer");
            }
            return Json.parse(new String(answer, StandardCharsets.UTF_8));
        } catch (java.nio.channels.AsynchronousCloseException late) {
            throw new ControlException(TIMED_OUT, "the daemon at " + socket + " did not answer in time");
        } catch (IOException broken) {
            throw new ControlException(BUG, "the daemon at " + socket + " answered nonsense: " + broken.getMessage());
        }
    }

    private static SocketChannel connect(Path socket) throws ControlException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException refused) {
            if (refused instanceof AccessDeniedException
                    || String.valueOf(refused.getMessage()).contains("Permission denied")) {
                throw new ControlException(NOT_PERMITTED, "not permitted to use the control socket " + socket);
            }
            throw new ControlException(NO_DAEMON, "no daemon answers at " + socket);
        }
    }

    private static Thread hangUpLater(SocketChannel channel, long patience) {
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(patience);
                channel.close();
            } catch (InterruptedException answered) {
                return;
            } catch (IOException cannotHappen) {
                throw new UncheckedIOException(cannotHappen);
            }
        });
        watchdog.setDaemon(true);
        watchdog.start();
        return watchdog;
    }
}
