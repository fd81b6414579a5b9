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

    private static final List<Section> SECTIONS = List.of(
            section("networks", "network", true),
            section("home_agents", "home-agent", true),
            section("mobiles", "mobile", false),
            section("hosts", "host", false),
            section("streams", "stream", true),
            section("actions", "at", true),
            section("expectations", "expect", true));

    private Grammar() {}

    /**
     * A list in the JSON form.
     *
     * @param member what it is called
     * @param keyword what its lines begin with in a script
     * @param shape of the objects in it
     * @param beginsBlock whether a script is laid out with an empty line before them
     */
    record Section(String member, String keyword, Shape shape, boolean beginsBlock) {}

    private static Section section(String member, String keyword, boolean beginsBlock) {
        Shape shape = Optional.ofNullable(BY_KEYWORD.get(keyword))
                .flatMap(Statement::shape)
                .orElseThrow();
        return new Section(member, keyword, shape, beginsBlock);
    }

    /** The lists of the JSON form, in the order in which a script has their lines. */
    static List<Section> sections() {
        return SECTIONS;
    }

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
