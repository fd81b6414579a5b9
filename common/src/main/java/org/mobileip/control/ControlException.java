package org.mobileip.control;

/** Why a daemon did not do what it was asked, with the exit code that the client program ends with. */
public final class ControlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * A refusal.
     *
     * @param exitCode one of those of the command lines: 1 to 8, or 70
     * @param message one line for a person
     */
    public ControlException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The message is never absent. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
