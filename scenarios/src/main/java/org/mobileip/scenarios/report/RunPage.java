package org.mobileip.scenarios.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.ScenarioFile;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.Verdict;

/** The page of one run, in the order in which a network engineer asks: passed, felt, why, said, tested, usual, raw. */
final class RunPage {

    private static final int MOST_LOGS = 8;
    private static final int MOST_MOVES_IN_FULL = 40;

    private final RunResult result;
    private final Scenario scenario;
    private final Packets packets;
    private final List<RunResult> others;
    private final List<String> remarks;

    /**
     * A page.
     *
     * @param packets what the capture showed; {@link Packets#NONE} where there is none
     * @param others all runs of the same scenario, this one among them; may be empty
     * @param remarks on how the page was made
     */
    RunPage(RunResult result, Scenario scenario, Packets packets, List<RunResult> others, List<String> remarks) {
        this.result = result;
        this.scenario = scenario;
        this.packets = packets;
        this.others = List.copyOf(others);
        this.remarks = List.copyOf(remarks);
    }

    String html() {
        StringBuilder body = new StringBuilder(header());
        body.append("<div class=\"two\">\n")
                .append(new ScriptSection(result, scenario).html())
                .append(new TopologyChart(result, scenario).html())
                .append("</div>\n");
        body.append(new WholeRunChart(result, scenario, packets).html());
        body.append(new PhaseChart(result).html());
        body.append(moves());
        body.append(new ComparisonChart(Map.of("", others)).html());
        body.append(verdictTable());
        body.append(howMeasured());
        return Page.of(result.script().title(), body.toString());
    }

    private String header() {
        long failing = result.missed();
        long checks = result.expectations().stream()
                .filter(verdict -> !verdict.warnOnly())
                .count();
        String verdict = result.passed()
                ? "<span class=\"verdict t-green\">✓ PASSED</span>  " + checks + " of " + checks + " checks"
                : "<span class=\"verdict t-red\">✗ FAILED</span>  " + failing + " of " + checks + " checks missed";
        String simulated = result.world().equals("sim") ? "<b class=\"t-orange\">SIMULATED</b> · " : "";
        Environment environment = result.environment();
        return "<header>\n<h1>" + Html.escape(result.script().title()) + "</h1>\n<p>" + verdict
                + "</p>\n<p class=\"faint\">"
                + simulated + "world " + Html.escape(result.world()) + " · dataplane "
                + Html.escape(environment.dataplane()) + " · version " + Html.escape(environment.version()) + " · "
                + Html.escape(environment.kernel()) + " · Java " + Html.escape(environment.java()) + " · "
                + environment.cpus() + " processors · seed " + result.seed() + " · "
                + environment.started().truncatedTo(ChronoUnit.SECONDS)
                + "</p>\n<p>"
                + "<a href=\"packets.pcapng\">packets.pcapng</a> <a href=\"result.json\">result.json</a> " + logs()
                + "<span class=\"faint\">again:</span> <code>scenarios run "
                + Html.escape(called())
                + settings() + " --world " + Html.escape(result.world()) + " --seed " + result.seed()
                + "</code></p>\n</header>\n";
    }

    /** What comes with the program has a name, everything else is in a file. */
    private String called() {
        String name = result.script().name();
        boolean comesWithUs = ScenarioFile.builtIns().stream()
                .anyMatch(script -> script.name().equals(name));
        return comesWithUs ? name : name + ScenarioFile.ENDING;
    }

    private String settings() {
        return result.script().settings().entrySet().stream()
                .map(each -> Html.escape(" --set " + each.getKey() + "=" + each.getValue()))
                .collect(Collectors.joining());
    }

    /** Each node that runs a program has a log. */
    private String logs() {
        return Stream.of(
                        scenario.homeAgents().stream().map(Scenario.HomeAgentNode::name),
                        scenario.networks().stream()
                                .filter(Scenario.Network::foreignAgent)
                                .map(Scenario.Network::name),
                        scenario.mobiles().stream().map(Scenario.MobileNode::name))
                .flatMap(names -> names)
                .limit(MOST_LOGS)
                .map(name -> "<a href=\"" + Html.escape(name) + ".log\">" + Html.escape(name) + ".log</a> ")
                .collect(Collectors.joining());
    }

    private String moves() {
        ZoomChart zoom = new ZoomChart(scenario, packets);
        LadderChart ladder = new LadderChart(scenario, packets);
        StringBuilder out = new StringBuilder();
        List<MoveResult> moves = result.moves();
        for (int i = 0; i < Math.min(moves.size(), MOST_MOVES_IN_FULL); i++) {
            MoveResult move = moves.get(i);
            double until = i + 1 < moves.size()
                    ? moves.get(i + 1).at().toNanos() / 1e6
                    : scenario.end().toNanos() / 1e6;
            String picture = zoom.svg(move, i) + ladder.svg(move, i, until);
            if (!picture.isEmpty()) {
                out.append("<section id=\"move-").append(i + 1).append("\">\n<h3>");
                out.append(TopologyChart.circled(i)).append(" move ").append(Html.escape(move.node()));
                out.append(" to ").append(Html.escape(move.to())).append(" at ");
                out.append(Svg.format(move.at().toNanos() / 1e9))
                        .append(" s</h3>\n")
                        .append(picture);
                out.append("</section>\n");
            }
        }
        return out.toString();
    }

    private String verdictTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Verdict verdict : result.expectations()) {
            rows.add(List.of(
                    ScriptSection.mark(verdict),
                    Integer.toString(verdict.line()),
                    Html.escape(verdict.text()),
                    Html.escape(verdict.scope()),
                    verdict.figure()
                            .filter(figure -> figure.measured().isPresent())
                            .map(figure ->
                                    ScriptSection.amount(figure.measured().getAsDouble(), figure.unit()))
                            .orElse(Html.escape(verdict.detail())),
                    verdict.figure()
                            .map(figure -> Html.escape(figure.comparison().sign()) + " "
                                    + ScriptSection.amount(figure.limit(), figure.unit()))
                            .orElse("")));
        }
        return Html.section(
                "checks",
                "All checks",
                Html.table(List.of("", "line", "expectation", "when", "measured", "limit"), rows));
    }

    private String howMeasured() {
        List<String> notes =
                Stream.concat(result.notes().stream(), remarks.stream()).toList();
        StringBuilder list = new StringBuilder();
        notes.forEach(note -> list.append("<li>").append(Html.escape(note)).append("</li>\n"));
        return Html.section(
                "measured", "How this was measured", """
                <p><b>Interruption</b>: the longest time without a received packet that overlaps the move window, less the send
                interval; the worse direction counts. Its resolution is the send interval. <b>Move window</b>: from the action until
                the first packet by the new path, or 3 s. <b>Lost</b>: sent and never received. <b>Intact</b>: one connection, no
                reset, every octet once and in order, hashes equal. <b>Floor</b>: 1 ms to notice the link, which takes a simulated
                node no time, and one round trip: what no registration can undercut. After RFC 6412 and RFC 6413.</p>
                <p>Packets are counted by the applications at both ends, by sequence number, with the kernel's time of arrival.
                Pictures are drawn from packets.pcapng, whose frame numbers stand behind #. In Wireshark the display filter
                <code>mip || ip.proto == 4</code> shows registrations and tunnels,
                <code>frame.interface_name == "mn:cafe"</code> one interface.</p>
                """ + (notes.isEmpty() ? "" : "<ul>\n" + list + "</ul>\n"));
    }
}
