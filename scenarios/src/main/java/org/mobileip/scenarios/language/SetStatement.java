package org.mobileip.scenarios.language;

/** {@code set KEY VALUE}. Read before all others, by {@link Settings}. */
final class SetStatement implements Statement {

    static final Form.Slot<String> KEY = new Form.Slot<>(Kinds.KEY);
    static final Form.Slot<String> VALUE = new Form.Slot<>(Kinds.VALUE);

    private static final Form.Sequence FORM = Form.sequence(Form.word("set"), KEY, VALUE);

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "What `$KEY` stands for everywhere in the script. `--set KEY=VALUE` on the command line wins. `$$` is a dollar.";
    }

    @Override
    public String example() {
        return "set LIMIT 60ms";
    }

    /** Nothing is left to do: {@link Settings} has read this line by now. */
    @Override
    public void read(Match match, Draft draft) {}
}
