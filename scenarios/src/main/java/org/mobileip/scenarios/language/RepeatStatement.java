package org.mobileip.scenarios.language;

/** {@code repeat N}. */
final class RepeatStatement implements Statement {

    private static final Form.Word REPEAT = Form.word("repeat");
    private static final Form.Slot<Integer> TIMES =
            new Form.Slot<>(Kinds.integer("N", "how often to run, from 1 to 10000", 1, 10_000));
    private static final Form.Sequence FORM = Form.sequence(REPEAT, TIMES);

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "Run it this often; figures get a median and a spread, and `p95 over runs` something to stand on.";
    }

    @Override
    public String example() {
        return "repeat 30";
    }

    @Override
    public void read(Match match, Draft draft) {
        if (match.isWhole()) {
            draft.repeats().add(new Draft.Stated<>(match.value(TIMES), match));
            draft.use(Feature.REPEAT, match.place(REPEAT));
        }
    }

    @Override
    public void check(Draft draft) {
        Once.check(draft.repeats(), draft, "a scenario is repeated one number of times");
    }
}
