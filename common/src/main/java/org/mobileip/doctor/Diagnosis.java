package org.mobileip.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.cli.ExitCode;

/**
 * All that was found.
 *
 * @param machine what it was found on, in one line
 */
public record Diagnosis(String machine, List<Finding> findings) {

    private static final String SCHEMA = "mobileip.doctor/1";

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** 1 where there is a problem, else 0: with warnings the daemon runs. */
    public int exitCode() {
        return count(Finding.Verdict.PROBLEM) == 0 ? ExitCode.DONE : ExitCode.MISSED;
    }

    private long count(Finding.Verdict verdict) {
        return findings.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** For people: a line for each thing, and beneath what is not good how to mend it. */
    public String text() {
        int width = findings.stream()
                .mapToInt(each -> each.subject().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(machine).append("\n\n");
        for (Finding each : findings) {
            text.append("  ").append(each.verdict().mark()).append("  ");
            text.append(String.format("%-" + width + "s  %s%n", each.subject(), each.text()));
            each.hint().ifPresent(hint -> text.append(" ".repeat(width + 7))
                    .append("mend: ")
                    .append(hint)
                    .append('\n'));
        }
        return text.append('\n')
                .append(number(count(Finding.Verdict.WARNING), "warning"))
                .append(", ")
                .append(number(count(Finding.Verdict.PROBLEM), "problem"))
                .append(". Nothing was changed.\n")
                .toString();
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** {@code mobileip.doctor/1}. */
    public Map<String, Object> document(String program) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("program", program);
        document.put("machine", machine);
        document.put("findings", findings.stream().map(Finding::document).toList());
        document.put("warnings", count(Finding.Verdict.WARNING));
        document.put("problems", count(Finding.Verdict.PROBLEM));
        return document;
    }
}
