package org.mobileip.scenarios.report;

import java.util.Locale;

/** The colours of Okabe and Ito, which people with any colour vision can tell apart, and three greys. */
enum Ink {
    TEXT("#1a1a1a", "#e8e8e8"),
    FAINT("#6b6b6b", "#a0a0a0"),
    GRID("#dddddd", "#3a3a3a"),
    ON_COLOUR("#1a1a1a", "#1a1a1a"),
    PAPER("#f4f4f4", "#242424"),
    BLUE("#0072b2", "#56b4e9"),
    ORANGE("#e69f00", "#e69f00"),
    GREEN("#009e73", "#26c99a"),
    RED("#d55e00", "#ff8a3d"),
    SKY("#56b4e9", "#8fd0f5"),
    PURPLE("#cc79a7", "#e09cc3"),
    YELLOW("#f0e442", "#f0e442");

    private final String colour;
    private final String inTheDark;

    Ink(String colour, String inTheDark) {
        this.colour = colour;
        this.inTheDark = inTheDark;
    }

    String colour() {
        return colour;
    }

    /** On a dark page. */
    String inTheDark() {
        return inTheDark;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One of those that stand for things that are many, such as networks. */
    static Ink of(int number) {
        Ink[] many = {BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW};
        return many[Math.floorMod(number, many.length)];
    }
}
