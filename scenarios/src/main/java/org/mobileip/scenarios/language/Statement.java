package org.mobileip.scenarios.language;

import java.util.Optional;

/** One kind of line: how it is written, what it means, what can be wrong with it. */
interface Statement {

    /** How it is written; begins with a word of its own. */
    Form.Sequence form();

    /** What it says, for the reference: one or two sentences. */
    String about();

    /** A line of this kind, for the reference. */
    String example();

    /** The word that it begins with. */
    default String keyword() {
        return form().parts().get(0).firstWords().iterator().next();
    }

    /** How the JSON form writes it; empty where JSON has another place for it. */
    default Optional<Shape> shape() {
        return Optional.empty();
    }

    /** Takes in one line of this kind; where the match is not whole, as much of it as is sure. Names are taken care of. */
    void read(Match match, Draft draft);

    /** Checks what can be said only when every line was read. */
    default void check(Draft draft) {}
}
