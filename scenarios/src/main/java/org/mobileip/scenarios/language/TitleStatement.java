package org.mobileip.scenarios.language;

/** {@code scenario "…"}. */
final class TitleStatement implements Statement {

    private static final Form.Slot<String> TITLE = new Form.Slot<>(Kinds.STRING);
    private static final Form.Sequence FORM = Form.sequence(Form.word("scenario"), TITLE);

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "The title, for people. Without one, the file's name is the title.";
    }

    @Override
    public String example() {
        return "scenario \"Café to LTE and home again\"";
    }

    @Override
    public void read(Match match, Draft draft) {
        if (match.isWhole()) {
            draft.titles().add(new Draft.Stated<>(match.value(TITLE), match));
        }
    }

    @Override
    public void check(Draft draft) {
        Once.check(draft.titles(), draft, "a scenario has one title");
    }
}
