package org.mobileip.cli;

/** Why a command did not do what it was asked: one message for a person and the exit code. */
public final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * A failure that is not our bug.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message printed on stderr after the program's name; may have several lines
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
