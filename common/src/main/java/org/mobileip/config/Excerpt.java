package org.mobileip.config;

/** The quotation of a source line below an error, safe to print on any terminal. */
final class Excerpt {

    private static final int WIDTH = 160;

    private Excerpt() {}

    /** Two lines: the source line behind its number, and carets under the token. */
    static String of(Place place) {
        String line = place.source().line(place.line());
        int from = Math.min(place.column() - 1, line.length());
        int start = from + Math.min(place.length(), WIDTH) <= WIDTH ? 0 : from;
        String shown = line.substring(start, Math.min(line.length(), start + WIDTH));
        int carets = Math.max(1, Math.min(place.length(), shown.length() - (from - start)));
        String margin = printable(shown.substring(0, from - start)).replaceAll("[^\t]", " ");
        return String.format("%5d | %s%n      | %s%s", place.line(), printable(shown), margin, "^".repeat(carets));
    }

    /** Control and direction characters, which could forge lines or colours on a terminal, become visible. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> safe.appendCodePoint(isPrintable(point) ? point : 0xfffd));
        return safe.toString();
    }

    private static boolean isPrintable(int point) {
        return point == '\t'
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}
