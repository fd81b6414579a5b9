package org.mobileip.host.linux;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Octets;

/**
 * Tells the service manager how we are (sd_notify(3)): a datagram to the socket that {@code NOTIFY_SOCKET} names. Without
 * that variable nothing happens, and the C library is not even loaded. A manager that does not listen is no reason to
 * stop, so failures are told by the result only.
 */
public final class SystemdNotify {

    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final int LONGEST_PATH = 107;

    private SystemdNotify() {}

    /** Started, and does its work. */
    public static boolean ready() {
        return send(System.getenv(VARIABLE), "READY=1");
    }

    /** About to end. */
    public static boolean stopping() {
        return send(System.getenv(VARIABLE), "STOPPING=1");
    }

    /** One line for {@code systemctl status}. */
    public static boolean status(String line) {
        return send(System.getenv(VARIABLE), "STATUS=" + line.replace('\n', ' '));
    }

    /** Another process of this unit is the daemon from now on. */
    public static boolean mainProcess(long pid) {
        return send(System.getenv(VARIABLE), "MAINPID=" + pid);
    }

    /** Still alive, for {@code WatchdogSec=}. */
    public static boolean watchdog() {
        return send(System.getenv(VARIABLE), "WATCHDOG=1");
    }

    /** Whether it was sent. A name that begins with {@code @} is in the abstract namespace. */
    static boolean send(@Nullable String socket, String state) {
        if (socket == null || socket.isEmpty() || socket.length() > LONGEST_PATH) {
            return false;
        }
        String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
        Octets octets = Octets.of(state.getBytes(StandardCharsets.UTF_8));
        NativeBuffer buffer = NativeBuffer.allocate(octets.size());
        buffer.put(0, octets);
        try (Fd fd = Fd.socket(Fd.AF_UNIX, Fd.SOCK_DGRAM, 0, "socket for " + VARIABLE)) {
            Message message = new Message();
            message.toRaw(Fd.AF_UNIX, path.getBytes(StandardCharsets.UTF_8));
            message.withoutControl();
            return message.send(fd, buffer, 0, octets.size()) == octets.size();
        } catch (NativeException e) {
            return false;
        }
    }
}
