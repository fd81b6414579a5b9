package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** {@code at TIME action}. */
final class AtStatement implements Statement {

    static final Form.Slot<Duration> TIME = new Form.Slot<>(Kinds.TIME);

    private static final Form.Sequence FORM = Form.sequence(Form.word("at"), TIME, Actions.FORM);

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "What happens when. Times count from the moment when all is set up and the streams run; a line is never earlier"
                + " than the one above. Every script ends with `at TIME stop`.";
    }

    @Override
    public String example() {
        return "at 5s  move mn to lte  overlap 1s";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(Shape.said("at"), Shape.value("at", TIME), Actions.shape()));
    }

    @Override
    public void read(Match match, Draft draft) {
        Optional<TimedAction> action = match.isWhole()
                ? Actions.read(match, draft)
                        .map(done -> new TimedAction(match.line().number(), match.value(TIME), done))
                : Optional.empty();
        draft.actions().add(new Draft.Timed(action, match));
    }

    @Override
    public void check(Draft draft) {
        new Timeline(draft).check();
    }
}
