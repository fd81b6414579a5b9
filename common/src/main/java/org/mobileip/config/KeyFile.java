package org.mobileip.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.Key;

/** A secret in a file of its own. Nothing of its content ever gets into a message, so the place is the key's name. */
public final class KeyFile {

    private static final int LARGEST = 4096;
    private static final int SHORT = 16;
    private static final String FORMS = "one line: hex:…, base64:… or text:…";

    private final Path path;
    private final String what;

    private KeyFile(Path path) {
        this(path, "key file");
    }

    private KeyFile(Path path, String what) {
        this.path = path;
        this.what = what;
    }

    /** Refuses {@code path}, which has a key in it and is called {@code what}, where others than its owner may read it. */
    static void refuseIfOthersMayRead(Path path, String what) throws BadValue {
        new KeyFile(path, what).refuseIfOthersMayRead();
    }

    /**
     * The key in {@code path}, for who was given it on a command line.
     *
     * @throws IOException where there is none, others may read it, or it is no key; with a message that names the file
     */
    public static Key read(Path path) throws IOException {
        KeyFile file = new KeyFile(path);
        try {
            file.refuseUnlessRegular();
            file.refuseIfOthersMayRead();
            return file.read();
        } catch (BadValue bad) {
            throw new IOException(bad.getMessage(), bad);
        }
    }

    /** The key in the file that {@code key} in {@code table} names. */
    static Optional<Key> of(TableReader table) {
        Optional<Path> path = table.required("key", raw -> table.source().resolve(Values.path(raw)));
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Place place = table.placeOf("key");
        KeyFile file = new KeyFile(path.get());
        try {
            file.refuseUnlessRegular();
        } catch (BadValue bad) {
            table.report(place, bad);
            return Optional.empty();
        }
        boolean secret = succeeds(table, place, file::refuseIfOthersMayRead);
        Optional<Key> key = read(table, place, file);
        key.filter(good -> good.size() < SHORT)
                .ifPresent(weak -> table.warn(
                        place,
                        "the key in " + path.get() + " has " + octets(weak.size()) + "; RFC 5944 asks for 16 or more",
                        "make one of 128 random bits: openssl rand -hex 16 | sed s/^/hex:/"));
        return secret ? key : Optional.empty();
    }

    private interface Check {
        void run() throws BadValue;
    }

    private static boolean succeeds(TableReader table, Place place, Check check) {
        try {
            check.run();
            return true;
        } catch (BadValue bad) {
            table.report(place, bad);
            return false;
        }
    }

    private static Optional<Key> read(TableReader table, Place place, KeyFile file) {
        try {
            return Optional.of(file.read());
        } catch (BadValue bad) {
            table.report(place, bad);
            return Optional.empty();
        }
    }

    private void refuseUnlessRegular() throws BadValue {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException closed) {
            throw new BadValue(what + " " + path + " cannot be read: " + FileReasons.of(closed));
        } catch (IOException gone) {
            throw new BadValue(
                    "key file " + path + " does not exist",
                    "make one: (umask 077; openssl rand -hex 16 | sed s/^/hex:/ > " + path + ")");
        }
        if (!Files.isRegularFile(path)) {
            throw new BadValue("key file " + path + " is not a regular file");
        }
    }

    /** Where files have no modes, there is nothing to look at. */
    private void refuseIfOthersMayRead() throws BadValue {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
            if ((mode & 077) != 0) {
                throw new BadValue(
                        String.format("%s %s is %s (mode %04o); keys must be 0600", what, path, open(mode), mode),
                        "chmod 600 " + path);
            }
        } catch (IOException unreadable) {
            throw new BadValue(what + " " + path + ": " + FileReasons.of(unreadable));
        }
    }

    /** Who may do what with the file that only its owner should: {@code readable by group "users"}. */
    private String open(int mode) throws IOException {
        String verb = (mode & 044) != 0 ? "readable" : (mode & 022) != 0 ? "writable" : "executable";
        return verb + " by "
                + ((mode & 07) != 0 ? "others" : "group \"" + Files.getAttribute(path, "posix:group") + "\"");
    }

    private Key read() throws BadValue {
        String line = line();
        int colon = line.indexOf(':');
        String form = colon < 0 ? "" : line.substring(0, colon);
        Decoder decoder = DECODERS.get(form);
        if (decoder == null) {
            throw bad("does not begin with hex:, base64: or text:");
        }
        byte[] octets = decode(decoder, form, line.substring(colon + 1));
        if (octets.length == 0) {
            throw bad("has an empty key");
        }
        return Key.of(octets);
    }

    private interface Decoder {
        byte[] decode(String text);
    }

    private static final Map<String, Decoder> DECODERS = Map.of(
            "hex", text -> HexFormat.of().parseHex(text.strip()),
            "base64", text -> Base64.getDecoder().decode(text.strip()),
            "text", text -> text.getBytes(StandardCharsets.UTF_8));

    private byte[] decode(Decoder decoder, String form, String text) throws BadValue {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException itsMessageQuotesTheSecret) {
            throw bad("has something else than " + (form.equals("hex") ? "pairs of hexadecimal digits" : "base64")
                    + " after \"" + form + ":\"");
        }
    }

    private String line() throws BadValue {
        try {
            if (Files.size(path) > LARGEST) {
                throw bad("is larger than " + LARGEST + " octets");
            }
            ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(path));
            String text = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
            String line = text.replaceFirst("(\r?\n)+\\z", "");
            if (line.indexOf('\n') >= 0) {
                throw bad("has more than one line");
            }
            if (line.isEmpty()) {
                throw bad("is empty");
            }
            return line;
        } catch (CharacterCodingException binary) {
            throw bad("is not text");
        } catch (IOException unreadable) {
            throw new BadValue("key file " + path + " cannot be read: " + FileReasons.of(unreadable));
        }
    }

    private BadValue bad(String what) {
        return new BadValue("key file " + path + " " + what, FORMS);
    }

    private static String octets(int number) {
        return number == 1 ? "1 octet" : number + " octets";
    }
}
