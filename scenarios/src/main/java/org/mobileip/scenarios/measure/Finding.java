package org.mobileip.scenarios.measure;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was found out about a condition at one time.
 *
 * @param resolution how fine the figure is, in its unit
 */
record Finding(boolean ok, Optional<Figure> figure, OptionalDouble resolution, String detail) {

    static Finding of(Figure figure, String detail) {
        return new Finding(figure.holds(), Optional.of(figure), OptionalDouble.empty(), detail);
    }

    /** One without a figure. */
    static Finding of(boolean ok, String detail) {
        return new Finding(ok, Optional.empty(), OptionalDouble.empty(), detail);
    }

    Finding withResolution(double resolution) {
        return new Finding(ok, figure, OptionalDouble.of(resolution), detail);
    }
}
