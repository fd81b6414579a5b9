package org.mobileip.host.linux.netlink;

import java.nio.ByteOrder;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * Traffic control, as far as programs that see the packets of an interface need it: {@code struct tcmsg}, then TCA_… attributes.
 *
 * <pre>
 * u8 family | u8, u16 | s32 interface | u32 handle | u32 parent | u32 priority and, in network order, protocol
 * </pre>
 */
public final class TrafficControlMessages {

    private static final int HEADER_SIZE = 20;
    private static final int INTERFACE = 4;
    private static final int HANDLE = 8;
    private static final int INFO = 16;

    private static final int CLSACT_PARENT = 0xffff_fff1;
    private static final int CLSACT_HANDLE = 0xffff_0000;
    /** ETH_P_ALL. */
    private static final short ALL_PROTOCOLS = 3;

    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_BPF_FD = 6;
    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int DIRECT_ACTION = 1;

    private static final String CLSACT = "clsact";
    private static final String BPF = "bpf";

    private static final int CHANGE = NetlinkMessage.REQUEST | NetlinkMessage.ACK;
    private static final int MAKE = CHANGE | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
    private static final int DUMP = NetlinkMessage.REQUEST | NetlinkMessage.DUMP;

    private TrafficControlMessages() {}

    /** Which packets of an interface filters look at. */
    public enum Hook {
        INGRESS(0xffff_fff2),
        EGRESS(0xffff_fff3);

        private final int parent;

        Hook(int parent) {
            this.parent = parent;
        }
    }

    /**
     * Where a filter is.
     *
     * @param link index of the interface
     * @param priority lower ones are asked before, 1 to 65535
     * @param handle that tells it from others of that priority, 1 and up
     */
    public record Place(int link, Hook hook, int priority, int handle) {

        /** The one behind it, of the same priority. */
        public Place next() {
            return new Place(link, hook, priority, handle + 1);
        }
    }

    /**
     * A filter as the kernel tells of it.
     *
     * @param handle 0: none, but the head of those that have this priority
     * @param name given by whoever has put it there
     */
    public record Filter(int link, int priority, int handle, Optional<String> name) {}

    /** Makes the place for filters of both directions. */
    public static NetlinkMessage makeClsact(int link) {
        return clsact(NetlinkMessage.NEW_QDISC, MAKE, link);
    }

    /** Takes it away, and all filters in it. */
    public static NetlinkMessage deleteClsact(int link) {
        return clsact(NetlinkMessage.DELETE_QDISC, CHANGE, link);
    }

    private static NetlinkMessage clsact(int type, int flags, int link) {
        return message(
                type, flags, header(link, CLSACT_HANDLE, CLSACT_PARENT, 0).attribute(TCA_KIND, CLSACT));
    }

    /**
     * Puts a program in a place that is free; what it returns is done.
     *
     * @param program a descriptor of it
     */
    public static NetlinkMessage addProgram(Place place, int program, String name) {
        PayloadWriter payload = header(place).attribute(TCA_KIND, BPF).nested(TCA_OPTIONS, options -> options.attribute(
                        TCA_BPF_FD, program)
                .attribute(TCA_BPF_NAME, name)
                .attribute(TCA_BPF_FLAGS, DIRECT_ACTION));
        return message(NetlinkMessage.NEW_FILTER, MAKE, payload);
    }

    /** Takes a program from its place. */
    public static NetlinkMessage removeProgram(Place place) {
        return message(NetlinkMessage.DELETE_FILTER, CHANGE, header(place).attribute(TCA_KIND, BPF));
    }

    public static NetlinkMessage dumpFilters(int link, Hook hook) {
        return message(NetlinkMessage.GET_FILTER, DUMP, header(link, 0, hook.parent, 0));
    }

    public static NetlinkMessage dumpQueueingDisciplines() {
        return message(NetlinkMessage.GET_QDISC, DUMP, header(0, 0, 0, 0));
    }

    private static PayloadWriter header(Place place) {
        return header(place, ALL_PROTOCOLS);
    }

    /** @param protocol ETH_P_…, of packets that are looked at */
    static PayloadWriter header(Place place, short protocol) {
        return header(place.link, place.handle, place.hook.parent, place.priority << 16 | inNetworkOrder(protocol));
    }

    private static int inNetworkOrder(short value) {
        return (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value)) & 0xffff;
    }

    private static PayloadWriter header(int link, int handle, int parent, int info) {
        return new PayloadWriter()
                .u8(0, 0)
                .u16(0)
                .u32(link)
                .u32(handle)
                .u32(parent)
                .u32(info);
    }

    private static NetlinkMessage message(int type, int flags, PayloadWriter payload) {
        return new NetlinkMessage(type, flags, 0, payload.payload());
    }

    /** The interface that a queueing discipline is at, if it is the place for filters. */
    public static Optional<Integer> decodeClsact(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        return reader.text(TCA_KIND).filter(CLSACT::equals).map(kind -> reader.u32(INTERFACE));
    }

    /** The interface that a message about traffic control is about. */
    static int linkOf(Octets payload) {
        return new PayloadReader(payload, HEADER_SIZE).u32(INTERFACE);
    }

    public static Filter decodeFilter(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        return new Filter(
                reader.u32(INTERFACE),
                reader.u32(INFO) >>> 16,
                reader.u32(HANDLE),
                reader.octets(TCA_OPTIONS).flatMap(options -> new PayloadReader(options, 0).text(TCA_BPF_NAME)));
    }
}
