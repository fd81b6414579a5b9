package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Octets;

/**
 * The Flow-Binding Extension (RFC 7629 §4.2): by which of its bindings a node is sent one flow.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 154    |   Subtype 2   |            Length             |
 * |    Action     |  BID Count    |        ...   BID List   ...   ~
 * |   TS Format   |             Traffic Selector                  ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The octets of the BID list stand one behind the other, without padding. IPv4 selectors (TS format 1, RFC 6088 §3.1) alone are
 * understood here: the other kind is for nodes with IPv6 home addresses.
 *
 * @param bindingIds 1 to 8, the first of a binding that there is counts; empty: the flow is dropped
 * @param which the flow, as it goes to the node
 */
public record FlowBindingExtension(List<Integer> bindingIds, FlowSelector which) {

    /** The sub-type of this one. */
    public static final int SUBTYPE = 2;

    /** As many bindings one flow may name. */
    public static final int MOST_IDS = 8;

    private static final int DROP = 0;
    private static final int FORWARD = 1;
    private static final int ANY_ID = 255;
    private static final int IPV4 = 1;

    public FlowBindingExtension {
        bindingIds = List.copyOf(bindingIds);
        if (bindingIds.size() > MOST_IDS || !bindingIds.stream().allMatch(MultipathExtension::isId)) {
            throw new IllegalArgumentException("a flow by " + bindingIds);
        }
    }

    /** Such datagrams are dropped. */
    public static FlowBindingExtension drop(FlowSelector which) {
        return new FlowBindingExtension(List.of(), which);
    }

    public boolean isDrop() {
        return bindingIds.isEmpty();
    }

    /**
     * Those among {@code extensions}, in their order.
     *
     * @throws MalformedMessageException when one is not as §4.2 has it, or its selector is not for IPv4
     */
    public static List<FlowBindingExtension> allOf(List<Extension> extensions) throws MalformedMessageException {
        return Extension.readAll(extensions, MultipathExtension.TYPE, SUBTYPE, FlowBindingExtension::decode);
    }

    /** What a list of whole extensions, one behind the other, says: the reverse of {@link #encodeAll}. */
    public static List<FlowBindingExtension> decodeAll(Octets extensions) throws MalformedMessageException {
        return allOf(ExtensionSpace.MULTIPATH_REQUESTS.decodeAll(extensions, 0));
    }

    /** All of them as whole extensions, one behind the other. */
    public static Octets encodeAll(List<FlowBindingExtension> flows) {
        Octets all = Octets.EMPTY;
        for (FlowBindingExtension flow : flows) {
            all = all.plus(flow.toExtension().encode());
        }
        return all;
    }

    private static FlowBindingExtension decode(Octets data) throws MalformedMessageException {
        Fields.atLeast(data, 2);
        int action = data.u8(0);
        int count = data.u8(1);
        if (action > FORWARD) {
            throw new MalformedMessageException("flow binding with the action " + action);
        }
        if (count < 1 || count > MOST_IDS || (action == DROP && count != 1)) {
            throw new MalformedMessageException("flow binding with " + count + " binding identifiers");
        }
        Fields.atLeast(data, 2 + count + 1);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; action == FORWARD && i < count; i++) {
            int id = data.u8(2 + i);
            if (!MultipathExtension.isId(id)) {
                throw new MalformedMessageException("binding identifier " + id + " is reserved");
            }
            ids.add(id);
        }
        int format = data.u8(2 + count);
        if (format != IPV4) {
            throw new MalformedMessageException("traffic selector of format " + format);
        }
        return new FlowBindingExtension(ids, BinaryTrafficSelector.decode(data.slice(2 + count + 1)));
    }

    /** The extension; it goes before the Mobile-Home authenticator, which covers it. */
    public Extension toExtension() {
        Octets selector = BinaryTrafficSelector.encode(which);
        List<Integer> ids = isDrop() ? List.of(ANY_ID) : bindingIds;
        OctetsWriter writer = new OctetsWriter(3 + ids.size() + selector.size())
                .u8(isDrop() ? DROP : FORWARD)
                .u8(ids.size());
        ids.forEach(writer::u8);
        return Extension.ofLong(
                MultipathExtension.TYPE,
                SUBTYPE,
                writer.u8(IPV4).octets(selector).finished());
    }
}
