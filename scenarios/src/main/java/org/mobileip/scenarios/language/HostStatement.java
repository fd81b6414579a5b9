package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;

/** {@code host NAME on NET address IP}; the NET may be the name of a mobile node, for the network behind it. */
final class HostStatement implements Statement {

    private static final Form.Slot<String> NAME = Form.Slot.naming(Names.Sort.HOST);
    private static final Form.Slot<String> NETWORK = Form.Slot.nameOf(Kinds.NET, Names.Sort.NETWORK, Names.Sort.MOBILE);
    private static final Form.Slot<Ipv4> ADDRESS = new Form.Slot<>(Kinds.IP);
    private static final Form.Sequence FORM = Form.sequence(
            Form.word("host"),
            NAME,
            Form.word("on"),
            NETWORK,
            Form.anyOf(Form.sequence(Form.word("address"), ADDRESS)));

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "A host that stays where it is: the other end of the streams. Without an address it gets the lowest that is"
                + " free in its network. On the name of a mobile node it is in the network behind that node.";
    }

    @Override
    public String example() {
        return "host cn  on home  address 10.10.0.200";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                Shape.said("host"),
                Shape.value("name", NAME),
                Shape.value("on", "on", NETWORK),
                Shape.optional("address", "address", ADDRESS)));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (match.isWhole()) {
            Draft.Placed host =
                    new Draft.Placed(match.value(NAME), match.value(NETWORK), match.maybe(ADDRESS), List.of());
            draft.hosts().add(new Draft.Stated<>(host, match));
        }
    }

    @Override
    public void check(Draft draft) {
        draft.hosts().forEach(each -> {
            draft.mobile(each.thing().network())
                    .filter(mobile -> mobile.networks().isEmpty())
                    .ifPresent(mobile -> draft.problems()
                            .error(
                                    each.match().place(NETWORK),
                                    "there is no network behind \"" + mobile.name() + "\"",
                                    "mobile " + mobile.name() + " home " + mobile.home() + "  network 10.20.3.0/24"));
            if (each.match().has(ADDRESS)) {
                draft.addresses().claimIn(each.thing().network(), each.match().located(ADDRESS));
            }
        });
    }
}
