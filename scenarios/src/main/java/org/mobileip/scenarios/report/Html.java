package org.mobileip.scenarios.report;

import java.util.List;
import java.util.Locale;

/** Pieces of HTML. */
final class Html {

    private Html() {}

    /** Text in an element or an attribute; what a page cannot hold is left out. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().filter(Html::isAllowed).forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\n' || point == '\t' || (point >= 0x20 && point != 0x7f && !(point >= 0x80 && point < 0xa0));
    }

    /** A section with a heading. */
    static String section(String id, String heading, String body) {
        return "<section id=\"" + id + "\">\n<h2>" + escape(heading) + "</h2>\n" + body + "</section>\n";
    }

    /** A picture that may be scrolled sideways where the page is narrow. */
    static String picture(String svg) {
        return "<div class=\"picture\">\n" + svg + "</div>\n";
    }

    /** A table; cells are HTML already. */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder out = new StringBuilder("<div class=\"picture\"><table>\n<thead><tr>");
        head.forEach(cell -> out.append("<th>").append(escape(cell)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(cell).append("</td>"));
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n").toString();
    }

    /** Something that is folded away until somebody wants it. */
    static String details(String summary, String body) {
        return "<details><summary>" + escape(summary) + "</summary>\n" + body + "</details>\n";
    }

    /** Milliseconds for people: {@code 0.42 ms}, {@code 38.0 ms}, {@code 1.20 s}. */
    static String millis(double millis) {
        if (Math.abs(millis) >= 1000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000);
        }
        return String.format(Locale.ROOT, Math.abs(millis) < 10 ? "%.2f ms" : "%.1f ms", millis);
    }
}
