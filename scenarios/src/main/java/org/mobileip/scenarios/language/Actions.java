package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Action.Verb;

/** What can stand behind {@code at TIME}. */
final class Actions {

    /** The mobile node that moves. */
    static final Form.Slot<String> MOVER = Form.Slot.nameOf(Kinds.NODE, Names.Sort.MOBILE);

    /** The node whose link changes. */
    static final Form.Slot<String> LINKED =
            Form.Slot.nameOf(Kinds.NODE, Names.Sort.MOBILE, Names.Sort.HOST, Names.Sort.HOME_AGENT);

    /** The node whose program stops or starts. */
    static final Form.Slot<String> PROGRAM = program();

    static final Form.Slot<String> NETWORK = Form.Slot.nameOf(Kinds.NET, Names.Sort.NETWORK);

    private static final Form.Slot<String> CLOCKED = program();

    private static final Form.Slot<Duration> OVERLAP = new Form.Slot<>(Kinds.DUR);
    private static final Form.Word OVERLAP_WORD = Form.word("overlap");

    private static final Form.Word DOWN = Form.word("down");
    private static final Form.Word UP = Form.word("up");
    private static final Form.Slot<Duration> DELAY = new Form.Slot<>(Kinds.DUR);
    private static final Form.Slot<Double> LOSS = new Form.Slot<>(Kinds.PCT);
    private static final Form.Slot<Long> RATE = new Form.Slot<>(Kinds.BPS);

    private static final Form.Word STOP = Form.word("stop");
    private static final Form.Word START = Form.word("start");
    private static final Form.Word RESTART = Form.word("restart");
    private static final Form.Word KILL = Form.word("kill");

    private static final Form.Word DROP = Form.word("drop");
    private static final Form.Slot<String> BOUND = Form.Slot.nameOf(Kinds.NODE, Names.Sort.MOBILE);

    private static final Form.Word REBIND = Form.word("rebind");
    private static final Form.Word CLOCK = Form.word("clock");
    private static final Form.Word BACK = Form.word("-");
    private static final Form.Slot<Duration> SHIFT = new Form.Slot<>(Kinds.DUR);
    private static final Form.Slot<String> NOTE = new Form.Slot<>(Kinds.STRING);

    static final List<Alternative<Action>> ALL = List.of(
            new Alternative<>(
                    "move",
                    Form.sequence(
                            Form.word("move"),
                            MOVER,
                            Form.word("to"),
                            NETWORK,
                            new Form.Maybe(Form.sequence(OVERLAP_WORD, OVERLAP))),
                    Shape.of(
                            Shape.together(
                                    Shape.said("move"), Shape.value("node", MOVER), Shape.value("to", "to", NETWORK)),
                            Shape.optional("overlap", "overlap", OVERLAP)),
                    "The mobile node leaves its network for another; with an overlap it keeps the old link that long.",
                    Actions::move),
            new Alternative<>(
                    "link",
                    Form.sequence(
                            Form.word("link"),
                            LINKED,
                            NETWORK,
                            Form.oneOf(
                                    DOWN,
                                    UP,
                                    Form.sequence(Form.word("delay"), DELAY),
                                    Form.sequence(Form.word("loss"), LOSS),
                                    Form.sequence(Form.word("rate"), RATE))),
                    Shape.of(Shape.together(
                            Shape.said("link"),
                            Shape.value("node", LINKED),
                            Shape.value("network", NETWORK),
                            new Shape.One(List.of(
                                    new Shape.Choice("state", List.of(DOWN, UP)),
                                    Shape.optional("delay", "delay", DELAY),
                                    Shape.optional("loss", "loss", LOSS),
                                    Shape.optional("rate", "rate", RATE))))),
                    "The link between a node and a network goes down or up, or changes. It is perfect until then, and what it"
                            + " does comes on top of what the network does.",
                    Actions::link),
            control(STOP, Verb.STOP, "The program of a home agent or mobile node ends, and cleans up first."),
            control(START, Verb.START, "The program of a node that was stopped or killed starts again."),
            control(RESTART, Verb.RESTART, "The program of a home agent or mobile node stops and starts."),
            control(KILL, Verb.KILL, "The program of a node is killed without a chance to clean up."),
            new Alternative<>(
                    "drop",
                    Form.sequence(DROP, BOUND),
                    Shape.of(Shape.together(Shape.said("drop"), Shape.value("node", BOUND))),
                    "The home agent of a mobile node ends its binding, as home-agent drop does, and tells the node (RFC 3543).",
                    Actions::drop),
            new Alternative<>(
                    "rebind",
                    Form.sequence(Form.word("nat"), NETWORK, REBIND),
                    Shape.of(Shape.together(Shape.said("nat"), Shape.value("network", NETWORK), Shape.said("rebind"))),
                    "The NAT of a network forgets its mappings.",
                    Actions::rebind),
            new Alternative<>(
                    "clock",
                    Form.sequence(CLOCK, CLOCKED, Form.oneOf(Form.word("+"), BACK), SHIFT),
                    Shape.of(Shape.together(
                            Shape.said("clock"), Shape.value("node", CLOCKED), new Shape.Signed("by", SHIFT))),
                    "The time of day of a home agent or mobile node is set forward or back.",
                    Actions::clock),
            new Alternative<>(
                    "note",
                    Form.sequence(Form.word("note"), NOTE),
                    Shape.of(Shape.together(Shape.said("note"), Shape.value("text", NOTE))),
                    "A line for the log, the capture and the report.",
                    (match, draft) -> new Action.Note(match.value(NOTE))),
            new Alternative<>(
                    "end",
                    Form.word("stop"),
                    Shape.of(Shape.said("stop")),
                    "The scenario ends.",
                    (match, draft) -> new Action.End()));

    static final Form.OneOf FORM =
            new Form.OneOf(ALL.stream().map(Alternative::form).toList());

    private Actions() {}

    private static Form.Slot<String> program() {
        return Form.Slot.nameOf(Kinds.NODE, Names.Sort.HOME_AGENT, Names.Sort.MOBILE);
    }

    private static Alternative<Action> control(Form.Word word, Verb verb, String about) {
        return new Alternative<>(
                verb.word(),
                Form.sequence(word, PROGRAM),
                Shape.of(Shape.together(Shape.said(word.text()), Shape.value("node", PROGRAM))),
                about,
                (match, draft) -> control(verb, match, draft));
    }

    /** How the JSON form tells them apart. */
    static Shape.Part shape() {
        return Alternative.variants("do", ALL);
    }

    /** The action of a line that was understood. */
    static Optional<Action> read(Match match, Draft draft) {
        return ALL.stream().filter(each -> match.has(each.form())).findFirst().map(each -> each.read(match, draft));
    }

    private static Action move(Match match, Draft draft) {
        if (match.has(OVERLAP_WORD)) {
            int index = match.index(OVERLAP_WORD);
            draft.use(Feature.MOVE_OVERLAP, match.line().from(index, index + 2));
        }
        return new Action.Move(match.value(MOVER), match.value(NETWORK), match.maybe(OVERLAP));
    }

    private static Action link(Match match, Draft draft) {
        boolean state = match.has(DOWN) || match.has(UP);
        int change = match.index(NETWORK) + 1;
        draft.use(
                state ? Feature.LINK_STATE : Feature.LINK_QUALITY,
                match.line().from(change, match.line().tokens().size()));
        return new Action.ChangeLink(match.value(LINKED), match.value(NETWORK), change(match));
    }

    private static LinkChange change(Match match) {
        if (match.has(DOWN)) {
            return new LinkChange.Down();
        } else if (match.has(UP)) {
            return new LinkChange.Up();
        } else if (match.has(DELAY)) {
            return new LinkChange.Delay(match.value(DELAY));
        } else if (match.has(LOSS)) {
            return new LinkChange.Loss(match.value(LOSS));
        }
        return new LinkChange.Rate(match.value(RATE));
    }

    private static Action control(Verb wanted, Match match, Draft draft) {
        int verb = match.index(PROGRAM) - 1;
        draft.use(Feature.CONTROL_NODE, match.line().from(verb, verb + 2));
        return new Action.Control(wanted, match.value(PROGRAM));
    }

    private static Action drop(Match match, Draft draft) {
        draft.use(Feature.BINDING_DROPPED, match.line().from(match.index(DROP), match.index(BOUND) + 1));
        return new Action.DropBinding(match.value(BOUND));
    }

    private static Action rebind(Match match, Draft draft) {
        draft.use(Feature.NAT_REBIND, match.line().from(match.index(NETWORK) - 1, match.index(REBIND) + 1));
        return new Action.RebindNat(match.value(NETWORK));
    }

    private static Action clock(Match match, Draft draft) {
        draft.use(Feature.CLOCK_SHIFT, match.line().from(match.index(CLOCK), match.index(SHIFT) + 1));
        Duration shift = match.value(SHIFT);
        return new Action.ShiftClock(match.value(CLOCKED), match.has(BACK) ? shift.negated() : shift);
    }
}
