package org.mobileip.config;

/**
 * {@code [[interface]]}: the names of interfaces that may be used.
 *
 * @param pattern a name in which {@code *} stands for any characters and {@code ?} for one
 */
public record InterfaceMatch(String pattern) {

    /** Whether the interface {@code name} is meant. Asked for every interface whenever something changes. */
    public boolean matches(String name) {
        return matches(0, name, 0);
    }

    /** Whether the rest of the pattern stands for the rest of the name. */
    private boolean matches(int at, String name, int from) {
        if (at == pattern.length()) {
            return from == name.length();
        }
        char wanted = pattern.charAt(at);
        if (wanted == '*') {
            return matches(at + 1, name, from) || (from < name.length() && matches(at, name, from + 1));
        }
        return from < name.length()
                && (wanted == '?' || wanted == name.charAt(from))
                && matches(at + 1, name, from + 1);
    }
}
