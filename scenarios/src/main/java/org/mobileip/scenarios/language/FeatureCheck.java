package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.config.Problem;

/** Holds what a script asks for against what a world can do. */
public final class FeatureCheck {

    private FeatureCheck() {}

    /** One error for each place where {@code file} asks for what is not among {@code supported}, in the script's order. */
    public static List<Problem> problems(ScenarioFile file, Set<Feature> supported) {
        return file.uses().stream()
                .filter(use -> !supported.contains(use.feature()))
                .map(use -> new Problem(
                        Problem.Severity.ERROR,
                        use.place(),
                        use.feature().description() + " is not done by this version yet",
                        Optional.empty()))
                .toList();
    }
}
