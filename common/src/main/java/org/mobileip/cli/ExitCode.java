package org.mobileip.cli;

/** How our programs end; the same everywhere. */
public final class ExitCode {
    public static final int DONE = 0;
    /** An expectation was missed, or the daemon is not registered or unhealthy. */
    public static final int MISSED = 1;

    public static final int USAGE = 2;
    /** A file has errors; all of them were listed. */
    public static final int FILE_ERRORS = 3;
    /** Not permitted; the message ended with the command that would be. */
    public static final int NOT_PERMITTED = 4;
    /** This machine lacks something; the message said what. */
    public static final int CANNOT_RUN_HERE = 5;

    public static final int NO_DAEMON = 6;
    public static final int TIMED_OUT = 7;
    /** The home agent denied; the reply code was in the message. */
    public static final int DENIED = 8;
    /** A bug of ours. */
    public static final int BUG = 70;

    public static final int INTERRUPTED = 130;
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
