package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;

/** {@code home-agent NAME on NET address IP …}. */
final class HomeAgentStatement implements Statement {

    private static final Form.Slot<String> NAME = Form.Slot.naming(Names.Sort.HOME_AGENT);
    private static final Form.Slot<String> NETWORK = Form.Slot.nameOf(Kinds.NET, Names.Sort.NETWORK);
    private static final Form.Slot<Ipv4> ADDRESS = new Form.Slot<>(Kinds.IP);
    private static final Form.Sequence FORM =
            Form.sequence(Form.word("home-agent"), NAME, Form.word("on"), NETWORK, options());

    private static Form options() {
        List<Form> choices = new ArrayList<>(List.of(Form.sequence(Form.word("address"), ADDRESS)));
        NodeOptions.HOME_AGENT.forEach(option -> choices.add(option.form()));
        Map<String, String> elsewhere =
                new HashMap<>(NodeOptions.elsewhere(NodeOptions.HOME_AGENT, NodeOptions.MOBILE, "mobile"));
        elsewhere.put("lifetime", "did you mean \"max-lifetime\"?");
        return new Form.AnyOf(List.copyOf(choices), Set.of(), Map.copyOf(elsewhere));
    }

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "A home agent in a network. Without an address it gets the lowest that is free there. It serves the mobile"
                + " nodes whose home address lies in that network; the first home agent serves those that lie in none.";
    }

    @Override
    public String example() {
        return "home-agent ha  on home  address 10.10.0.1";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                Shape.said("home-agent"),
                Shape.value("name", NAME),
                Shape.value("on", "on", NETWORK),
                Shape.optional("address", "address", ADDRESS),
                Shape.options(NodeOptions.HOME_AGENT)));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (!match.isWhole()) {
            return;
        }
        if (!draft.homeAgents().isEmpty()) {
            draft.use(Feature.SEVERAL_HOME_AGENTS, match.line().from(0, 2));
        }
        Draft.Placed agent = new Draft.Placed(
                match.value(NAME),
                match.value(NETWORK),
                match.maybe(ADDRESS),
                NodeOptions.read(NodeOptions.HOME_AGENT, match, draft));
        draft.homeAgents().add(new Draft.Stated<>(agent, match));
    }

    @Override
    public void check(Draft draft) {
        draft.homeAgents().forEach(each -> {
            if (each.match().has(ADDRESS)) {
                draft.addresses().claimIn(each.thing().network(), each.match().located(ADDRESS));
            }
        });
    }
}
