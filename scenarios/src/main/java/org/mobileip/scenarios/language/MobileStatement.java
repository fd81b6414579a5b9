package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Draft.Stated;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;

/** {@code mobile NAME home IP …}. */
final class MobileStatement implements Statement {

    private static final Form.Slot<String> NAME = Form.Slot.naming(Names.Sort.MOBILE);
    private static final Form.Slot<Ipv4> HOME = new Form.Slot<>(Kinds.IP);
    private static final Form.Slot<Ipv4Prefix> NETWORK = new Form.Slot<>(Kinds.PREFIX);
    private static final Form.Sequence BEHIND = Form.sequence(Form.word("network"), NETWORK);
    private static final Form.Sequence FORM =
            Form.sequence(Form.word("mobile"), NAME, Form.word("home"), HOME, options());

    private static Form options() {
        List<Form> choices = new ArrayList<>(List.of(BEHIND));
        NodeOptions.MOBILE.forEach(option -> choices.add(option.form()));
        Map<String, String> elsewhere = NodeOptions.elsewhere(NodeOptions.MOBILE, NodeOptions.HOME_AGENT, "home-agent");
        return new Form.AnyOf(List.copyOf(choices), Set.of(BEHIND), elsewhere);
    }

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "A mobile node with its home address. It starts in the network that the address lies in; where it lies in none,"
                + " the home network is virtual and the node starts in no network. `network` puts a network behind the node"
                + " (RFC 5177) and may come more than once.";
    }

    @Override
    public String example() {
        return "mobile mn  home 10.10.0.57  auth hmac-sha256  lifetime 60s";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                Shape.said("mobile"),
                Shape.value("name", NAME),
                Shape.value("home", "home", HOME),
                new Shape.Values("networks", "network", NETWORK),
                Shape.options(NodeOptions.MOBILE)));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (!match.isWhole()) {
            return;
        }
        if (!draft.mobiles().isEmpty()) {
            draft.use(Feature.SEVERAL_MOBILES, match.line().from(0, 2));
        }
        if (match.has(BEHIND)) {
            draft.use(Feature.MOBILE_NETWORK, match.line().from(match.index(BEHIND), match.index(BEHIND) + 2));
        }
        MobileNode mobile = new MobileNode(
                match.line().number(),
                match.value(NAME),
                match.value(HOME),
                match.all(NETWORK).stream().map(Match.Located::value).toList(),
                NodeOptions.read(NodeOptions.MOBILE, match, draft));
        draft.mobiles().putIfAbsent(mobile.name(), new Stated<>(mobile, match));
    }

    @Override
    public void check(Draft draft) {
        Set<String> served =
                draft.homeAgents().stream().map(each -> each.thing().network()).collect(Collectors.toSet());
        draft.mobiles().values().forEach(each -> checkHome(each, served, draft));
        draft.mobiles().values().forEach(each -> checkFlows(each, draft));
        new MobileNetworks(draft).check();
    }

    private static void checkFlows(Stated<MobileNode> mobile, Draft draft) {
        for (ConfigurationSetting.Flow flow : ConfigurationSetting.flowsOf(mobile.thing())) {
            boolean isUnknown = flow.network()
                    .filter(network -> !draft.networks().containsKey(network))
                    .isPresent();
            if (isUnknown && !draft.isDoubtful("network")) {
                draft.problems()
                        .error(
                                mobile.match().line().from(0, 2),
                                "flows go by \"" + flow.network().orElse("") + "\", which is no network",
                                "one of: " + String.join(", ", draft.networks().keySet()));
            }
        }
    }

    private static void checkHome(Stated<MobileNode> mobile, Set<String> served, Draft draft) {
        Match.Located<Ipv4> home = mobile.match().located(HOME);
        Optional<Network> network = draft.addresses().claimAnywhere(home);
        if (network.isEmpty() && !draft.isDoubtful("network")) {
            draft.use(Feature.VIRTUAL_HOME_NETWORK, home.place());
        }
        boolean known = !served.isEmpty() && !draft.isDoubtful("home-agent");
        if (known && network.isPresent() && !served.contains(network.get().name())) {
            draft.problems()
                    .error(
                            home.place(),
                            "\"" + mobile.thing().name() + "\" is at home in \""
                                    + network.get().name() + "\", which has no home agent",
                            "home-agent NAME on " + network.get().name());
        }
    }

    /** The prefixes behind {@code mobile}, with their places. */
    static List<Match.Located<Ipv4Prefix>> networksBehind(Stated<MobileNode> mobile) {
        return mobile.match().all(NETWORK);
    }
}
