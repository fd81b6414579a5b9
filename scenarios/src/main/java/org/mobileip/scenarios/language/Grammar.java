package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The whole language: every kind of line there is, in the order in which the reference shows them. */
final class Grammar {

    static final SetStatement SET = new SetStatement();
    static final ForStatement FOR = new ForStatement();

    private static final List<Statement> STATEMENTS = List.of(
            new TitleStatement(),
            new NetworkStatement(),
            new HomeAgentStatement(),
            new MobileStatement(),
            new HostStatement(),
            new StreamStatement(),
            new AtStatement(),
            ExpectStatement.expect(),
            ExpectStatement.warn(),
            new RepeatStatement(),
            FOR,
            SET);

    private static final Map<String, Statement> BY_KEYWORD =
            STATEMENTS.stream().collect(Collectors.toUnmodifiableMap(Statement::keyword, statement -> statement));

    private static final List<String> KEYWORDS =
            STATEMENTS.stream().map(Statement::keyword).toList();

    private Grammar() {}

    static List<Statement> statements() {
        return STATEMENTS;
    }

    /** The kind of line that begins with {@code keyword}. */
    static Optional<Statement> statement(String keyword) {
        return Optional.ofNullable(BY_KEYWORD.get(keyword));
    }

    static List<String> keywords() {
        return KEYWORDS;
    }
}
