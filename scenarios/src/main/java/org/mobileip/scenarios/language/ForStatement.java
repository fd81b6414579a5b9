package org.mobileip.scenarios.language;

/** {@code for NAME in VALUE…}. Read before all others, by {@link Settings}. */
final class ForStatement implements Statement {

    static final Form.Word FOR = Form.word("for");
    static final Form.Slot<String> KEY = new Form.Slot<>(Kinds.VARIABLE);
    static final Form.Slot<String> VALUE = new Form.Slot<>(Kinds.VALUE);

    private static final Form.Sequence FORM = Form.sequence(FOR, KEY, Form.word("in"), new Form.Many(VALUE));

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "One run for each value of `$NAME`; with several such lines, one for each combination. The title of a run says"
                + " its values. `--set NAME=VALUE` runs that value alone.";
    }

    @Override
    public String example() {
        return "for DELAY in 5ms 20ms 80ms";
    }

    /** Little is left to do: {@link Settings} has read this line by now. */
    @Override
    public void read(Match match, Draft draft) {
        draft.use(Feature.LOOP, match.place(FOR));
    }
}
