package org.mobileip.scenarios.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What interfaces are called: as much like the name in the script as the kernel allows, which takes 15 octets and no colon,
 * slash or space; nor is anything left of what is a pattern in a configuration. No two are alike.
 */
public final class InterfaceNames {

    private static final int LONGEST = 15;

    private final Set<String> taken = new HashSet<>();

    /** {@code reserved} are never given out. */
    public InterfaceNames(String... reserved) {
        taken.addAll(List.of(reserved));
    }

    /** A name for {@code wanted} that has not been given out before. */
    public String of(String wanted) {
        String allowed = wanted.replaceAll("[^A-Za-z0-9_-]", "-");
        String name = allowed.substring(0, Math.min(LONGEST, allowed.length()));
        for (int number = 2; !taken.add(name); number++) {
            String end = "-" + number;
            name = allowed.substring(0, Math.min(LONGEST - end.length(), allowed.length())) + end;
        }
        return name;
    }
}
