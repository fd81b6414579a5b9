package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.language.Scenario.Network;

/**
 * Writes a scenario as a script, in one canonical form: kinds of lines in blocks, the parts of lines in columns. What is
 * written is read as the same scenario, but for its lines and its source. Settings are in place already where they are used;
 * a scenario with loops is written with their first values, as it is.
 */
public final class ScenarioText {

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9./%_:,-]*");

    private final Columns columns = new Columns();

    private ScenarioText() {}

    /** The script; ends with a line end. */
    public static String of(Scenario scenario) {
        return new ScenarioText().write(scenario);
    }

    /**
     * A time or a duration as a script writes it: {@code 250ms}, {@code 1.5s}, {@code 90s}, {@code 2min}.
     *
     * @param time not negative
     */
    public static String time(Duration time) {
        return Quantities.text(time);
    }

    private String write(Scenario scenario) {
        columns.row("scenario", Phrases.quoted(scenario.title()));
        columns.block();
        scenario.repeat().ifPresent(times -> columns.row("repeat", Integer.toString(times)));
        scenario.settings().forEach(each -> columns.row("set", each.key(), value(each.value())));
        scenario.loops().forEach(each -> columns.row("for", each.variable(), "in " + values(each.values())));
        columns.block();
        scenario.networks().forEach(this::network);
        columns.block();
        scenario.homeAgents().forEach(this::homeAgent);
        scenario.mobiles().forEach(this::mobile);
        scenario.hosts()
                .forEach(each -> columns.row("host", each.name(), "on " + each.network(), "address " + each.address()));
        columns.block();
        scenario.streams().forEach(this::stream);
        columns.block();
        scenario.actions().forEach(this::action);
        columns.block();
        scenario.expectations().forEach(this::expectation);
        return columns.text();
    }

    private void network(Network network) {
        List<String> cells = words("network", network.name(), network.prefix().toString());
        LinkQuality quality = network.quality();
        quality.delay().ifPresent(delay -> cells.add("delay " + Quantities.text(delay)));
        quality.jitter().ifPresent(jitter -> cells.add("jitter " + Quantities.text(jitter)));
        quality.loss().ifPresent(loss -> cells.add("loss " + Quantities.percent(loss)));
        quality.bitsPerSecond().ifPresent(rate -> cells.add("rate " + Quantities.rateText(rate)));
        quality.mtu().ifPresent(mtu -> cells.add("mtu " + mtu));
        quality.duplication().ifPresent(share -> cells.add("duplicate " + Quantities.percent(share)));
        quality.reordering().ifPresent(share -> cells.add("reorder " + Quantities.percent(share)));
        if (network.nat()) {
            cells.add("nat");
        }
        if (network.foreignAgent()) {
            cells.add("foreign-agent");
        }
        columns.row(cells);
    }

    private void homeAgent(Scenario.HomeAgentNode agent) {
        List<String> cells = words("home-agent", agent.name(), "on " + agent.network(), "address " + agent.address());
        columns.row(withOptions(cells, agent.options()));
    }

    private void mobile(Scenario.MobileNode mobile) {
        List<String> cells = words("mobile", mobile.name(), "home " + mobile.home());
        mobile.networks().forEach(network -> cells.add("network " + network));
        columns.row(withOptions(cells, mobile.options()));
    }

    private void stream(Stream stream) {
        String arrow = stream.bothWays() ? " <-> " : " -> ";
        List<String> cells = words("stream", stream.name(), stream.kind().word(), stream.from() + arrow + stream.to());
        stream.every().ifPresent(every -> cells.add("every " + Quantities.text(every)));
        stream.size().ifPresent(size -> cells.add("size " + size));
        stream.bitsPerSecond().ifPresent(rate -> cells.add("rate " + Quantities.rateText(rate)));
        columns.row(cells);
    }

    private void action(Scenario.TimedAction timed) {
        List<String> cells = words("at", Quantities.text(timed.at()));
        cells.addAll(Phrases.action(timed.action()));
        columns.row(cells);
    }

    private void expectation(Expectation expectation) {
        List<String> cells = words(expectation.warnOnly() ? "warn" : "expect", expectation.text());
        Phrases.scope(expectation.scope()).ifPresent(cells::add);
        columns.row(cells);
    }

    private static List<String> withOptions(List<String> cells, List<Scenario.Option> options) {
        options.forEach(option -> cells.add(option.name() + " " + option.value()));
        return cells;
    }

    private static List<String> words(String... words) {
        return new ArrayList<>(List.of(words));
    }

    private static String values(List<String> values) {
        return values.stream().map(ScenarioText::value).collect(Collectors.joining(" "));
    }

    private static String value(String value) {
        return BARE.matcher(value).matches() ? value : Phrases.quoted(value);
    }
}
