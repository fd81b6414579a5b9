package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;

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

    private Grammar() {}

    static List<Statement> statements() {
        return STATEMENTS;
    }

    /** The kind of line that begins with {@code keyword}. */
    static Optional<Statement> statement(String keyword) {
        return STATEMENTS.stream()
                .filter(each -> each.keyword().equals(keyword))
                .findFirst();
    }

    static List<String> keywords() {
        return STATEMENTS.stream().map(Statement::keyword).toList();
    }
}
