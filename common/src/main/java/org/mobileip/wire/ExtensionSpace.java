package org.mobileip.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobileip.net.Octets;

/**
 * One of the two number spaces of extension types, and the types known here (RFC 5944 §1.8). The extensions end with
 * the message: there is no terminator. Type 0 is one octet of padding, without a length. A type from 1 to 127 that is
 * not known discards the message; one from 128 to 255 is stepped over by its length.
 *
 * @param known how each known type is laid out
 */
record ExtensionSpace(Map<Integer, Layout> known) {

    /** Three formats differ in what stands before the data. */
    enum Format {
        /** Type, length (RFC 5944 §1.9). */
        SIMPLE(2),
        /** Type, length (one more than the data), sub-type (RFC 5944 §1.11). */
        SHORT(3),
        /** Type, sub-type, length of 16 bits: for types that may not be skipped (RFC 5944 §1.10), {@link DynamicHomeAgent}, and RFC 7629. */
        LONG(4);

        final int headerSize;

        Format(int headerSize) {
            this.headerSize = headerSize;
        }
    }

    /**
     * How a type is laid out.
     *
     * @param leastData fewer octets of data than this are malformed
     * @param subtypes those that are known, where others make it an extension that is not known; none: all are
     */
    record Layout(Format format, int leastData, Set<Integer> subtypes) {

        Layout {
            subtypes = Set.copyOf(subtypes);
        }

        Layout(Format format, int leastData) {
            this(format, leastData, Set.of());
        }

        private boolean knows(int subtype) {
            return subtypes.isEmpty() || subtypes.contains(subtype);
        }
    }

    private static final Layout AUTHENTICATION = new Layout(Format.SIMPLE, 4);
    private static final Layout GENERALIZED_AUTHENTICATION = new Layout(Format.LONG, 4, Set.of(1));
    private static final Layout IDENTIFIER = new Layout(Format.SIMPLE, 1);
    private static final Layout SKIPPABLE = new Layout(Format.SIMPLE, 0);
    private static final Layout DYNAMIC_HOME_AGENT = new Layout(Format.LONG, 4);

    /** Extensions of messages to and from UDP port 434. */
    static final ExtensionSpace CONTROL_MESSAGES = new ExtensionSpace(Map.of(
                    32,
                    AUTHENTICATION,
                    33,
                    AUTHENTICATION,
                    34,
                    AUTHENTICATION,
                    36,
                    GENERALIZED_AUTHENTICATION,
                    Extension.GRE_KEY,
                    new Layout(Format.LONG, 4, Set.of(0)),
                    Extension.ENCAPSULATING_DELIVERY,
                    SKIPPABLE,
                    NetworkAccessIdentifier.TYPE,
                    IDENTIFIER,
                    Extension.CHALLENGE,
                    SKIPPABLE))
            .and(Extension.CRITICAL_VENDOR, new Layout(Format.LONG, 6));

    /**
     * Those of a reply, where a foreign agent may have said more (RFC 4636 §4: in a reply and nowhere else), and the home agent
     * says whether it tunnels within UDP (RFC 3519 §3.2).
     */
    static final ExtensionSpace REPLIES = CONTROL_MESSAGES
            .and(Extension.FOREIGN_AGENT_ERROR, new Layout(Format.SHORT, 1, Set.of(0)))
            .and(UdpTunnelReply.TYPE, new Layout(Format.SHORT, 5, Set.of(0)));

    /**
     * Those of a request of a node that may use RFC 7629: its type is above 127, is all the same in the long format, and must be
     * understood (§7). Whoever does not know that steps over the sub-type's number of octets, and reads on within it.
     */
    static final ExtensionSpace MULTIPATH_REQUESTS =
            CONTROL_MESSAGES.and(MultipathExtension.TYPE, new Layout(Format.LONG, 0, Set.of(1, 2)));

    /** Those of a reply to such a node. */
    static final ExtensionSpace MULTIPATH_REPLIES =
            REPLIES.and(MultipathExtension.TYPE, new Layout(Format.LONG, 0, Set.of(1, 2)));

    /** Extensions of ICMP router discovery messages. */
    static final ExtensionSpace ROUTER_DISCOVERY = new ExtensionSpace(Map.of(
            16, new Layout(Format.SIMPLE, 6), 19, new Layout(Format.SIMPLE, 0), 24, new Layout(Format.SIMPLE, 0)));

    ExtensionSpace {
        known = Map.copyOf(known);
    }

    private ExtensionSpace and(int type, Layout layout) {
        Map<Integer, Layout> more = new HashMap<>(known);
        more.put(type, layout);
        return new ExtensionSpace(more);
    }

    /** The extensions that begin at {@code from}, in their order, padding left out. */
    List<Extension> decodeAll(Octets message, int from) throws MalformedMessageException {
        List<Extension> extensions = new ArrayList<>();
        int at = from;
        while (at < message.size()) {
            if (message.u8(at) == Extension.PADDING) {
                at++;
            } else {
                Extension extension = decodeOne(message, at);
                extensions.add(extension);
                at = extension.end();
            }
        }
        return List.copyOf(extensions);
    }

    private Extension decodeOne(Octets message, int offset) throws MalformedMessageException {
        int type = message.u8(offset);
        Layout layout = layoutOf(message, offset, type);
        int data = offset + layout.format().headerSize;
        if (data > message.size()) {
            throw MalformedMessageException.truncatedAt(message.size());
        }
        int subtype = subtypeOf(message, offset, layout.format());
        if (!layout.knows(subtype) && (type < Extension.FIRST_SKIPPABLE || type == MultipathExtension.TYPE)) {
            throw new UnrecognizedExtensionException(type, offset);
        }
        int end = endOf(message, offset, layout.format());
        if (end > message.size()) {
            throw new MalformedMessageException("extension " + type + " at octet " + offset + " ends at octet " + end
                    + ", the message at " + message.size());
        }
        if (end - data < layout.leastData()) {
            throw new MalformedMessageException("extension " + type + " at octet " + offset + " is too short");
        }
        return new Extension(type, subtype, offset, end, message.slice(data, end));
    }

    private Layout layoutOf(Octets message, int offset, int type) throws UnrecognizedExtensionException {
        if (type == DynamicHomeAgent.TYPE && DynamicHomeAgent.isLong(message, offset)) {
            return DYNAMIC_HOME_AGENT;
        }
        Layout layout = known.get(type);
        if (layout == null && type < Extension.FIRST_SKIPPABLE) {
            throw new UnrecognizedExtensionException(type, offset);
        }
        return layout == null ? SKIPPABLE : layout;
    }

    private static int endOf(Octets message, int offset, Format format) {
        return switch (format) {
            case SIMPLE, SHORT -> offset + 2 + message.u8(offset + 1);
            case LONG -> offset + 4 + message.u16(offset + 2);
        };
    }

    private static int subtypeOf(Octets message, int offset, Format format) {
        return switch (format) {
            case SIMPLE -> Extension.NO_SUBTYPE;
            case SHORT -> message.u8(offset + 2);
            case LONG -> message.u8(offset + 1);
        };
    }
}
