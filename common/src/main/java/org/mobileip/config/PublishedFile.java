package org.mobileip.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that programs of ours write for a person: there as a whole or not at all, and durable before anybody is told of them. */
public final class PublishedFile {

    /** Only its owner may read it. */
    public static final String SECRET = "rw-------";

    /** Everybody may read it. */
    public static final String OPEN = "rw-r--r--";

    private PublishedFile() {}

    /**
     * Makes {@code path} with that text, and the directories above it.
     *
     * @param permissions {@link #SECRET} or {@link #OPEN}
     * @throws java.nio.file.FileAlreadyExistsException where there is something of that name: it is left alone
     * @throws IOException where it cannot be written
     */
    public static void create(Path path, String text, String permissions) throws IOException {
        Path draft = draft(path, text, permissions);
        try {
            Files.createLink(path, draft);
        } catch (UnsupportedOperationException withoutLinks) {
            Files.move(draft, path);
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
        makeDurable(directory(path));
    }

    /**
     * The same, in place of what is there.
     *
     * @throws IOException where it cannot be written
     */
    public static void replace(Path path, String text, String permissions) throws IOException {
        Files.move(draft(path, text, permissions), path, StandardCopyOption.ATOMIC_MOVE);
        makeDurable(directory(path));
    }

    /** Makes {@code directory} where there is none, for its owner alone if {@code isSecret}. */
    public static void makeDirectory(Path directory, boolean isSecret) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path above = directory(directory);
        Files.createDirectories(above);
        Files.createDirectory(
                directory, attribute(PosixFilePermissions.fromString(isSecret ? "rwx------" : "rwxr-xr-x")));
        ownLike(directory, above);
    }

    private static Path draft(Path path, String text, String permissions) throws IOException {
        Path directory = directory(path);
        Files.createDirectories(directory);
        Path draft = directory.resolve("." + path.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attribute(mode))) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        ownLike(draft, directory);
        return draft;
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(Set<PosixFilePermission> mode) {
        return PosixFilePermissions.asFileAttribute(mode);
    }

    /** What root writes belongs to whoever the directory belongs to: a daemon of another user must be able to read it. */
    private static void ownLike(Path made, Path directory) throws IOException {
        if (!Files.getOwner(made, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(directory))
                && Integer.valueOf(0).equals(Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            Files.setOwner(made, Files.getOwner(directory));
        }
    }

    private static void makeDurable(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directory(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
