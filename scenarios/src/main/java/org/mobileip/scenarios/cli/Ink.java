package org.mobileip.scenarios.cli;

/**
 * Colours, where they are wanted. A verdict is never told by colour alone.
 *
 * @param wanted whether to colour at all
 */
record Ink(boolean wanted) {

    String good(String text) {
        return sgr("32", text);
    }

    String bad(String text) {
        return sgr("31", text);
    }

    String doubtful(String text) {
        return sgr("33", text);
    }

    String bold(String text) {
        return sgr("1", text);
    }

    String faint(String text) {
        return sgr("2", text);
    }

    String figure(String text) {
        return sgr("36", text);
    }

    private String sgr(String code, String text) {
        return wanted && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
