package org.mobileip.config;

import java.util.regex.Pattern;

/**
 * {@code [[interface]]}: the names of interfaces that may be used.
 *
 * @param pattern a name in which {@code *} stands for any characters and {@code ?} for one
 */
public record InterfaceMatch(String pattern) {

    /** Whether the interface {@code name} is meant. */
    public boolean matches(String name) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.matches(regex, name);
    }
}
