package org.mobileip.config;

/** The quotation of a source line below an error, safe to print on any terminal. */
final class Excerpt {

    private static final int WIDTH = 160;

    private Excerpt() {}

    /** Two lines: the source line behind its number, and carets under the token. */
    static String of(Place place) {
        int[] line = place.source().line(place.line()).codePoints().toArray();
        int from = Math.min(place.column() - 1, line.length);
        int start = from + Math.min(place.length(), WIDTH / 2) <= WIDTH ? 0 : from;
        int end = Math.min(line.length, start + WIDTH);
        int carets = Math.max(1, Math.min(place.length(), end - from));
        String margin = new String(line, start, from - start).replaceAll("[^\t]", " ");
        String shown = printable(new String(line, start, end - start));
        return String.format("%5d | %s\n      | %s%s", place.line(), shown, margin, "^".repeat(carets));
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
