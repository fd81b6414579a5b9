package org.mobileip.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, in words: the JDK's own messages are only the file's name. */
public final class FileReasons {

    static final String NOT_PERMITTED = "permission denied";

    private FileReasons() {}

    /** What a person can do something about; never empty. */
    public static String of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return NOT_PERMITTED;
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is something else of that name";
        }
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return String.valueOf(failure.getMessage());
    }
}
