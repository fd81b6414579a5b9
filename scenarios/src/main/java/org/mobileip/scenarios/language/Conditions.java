package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be expected. */
final class Conditions {

    static final Form.Slot<String> STREAM = Form.Slot.nameOf(Kinds.STREAM, Names.Sort.STREAM);
    static final Form.Slot<Duration> LIMIT = new Form.Slot<>(Kinds.DUR);

    private static final Form.Word OF = Form.word("of");
    private static final Form.Slot<Comparison> CMP = new Form.Slot<>(Kinds.CMP);
    private static final Form.Slot<Long> RATE = new Form.Slot<>(Kinds.BPS);
    private static final Form.Slot<Amount> AMOUNT = new Form.Slot<>(
            Kind.of("N|PCT", "a number of packets, or a percentage like 0.1%", Amount.class, Amount::parse));
    private static final Form.Slot<Integer> CODE = new Form.Slot<>(Kinds.CODE);
    private static final Form.Word BINDING = Form.word("binding");
    private static final Form.Slot<String> BOUND = Form.Slot.nameOf(Kinds.NODE, Names.Sort.MOBILE);
    private static final Form.Slot<String> NETWORK = Form.Slot.nameOf(Kinds.NET, Names.Sort.NETWORK);
    private static final Form.Slot<String> REPLIER = Form.Slot.nameOf(Kinds.NODE, Names.Sort.HOME_AGENT);

    static final List<Alternative<Condition>> ALL = List.of(
            ofStream(
                    "interruption",
                    LIMIT,
                    "The longest time without a received packet that overlaps a move window, less the send interval; the worse"
                            + " direction counts. Of a tcp stream, its stall.",
                    (match, draft) ->
                            new Condition.Interruption(match.value(STREAM), match.value(CMP), match.value(LIMIT))),
            ofStream(
                    "rtt",
                    LIMIT,
                    "The longest round trip. For ping.",
                    (match, draft) ->
                            new Condition.RoundTrip(match.value(STREAM), match.value(CMP), match.value(LIMIT))),
            ofStream(
                    "stall",
                    LIMIT,
                    "The longest time in which a tcp stream made no progress.",
                    (match, draft) -> new Condition.Stall(match.value(STREAM), match.value(CMP), match.value(LIMIT))),
            ofStream(
                    "throughput",
                    RATE,
                    "What a tcp or udp stream carried.",
                    (match, draft) ->
                            new Condition.Throughput(match.value(STREAM), match.value(CMP), match.value(RATE))),
            ofStream(
                    "loss",
                    AMOUNT,
                    "Packets of a udp or ping stream that were sent and never received, by number or as a share of those sent.",
                    (match, draft) -> loss(match)),
            new Alternative<>(
                    "registered",
                    Form.sequence(Form.word("registered"), Form.word("within"), LIMIT),
                    Shape.of(Shape.together(Shape.said("registered"), Shape.value("within", "within", LIMIT))),
                    "The reply that accepts the registration comes within this time of the move.",
                    (match, draft) -> new Condition.RegisteredWithin(match.value(LIMIT))),
            new Alternative<>(
                    "binding",
                    Form.sequence(BINDING, OF, BOUND, Form.word("="), NETWORK),
                    Shape.of(Shape.together(
                            Shape.said("binding"), Shape.value("of", "of", BOUND), Shape.value("in", "=", NETWORK))),
                    "The home agent tunnels to the mobile node in this network, or the node is at home in it.",
                    Conditions::binding),
            new Alternative<>(
                    "reply",
                    Form.sequence(Form.word("reply"), CODE, Form.word("from"), REPLIER),
                    Shape.of(Shape.together(
                            Shape.said("reply"), Shape.value("code", CODE), Shape.value("from", "from", REPLIER))),
                    "A registration reply with this code comes from this home agent.",
                    (match, draft) -> new Condition.ReplyFrom(match.value(CODE), match.value(REPLIER))),
            new Alternative<>(
                    "intact",
                    Form.sequence(STREAM, Form.word("intact")),
                    Shape.of(Shape.together(Shape.value("of", STREAM), Shape.said("intact"))),
                    "The same tcp connection, no reset, every octet once and in order.",
                    (match, draft) -> new Condition.Intact(match.value(STREAM))),
            new Alternative<>(
                    "no leak",
                    Form.sequence(Form.word("no"), Form.word("leak")),
                    Shape.of(Shape.together(Shape.said("no", "leak"))),
                    "Nothing is sent to an old care-of address after the reply that replaced it, beyond the overlap.",
                    (match, draft) -> new Condition.NoLeak()));

    static final Form.OneOf FORM =
            new Form.OneOf(ALL.stream().map(Alternative::form).toList());

    private Conditions() {}

    /** The condition of a line that was understood. */
    static Optional<Condition> read(Match match, Draft draft) {
        return ALL.stream().filter(each -> match.has(each.form())).findFirst().map(each -> each.read(match, draft));
    }

    private static Alternative<Condition> ofStream(
            String measure, Form.Slot<?> limit, String about, Alternative.Reader<Condition> reader) {
        Shape shape = Shape.of(Shape.together(
                Shape.said(measure),
                Shape.value("of", "of", STREAM),
                Shape.value("is", CMP),
                Shape.value("limit", limit)));
        return new Alternative<>(
                measure, Form.sequence(Form.word(measure), OF, STREAM, CMP, limit), shape, about, reader);
    }

    /** How the JSON form tells them apart. */
    static Shape.Part shape() {
        return Alternative.variants("what", ALL);
    }

    private static Condition loss(Match match) {
        Amount amount = match.value(AMOUNT);
        if (amount instanceof Amount.Share limit) {
            return new Condition.LostShare(match.value(STREAM), match.value(CMP), limit.share());
        } else if (amount instanceof Amount.Count limit) {
            return new Condition.LostCount(match.value(STREAM), match.value(CMP), limit.packets());
        }
        throw new AssertionError(amount);
    }

    private static Condition binding(Match match, Draft draft) {
        draft.use(Feature.BINDINGS_SEEN, match.line().from(match.index(BINDING), match.index(NETWORK) + 1));
        return new Condition.BindingOf(match.value(BOUND), match.value(NETWORK));
    }
}
