package org.mobileip.house;

import java.util.Set;
import java.util.TreeSet;

/**
 * What one package may import of ours.
 *
 * @param from the package
 * @param targets the packages it may import, beside itself
 * @param why what would be lost with another import
 */
record Arrow(String from, Set<String> targets, String why) {

    private static final String ROOT = "org.mobileip.";

    Arrow {
        targets = Set.copyOf(targets);
    }

    /** An arrow in the short names of ARCHITECTURE.md. */
    static Arrow of(String from, String targets, String why) {
        Set<String> whole = new TreeSet<>();
        for (String target : targets.split(" ", -1)) {
            if (!target.isEmpty()) {
                whole.add(ROOT + target);
            }
        }
        return new Arrow(ROOT + from, whole, why);
    }
}
