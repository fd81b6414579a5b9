package org.mobileip.cli;

/** What stdout may be given. */
public final class Terminal {

    private Terminal() {}

    /** Whether stdout is a terminal whose user has nothing against colours (https://no-color.org). */
    public static boolean hasColour() {
        String forbidden = System.getenv("NO_COLOR");
        String terminal = System.getenv("TERM");
        return (forbidden == null || forbidden.isEmpty())
                && terminal != null
                && !terminal.equals("dumb")
                && isTerminal();
    }

    /** Whether a person reads stdout. Since Java 22 there is a console without a terminal too: then it says so itself. */
    @SuppressWarnings("SystemConsoleNull") // what the second half is for
    public static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }
}
