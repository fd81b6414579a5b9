package org.mobileip.scenarios.language;

import java.util.List;

/** For what a script says at most once. */
final class Once {

    private Once() {}

    static <T> void check(List<Draft.Stated<T>> stated, Draft draft, String rule) {
        stated.stream().skip(1).forEach(again -> {
            String keyword = again.match().line().tokens().get(0).text();
            int first = stated.get(0).match().line().number();
            draft.problems()
                    .error(
                            again.match().line().whole(),
                            "a second \"" + keyword + "\"; the first is on line " + first,
                            rule);
        });
    }
}
