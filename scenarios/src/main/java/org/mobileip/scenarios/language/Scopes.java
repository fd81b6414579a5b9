package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When what is expected has to hold. */
final class Scopes {

    static final Form.Slot<Duration> TIME = new Form.Slot<>(Kinds.TIME);

    private static final Form.Word PERCENTILE = Form.word("p95");

    static final List<Alternative<Scope>> ALL = List.of(
            scope(
                    words("after", "each", "move"),
                    "One check for each move.",
                    (match, draft) -> new Scope.AfterEachMove()),
            scope(
                    Form.sequence(Form.word("after"), Form.word("move"), Form.word("at"), TIME),
                    "One check, for the move at this time.",
                    (match, draft) -> new Scope.AfterMoveAt(match.value(TIME))),
            scope(
                    words("outside", "moves"),
                    "All the time but the move windows: from the action until the first packet by the new path, or 3s.",
                    (match, draft) -> new Scope.OutsideMoves()),
            scope(words("at", "end"), "When the scenario stops.", (match, draft) -> new Scope.AtEnd()),
            scope(
                    Form.sequence(PERCENTILE, Form.word("over"), Form.word("runs")),
                    "The 95th percentile of all runs.",
                    Scopes::overRuns));

    static final Form.OneOf FORM =
            new Form.OneOf(ALL.stream().map(Alternative::form).toList());

    private Scopes() {}

    /** The JSON form writes a scope as a script does. */
    private static Alternative<Scope> scope(Form form, String about, Alternative.Reader<Scope> reader) {
        return new Alternative<>("", form, Shape.of(), about, reader);
    }

    /** The scope of a line that was understood; the whole run where it gives none. */
    static Scope read(Match match, Draft draft) {
        Optional<Alternative<Scope>> given =
                ALL.stream().filter(each -> match.has(each.form())).findFirst();
        return given.map(each -> each.read(match, draft)).orElseGet(Scope.WholeRun::new);
    }

    private static Form words(String... words) {
        return new Form.Sequence(
                java.util.Arrays.stream(words).<Form>map(Form::word).toList());
    }

    private static Scope overRuns(Match match, Draft draft) {
        int index = match.index(PERCENTILE);
        draft.use(Feature.OVER_RUNS, match.line().from(index, index + 3));
        return new Scope.OverRuns();
    }
}
