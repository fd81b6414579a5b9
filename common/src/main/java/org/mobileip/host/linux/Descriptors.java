package org.mobileip.host.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.net.Octets;

/**
 * Open descriptors on their way from one process to another (SCM_RIGHTS, unix(7)): both have the same socket or device then, with
 * whatever waits in it. Who receives listens at a path that only his own user may write to.
 */
public final class Descriptors implements AutoCloseable {

    private static final Octets GREETING = Octets.of("mobileip.descriptors/1".getBytes(StandardCharsets.US_ASCII));
    private static final int LONGEST_PATH = 107;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Path path;
    private final Fd socket;

    private Descriptors(Path path, Fd socket) {
        this.path = path;
        this.socket = socket;
    }

    /**
     * Listens at {@code path}, where nothing may be but what a dead listener left.
     *
     * @throws IOException when the file cannot be made
     * @throws NativeException when the kernel refuses
     */
    public static Descriptors listen(Path path) throws IOException {
        Files.deleteIfExists(path);
        Fd socket = Fd.socket(Fd.AF_UNIX, Fd.SOCK_DGRAM, 0, "socket at " + path);
        try {
            byte[] octets = octets(path);
            NativeBuffer name = NativeBuffer.allocate(Short.BYTES + octets.length + 1);
            name.inNativeOrder().putShort(0, (short) Fd.AF_UNIX);
            name.put(Short.BYTES, Octets.of(octets));
            socket.bind("bind " + path, name, Short.BYTES + octets.length + 1);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return new Descriptors(path, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] octets(Path path) {
        byte[] octets = path.toString().getBytes(StandardCharsets.UTF_8);
        if (octets.length > LONGEST_PATH) {
            throw new NativeException("bind " + path + ": longer than " + LONGEST_PATH + " octets", Errno.EINVAL);
        }
        return octets;
    }

    /** Gives whoever listens at {@code path} those, which stay open here too. */
    public static void send(Path path, List<Fd> descriptors) {
        NativeBuffer buffer = NativeBuffer.allocate(GREETING.size());
        buffer.put(0, GREETING);
        try (Fd fd = Fd.socket(Fd.AF_UNIX, Fd.SOCK_DGRAM, 0, "socket to " + path)) {
            Message message = new Message();
            message.toRaw(Fd.AF_UNIX, octets(path));
            message.withRights(descriptors.stream().mapToInt(Fd::number).toArray());
            Kernel.check("send descriptors to " + path, message.send(fd, buffer, 0, GREETING.size()));
        }
    }

    /**
     * What comes first, in its order; empty: nothing does within {@code patience}. Whoever calls must close them.
     *
     * @throws NativeException when something else comes than {@link #send} sends
     */
    public List<Fd> receive(Duration patience) {
        NativeBuffer buffer = NativeBuffer.allocate(GREETING.size());
        Message message = new Message();
        long end = System.nanoTime() + patience.toNanos();
        int length = message.receiveRights(socket, buffer, GREETING.size());
        while (length == -Errno.EAGAIN && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            length = message.receiveRights(socket, buffer, GREETING.size());
        }
        if (length == -Errno.EAGAIN) {
            return List.of();
        }
        Kernel.check("receive at " + path, length);
        List<Fd> received = new ArrayList<>();
        for (int number : message.rights()) {
            received.add(Fd.inherited(number, "descriptor from another process"));
        }
        if (!buffer.octets(0, length).equals(GREETING)) {
            received.forEach(Fd::close);
            throw new NativeException("receive at " + path + ": not from a program like this", Errno.EINVAL);
        }
        return received;
    }

    @Override
    public void close() {
        socket.close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // The next listener deletes it.
        }
    }
}
