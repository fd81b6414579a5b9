package org.mobileip.scenarios.report;

import java.util.Locale;

/**
 * A picture under construction. Everything is said in presentation attributes, so that it is complete where style sheets and
 * scripts are blocked; class names let a style sheet change colours where it is not.
 */
final class Svg {

    private final StringBuilder out = new StringBuilder();
    private final double width;
    private double height;

    /**
     * An empty picture.
     *
     * @param width in units of its own; it is drawn as wide as the page allows
     */
    Svg(double width) {
        this.width = width;
    }

    double width() {
        return width;
    }

    /** Says that the picture reaches down to here at least. */
    Svg reach(double y) {
        height = Math.max(height, y);
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, Ink ink, double thickness) {
        return open("line")
                .number("x1", x1)
                .number("y1", y1)
                .number("x2", x2)
                .number("y2", y2)
                .stroke(ink, thickness)
                .close()
                .reach(Math.max(y1, y2));
    }

    Svg dashed(double x1, double y1, double x2, double y2, Ink ink) {
        return open("line")
                .number("x1", x1)
                .number("y1", y1)
                .number("x2", x2)
                .number("y2", y2)
                .stroke(ink, 1)
                .text("stroke-dasharray", "3 3")
                .close()
                .reach(Math.max(y1, y2));
    }

    Svg box(double x, double y, double w, double h, Ink ink, String hover) {
        open("rect")
                .number("x", x)
                .number("y", y)
                .number("width", Math.max(0, w))
                .number("height", h)
                .fill(ink);
        return withTitle("rect", hover).reach(y + h);
    }

    /** A box with a frame and nothing in it. */
    Svg frame(double x, double y, double w, double h, Ink ink) {
        return open("rect")
                .number("x", x)
                .number("y", y)
                .number("width", w)
                .number("height", h)
                .text("fill", "none")
                .stroke(ink, 1)
                .close()
                .reach(y + h);
    }

    Svg dot(double x, double y, double radius, Ink ink) {
        return open("circle")
                .number("cx", x)
                .number("cy", y)
                .number("r", radius)
                .fill(ink)
                .close()
                .reach(y + radius);
    }

    /** A ring: what a dot is not. */
    Svg ring(double x, double y, double radius, Ink ink) {
        return open("circle")
                .number("cx", x)
                .number("cy", y)
                .number("r", radius)
                .text("fill", "none")
                .stroke(ink, 1.2)
                .close()
                .reach(y + radius);
    }

    /**
     * A path.
     *
     * @param d in the language of SVG paths
     */
    Svg path(String d, Ink ink, double thickness) {
        return open("path")
                .text("d", d)
                .text("fill", "none")
                .stroke(ink, thickness)
                .close();
    }

    /** A path that says what it is when somebody points at it. */
    Svg path(String d, Ink ink, double thickness, String hover) {
        open("path").text("d", d).text("fill", "none").stroke(ink, thickness);
        return withTitle("path", hover);
    }

    /** What is drawn from here to {@link #endLink} leads to a place in the page. */
    Svg beginLink(String place) {
        out.append("<a href=\"#").append(Html.escape(place)).append("\">\n");
        return this;
    }

    Svg endLink() {
        out.append("</a>\n");
        return this;
    }

    /** A filled path. */
    Svg area(String d, Ink ink) {
        return open("path").text("d", d).fill(ink).close();
    }

    Svg label(double x, double y, String text, Anchor anchor, Ink ink) {
        return label(x, y, text, anchor, ink, 11);
    }

    Svg label(double x, double y, String text, Anchor anchor, Ink ink, double size) {
        open("text")
                .number("x", x)
                .number("y", y)
                .text("text-anchor", anchor.word)
                .number("font-size", size)
                .text("font-family", "system-ui, sans-serif")
                .fill(ink);
        out.append('>').append(Html.escape(text)).append("</text>\n");
        return reach(y + 4);
    }

    /** An arrow head that points to {@code x}. */
    Svg head(double x, double y, boolean right, Ink ink) {
        double back = right ? x - 7 : x + 7;
        return area(
                "M" + format(x) + ' ' + format(y) + 'L' + format(back) + ' ' + format(y - 3.5) + 'L' + format(back)
                        + ' ' + format(y + 3.5) + 'Z',
                ink);
    }

    /**
     * The finished picture.
     *
     * @param title what it is, for who hears it or hovers over it
     * @param description what it shows
     */
    String finish(String title, String description) {
        return finish(title, description, "100%");
    }

    /** The finished picture, so many pixels wide and no wider. */
    String finish(String title, String description, double pixels) {
        return finish(title, description, format(pixels));
    }

    private String finish(String title, String description, String wide) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + wide + "\" viewBox=\"0 0 "
                + format(width)
                + ' '
                + format(height + 4) + "\">\n<title>" + Html.escape(title) + "</title>\n<desc>"
                + Html.escape(description)
                + "</desc>\n" + out + "</svg>\n";
    }

    static String format(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private Svg open(String element) {
        out.append('<').append(element);
        return this;
    }

    private Svg number(String name, double value) {
        return text(name, format(value));
    }

    private Svg text(String name, String value) {
        out.append(' ').append(name).append("=\"").append(Html.escape(value)).append('"');
        return this;
    }

    private Svg fill(Ink ink) {
        return text("fill", ink.colour()).text("class", "f-" + ink.word());
    }

    private Svg stroke(Ink ink, double thickness) {
        return text("stroke", ink.colour()).number("stroke-width", thickness).text("class", "s-" + ink.word());
    }

    private Svg close() {
        out.append("/>\n");
        return this;
    }

    private Svg withTitle(String element, String hover) {
        if (hover.isEmpty()) {
            return close();
        }
        out.append("><title>")
                .append(Html.escape(hover))
                .append("</title></")
                .append(element)
                .append(">\n");
        return this;
    }

    /** Which point of a text stands at its place. */
    enum Anchor {
        START("start"),
        MIDDLE("middle"),
        END("end");

        private final String word;

        Anchor(String word) {
            this.word = word;
        }
    }
}
