package org.mobileip.scenarios.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Verdict;

/**
 * Verdicts in the XML that CI systems read as JUnit's: a suite for each scenario, a case for each check of each run. A check
 * that only warns passes, and says in its output what it would have missed.
 */
final class JunitXml {

    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(List<Played> all) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            new JunitXml(xml).suites(all);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException neverInMemory) {
            throw new AssertionError(neverInMemory);
        }
        return text + "\n";
    }

    private void suites(List<Played> all) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        counts(all);
        for (Played played : all) {
            suite(played);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private void suite(Played played) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        attribute("name", played.scenario().title());
        counts(List.of(played));
        attribute("time", String.format(Locale.ROOT, "%.3f", played.took().toMillis() / 1000.0));
        int run = 0;
        for (RunResult result : played.results()) {
            run++;
            for (Verdict verdict : result.expectations()) {
                check(played, played.wanted() == 1 ? "" : ", run " + run, verdict);
            }
        }
        if (played.summary().isPresent()) {
            for (Verdict verdict : played.summary().get().overRuns()) {
                check(played, "", verdict);
            }
        }
        if (played.trouble().isPresent()) {
            trouble(played, played.trouble().get());
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void check(Played played, String run, Verdict verdict) throws XMLStreamException {
        begin(played, "line " + verdict.line() + ": " + verdict.text() + ", " + verdict.scope() + run);
        String measured = Screen.missed(verdict);
        if (verdict.isMissed()) {
            xml.writeStartElement("failure");
            attribute("message", measured);
        } else {
            xml.writeStartElement("system-out");
            xml.writeCharacters(legal(verdict.ok() ? measured : "warning: " + measured));
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void trouble(Played played, String why) throws XMLStreamException {
        begin(played, "the run is carried out");
        xml.writeStartElement("error");
        attribute("message", why);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void begin(Played played, String name) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute("classname", played.scenario().name());
        attribute("name", name);
    }

    private void counts(List<Played> all) throws XMLStreamException {
        long errors =
                all.stream().filter(played -> played.trouble().isPresent()).count();
        attribute(
                "tests",
                String.valueOf(all.stream()
                                .mapToLong(played -> verdicts(played).size())
                                .sum()
                        + errors));
        attribute(
                "failures",
                String.valueOf(all.stream()
                        .mapToLong(played -> verdicts(played).stream()
                                .filter(Verdict::isMissed)
                                .count())
                        .sum()));
        attribute("errors", String.valueOf(errors));
    }

    private static List<Verdict> verdicts(Played played) {
        return java.util.stream.Stream.concat(
                        played.results().stream().flatMap(result -> result.expectations().stream()),
                        played.summary().stream().flatMap(summary -> summary.overRuns().stream()))
                .toList();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    /** XML 1.0 has no way to write most control characters. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().map(point -> isLegal(point) ? point : 0xfffd).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int point) {
        return point < 0x20 ? point == '\n' || point == '\t' : point != 0xfffe && point != 0xffff;
    }
}
