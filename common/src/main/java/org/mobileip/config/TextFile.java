package org.mobileip.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a person wrote, as text. */
public final class TextFile {

    private TextFile() {}

    /**
     * The text of {@code path}, octet for octet, a byte order mark included.
     *
     * @param largest in octets, a whole number of MiB
     * @throws BadValue when it is larger, not UTF-8, not a regular file, or cannot be read
     */
    public static String read(Path path, long largest) throws BadValue {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new BadValue(path + " is not a regular file");
            }
            if (Files.exists(path) && Files.size(path) > largest) {
                throw new BadValue(path + " is larger than " + (largest >> 20) + " MiB");
            }
            ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(path));
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (NoSuchFileException missing) {
            throw new BadValue(path + " does not exist");
        } catch (CharacterCodingException notText) {
            throw new BadValue(path + " is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new BadValue(path + " cannot be read: " + FileReasons.of(unreadable));
        }
    }
}
