package org.mobileip.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file of the control socket. It is bound under another name and moved into place with its mode set: nobody connects
 * earlier, and the file of a dead daemon is replaced in one step.
 */
final class SocketFile {

    /** The longest path that fits sockaddr_un with its terminating zero. */
    private static final int LONGEST_PATH = 107;

    private static final String DRAFT = ".new";

    private final Path path;
    private @Nullable Object inode;

    private SocketFile(Path path) {
        this.path = path;
    }

    /**
     * Makes the directory and refuses the path where it is in use.
     *
     * @throws IOException with a message for the operator
     */
    static SocketFile claim(Path path) throws IOException {
        int size = path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length + DRAFT.length();
        if (size > LONGEST_PATH) {
            throw new IOException("control socket " + path + ": the path is longer than "
                    + (LONGEST_PATH - DRAFT.length()) + " octets");
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        SocketFile file = new SocketFile(path);
        file.refuseIfInUse();
        file.removeDraft();
        return file;
    }

    private void refuseIfInUse() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(
                    "control socket " + path + ": there is something else of that name; it was left alone");
        }
        try (SocketChannel answered = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("control socket " + answered.getRemoteAddress()
                    + ": another daemon answers there; stop it first, or give this one its own [daemon] control");
        } catch (ConnectException dead) {
            return; // Nobody listens: what a dead daemon left is ours to replace.
        }
    }

    Path path() {
        return path;
    }

    /** Where to bind. */
    Path draft() {
        return path.resolveSibling(path.getFileName() + DRAFT);
    }

    void publish() throws IOException {
        Files.setPosixFilePermissions(draft(), PosixFilePermissions.fromString("rw-rw----"));
        inode = inode(draft());
        Files.move(draft(), path, StandardCopyOption.ATOMIC_MOVE);
    }

    void removeDraft() throws IOException {
        Files.deleteIfExists(draft());
    }

    /** Removes the socket file, unless another daemon has put its own there. */
    void remove() {
        try {
            if (inode != null && inode.equals(inode(path))) {
                Files.delete(path);
            }
        } catch (IOException goneAlready) {
            inode = null;
        }
    }

    private static @Nullable Object inode(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
