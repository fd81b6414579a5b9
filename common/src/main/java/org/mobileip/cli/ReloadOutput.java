package org.mobileip.cli;

import java.util.List;
import java.util.Map;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;

/** What both programs print of {@code mobileip.reload/1}. */
public final class ReloadOutput {

    private ReloadOutput() {}

    /** What changed, in a line each; warnings of the file on stderr. */
    public static void print(Output output, Map<String, Object> answer, boolean json) {
        for (Object warning : list(answer, "warnings")) {
            output.err(warning + "\n\n");
        }
        output.out(json ? Json.write(answer) + "\n" : lines(answer));
    }

    static String lines(Map<String, Object> answer) {
        StringBuilder lines = new StringBuilder();
        for (Object change : list(answer, "changes")) {
            lines.append(field(change, "text")).append('\n');
        }
        for (Object dropped : list(answer, "dropped")) {
            lines.append("dropped ")
                    .append(field(dropped, "node"))
                    .append(" at ")
                    .append(field(dropped, "care_of_address"))
                    .append(field(dropped, "told").equals(true) ? ", and told so\n" : ", which was not told\n");
        }
        return lines.isEmpty() ? "nothing changed\n" : lines.toString();
    }

    /**
     * The errors of a file as {@code check} lists them, and what became of it.
     *
     * @return the exit code
     * @throws ControlException where it is another refusal
     */
    public static int refused(Output output, ControlException refused) throws ControlException {
        if (refused.exitCode() != ExitCode.FILE_ERRORS) {
            throw refused;
        }
        output.err(refused.reason() + "\nNothing was changed: the daemon goes on as before.\n");
        return ExitCode.FILE_ERRORS;
    }

    private static List<?> list(Map<String, Object> answer, String name) {
        return answer.get(name) instanceof List<?> items ? items : List.of();
    }

    private static Object field(Object row, String name) {
        Object value = row instanceof Map<?, ?> fields ? fields.get(name) : null;
        return value == null ? "-" : value;
    }
}
