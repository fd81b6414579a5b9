package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveResult;
import org.mobileip.scenarios.measure.RunResult;

/** Who was where: networks as bars around the core, nodes on them, and the moves in their order. */
final class TopologyChart {

    private static final double WIDTH = 420;
    private static final double BAR = 340;
    private static final double FIRST = 46;
    private static final double ROW = 100;
    private static final double CORE = 24;
    private static final double STUB = 46;
    private static final int MOST_NODES = 3;

    private final RunResult result;
    private final Scenario scenario;
    private final Svg svg = new Svg(WIDTH);

    TopologyChart(RunResult result, Scenario scenario) {
        this.result = result;
        this.scenario = scenario;
    }

    String html() {
        List<Scenario.Network> networks = scenario.networks();
        double last = FIRST + ROW * (networks.size() - 1);
        if (networks.size() > 1) {
            svg.line(CORE, FIRST, CORE, last, Ink.FAINT, 2);
        }
        svg.label(CORE, FIRST - 12, "core", Svg.Anchor.MIDDLE, Ink.FAINT, 12);
        for (int i = 0; i < networks.size(); i++) {
            network(networks.get(i), FIRST + ROW * i, Ink.of(i));
        }
        String names = networks.stream().map(Scenario.Network::name).collect(Collectors.joining(", "));
        return Html.section(
                "topology",
                "Topology",
                Html.picture(svg.finish(
                        "Topology", "Networks " + names + " around the core, with the nodes on them", WIDTH)));
    }

    private void network(Scenario.Network network, double y, Ink ink) {
        double left = CORE + STUB;
        svg.line(CORE, y, left, y, Ink.FAINT, 2);
        if (network.nat()) {
            svg.frame(CORE + 7, y - 9, 32, 18, Ink.FAINT).box(CORE + 8, y - 8, 30, 16, Ink.PAPER, "");
            svg.label(CORE + 23, y + 4, "NAT", Svg.Anchor.MIDDLE, Ink.TEXT, 11);
        }
        svg.line(left, y, left + BAR, y, ink, 4);
        svg.label(left, y - 23, network.name() + "  " + network.prefix(), Svg.Anchor.START, Ink.TEXT, 13);
        svg.label(left, y - 9, quality(network), Svg.Anchor.START, Ink.FAINT, 11);
        List<String> nodes = nodesOn(network);
        for (int i = 0; i < nodes.size(); i++) {
            double x = left + 4 + i * BAR / MOST_NODES;
            svg.line(x, y, x, y + 14, Ink.FAINT, 1.5);
            svg.label(x, y + 27, nodes.get(i), Svg.Anchor.START, Ink.TEXT, 11);
        }
        visits(network).ifPresent(text -> svg.label(left, y + 43, text, Svg.Anchor.START, Ink.FAINT, 11));
        svg.reach(y + 46);
    }

    private List<String> nodesOn(Scenario.Network network) {
        List<String> nodes = new ArrayList<>();
        scenario.homeAgents().stream()
                .filter(agent -> agent.network().equals(network.name()))
                .forEach(agent -> nodes.add(agent.name() + " " + agent.address()));
        scenario.hosts().stream()
                .filter(host -> host.network().equals(network.name()))
                .forEach(host -> nodes.add(host.name() + " " + host.address()));
        scenario.mobiles().stream()
                .filter(mobile -> network.prefix().contains(mobile.home()))
                .forEach(mobile -> nodes.add("(" + mobile.name() + " " + mobile.home() + behind(mobile) + ")"));
        return nodes.size() <= MOST_NODES
                ? nodes
                : Stream.concat(
                                nodes.subList(0, MOST_NODES - 1).stream(),
                                Stream.of("and " + (nodes.size() - MOST_NODES + 1) + " more"))
                        .toList();
    }

    private String behind(Scenario.MobileNode mobile) {
        List<String> hosts = scenario.hosts().stream()
                .filter(host -> host.network().equals(mobile.name()))
                .map(host -> host.name() + " " + host.address())
                .toList();
        return hosts.isEmpty() ? "" : ", behind it " + String.join(", ", hosts);
    }

    private static String quality(Scenario.Network network) {
        List<String> words = new ArrayList<>();
        network.quality().delay().ifPresent(delay -> words.add(Html.millis(delay.toNanos() / 1e6)));
        network.quality().jitter().ifPresent(jitter -> words.add("± " + Html.millis(jitter.toNanos() / 1e6)));
        network.quality().loss().ifPresent(loss -> words.add(Svg.format(loss * 100) + " % lost"));
        network.quality().bitsPerSecond().ifPresent(rate -> words.add(Svg.format(rate / 1e6) + " Mbit/s"));
        network.quality().duplication().ifPresent(share -> words.add(Svg.format(share * 100) + " % twice"));
        network.quality().reordering().ifPresent(share -> words.add(Svg.format(share * 100) + " % reordered"));
        network.quality().mtu().ifPresent(mtu -> words.add("MTU " + mtu));
        if (network.foreignAgent()) {
            words.add("foreign agent");
        }
        return String.join(", ", words);
    }

    private Optional<String> visits(Scenario.Network network) {
        List<String> visits = new ArrayList<>();
        for (int i = 0; i < result.moves().size(); i++) {
            MoveResult move = result.moves().get(i);
            if (move.to().equals(network.name())) {
                visits.add(circled(i) + " " + move.node() + " at "
                        + Svg.format(move.at().toMillis() / 1000.0) + " s");
            }
        }
        return visits.isEmpty() ? Optional.empty() : Optional.of(shortened(visits));
    }

    private static String shortened(List<String> visits) {
        int shown = 3;
        return visits.size() <= shown
                ? String.join("   ", visits)
                : String.join("   ", visits.subList(0, shown)) + "   and " + (visits.size() - shown) + " more";
    }

    /** ① to ⑳, then plain numbers. */
    static String circled(int index) {
        return index < 20 ? Character.toString('①' + index) : "(" + (index + 1) + ")";
    }
}
