package org.mobileip.config;

import java.util.List;

/** A configuration that cannot be used. It carries everything that is wrong with it, not only the first thing. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** {@code problems} holds at least one error; warnings may stand among them. */
    public ConfigException(List<Problem> problems) {
        super(summary(problems));
        this.problems = List.copyOf(problems);
    }

    /** Errors and warnings, in the order of their files and places. */
    public List<Problem> problems() {
        return problems;
    }

    /** Whether nothing is wrong but that this user may not read a file. */
    public boolean isNotPermitted() {
        return problems.stream().filter(Problem::isError).allMatch(problem -> problem.message()
                .endsWith(FileReasons.NOT_PERMITTED));
    }

    /** Every problem as {@link Problem#render()} prints it, a blank line between, then {@code 2 errors}. */
    public String report() {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem -> text.append(problem.render()).append("\n\n"));
        return text.append(count(problems)).toString();
    }

    private static String summary(List<Problem> problems) {
        List<String> errors =
                problems.stream().filter(Problem::isError).map(Problem::summary).toList();
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("a configuration without errors is not refused");
        }
        return errors.size() == 1 ? errors.get(0) : errors.get(0) + " (" + count(problems) + ")";
    }

    private static String count(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        return errors == 1 ? "1 error" : errors + " errors";
    }
}
