package org.mobileip.host.linux;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mobileip.host.Route;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * Which packets a socket receives: a list of conditions that must all hold, run by the kernel as a classic BPF program
 * before a packet is queued. Offsets count from the network header whatever the socket (SKF_NET_OFF), so the same filter
 * serves packet sockets of both kinds and raw sockets. Unchangeable; each method gives a new filter.
 */
public final class SocketFilter {

    /** One instruction: {@code struct sock_filter}. A jump of {@link #TO_DROP} is resolved when the program is made. */
    record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    /** Every packet. */
    public static final SocketFilter EVERYTHING = new SocketFilter(List.of(), false);
    /** How many addresses one filter holds. */
    public static final int MOST_ADDRESSES = 128;
    /** No packet: for a socket that only sends. */
    public static final SocketFilter NOTHING = new SocketFilter(List.of(), true);
    /** ARP (RFC 826). */
    public static final SocketFilter ARP = EVERYTHING.etherType(0x0806);
    /** IPv4 packets of whatever kind. */
    public static final SocketFilter IPV4 = EVERYTHING.ipv4();

    private static final int SO_ATTACH_FILTER = 26;
    private static final int INSTRUCTION_SIZE = 8;
    /** {@code struct sock_fprog}: unsigned short len, then at 8 a pointer. */
    private static final int PROGRAM_SIZE = 16;

    private static final int POINTER = 8;

    static final int LOAD_WORD = 0x20;
    static final int LOAD_HALF = 0x28;
    static final int LOAD_OCTET = 0x30;
    static final int LOAD_WORD_INDEXED = 0x40;
    static final int LOAD_OCTET_INDEXED = 0x50;
    static final int LOAD_HALF_INDEXED = 0x48;
    static final int LOAD_HEADER_LENGTH_TO_X = 0xb1;
    static final int JUMP = 0x05;
    static final int JUMP_IF_EQUAL = 0x15;
    static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int JUMP_IF_GREATER = 0x25;
    static final int JUMP_IF_AT_LEAST = 0x35;
    static final int STORE = 0x02;
    static final int LOAD_STORED = 0x60;
    private static final int AND = 0x54;
    private static final int LOAD_LENGTH = 0x80;
    private static final int RETURN = 0x06;

    /** Behind the length of {@code struct nlmsghdr}. */
    private static final int NETLINK_TYPE = 4;

    /** In {@code struct rtmsg}, behind the header. */
    private static final int NETLINK_ROUTE_LENGTH = 16 + 1;

    private static final int NETLINK_ROUTE_TABLE = 16 + 4;
    private static final int NETLINK_ROUTE_PROTOCOL = 16 + 5;

    /** The type of the attribute behind RTA_TABLE, with which the kernel begins. */
    private static final int NETLINK_SECOND_ATTRIBUTE = 16 + 12 + 8 + 2;

    private static final int RTA_DST = 1;

    static final int TO_DROP = -1;
    static final int TO_END = -2;
    static final int UDP = 17;
    private static final int UDP_HEADER = 8;

    /** RFC 3519 §3.3. */
    private static final int TUNNEL_DATA = 4;

    private static final int ANCILLARY_PROTOCOL = -0x1000;
    private static final int ANCILLARY_PACKET_TYPE = ANCILLARY_PROTOCOL + 4;
    private static final int ANCILLARY_MARK = ANCILLARY_PROTOCOL + 20;
    private static final int ANCILLARY_VLAN_TAG_PRESENT = ANCILLARY_PROTOCOL + 48;
    static final int NETWORK_HEADER = -0x100000;
    static final int FRAGMENT_OFFSET_AND_MORE_FRAGMENTS = 0x3fff;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int WHOLE_PACKET = 0x40000;

    private final List<Instruction> conditions;
    private final boolean nothing;

    private SocketFilter(List<Instruction> conditions, boolean nothing) {
        this.conditions = List.copyOf(conditions);
        this.nothing = nothing;
    }

    /** Unfragmented IPv4 packets of {@code protocol} sent to {@code destination}. */
    public static SocketFilter ipv4(int protocol, Ipv4 destination) {
        return IPV4.ipProtocol(protocol).ipDestination(destination).notFragment();
    }

    /** ICMP messages of {@code type} in IPv4 packets: 9 is an agent advertisement, 10 an agent solicitation. */
    public static SocketFilter icmp(int type) {
        return IPV4.ipProtocol(1).icmpType(type);
    }

    /** UDP datagrams in unfragmented IPv4 packets from this port to that one. */
    public static SocketFilter udp(int sourcePort, int destinationPort) {
        return IPV4.ipProtocol(17)
                .notFragment()
                .and(load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER))
                .and(load(LOAD_HALF_INDEXED, NETWORK_HEADER), mustEqual(sourcePort))
                .and(load(LOAD_HALF_INDEXED, NETWORK_HEADER + 2), mustEqual(destinationPort));
    }

    /**
     * For a netlink socket: that a route with this protocol number is gone (RTM_DELROUTE, {@code rtm_protocol}). Numbers of netlink
     * are in the machine's own order, those that a filter loads in the network's.
     */
    static SocketFilter removedRoutes(int protocol) {
        return EVERYTHING
                .and(load(LOAD_HALF, NETLINK_TYPE), mustEqual(loaded(NetlinkMessage.DELETE_ROUTE)))
                .and(load(LOAD_OCTET, NETLINK_ROUTE_PROTOCOL), mustEqual(protocol));
    }

    /**
     * For a netlink socket: that a route (RTM_NEWROUTE) to a destination as long as {@code prefix} or longer, and within it as far as the
     * beginning of the message says, is new in the main table, and not with this protocol number.
     */
    static SocketFilter newRoutesWithin(Ipv4Prefix prefix, int protocol) {
        SocketFilter longEnough = EVERYTHING
                .and(load(LOAD_HALF, NETLINK_TYPE), mustEqual(loaded(NetlinkMessage.NEW_ROUTE)))
                .and(load(LOAD_OCTET, NETLINK_ROUTE_TABLE), mustEqual(Route.TABLE_MAIN))
                .and(load(LOAD_OCTET, NETLINK_ROUTE_PROTOCOL), mustNotEqual(protocol))
                .and(load(LOAD_OCTET, NETLINK_ROUTE_LENGTH), mustBeAtLeast(prefix.length()));
        return prefix.length() == 0
                ? longEnough
                : longEnough.and(endingTogether(List.of(
                        load(LOAD_HALF, NETLINK_SECOND_ATTRIBUTE),
                        new Instruction(
                                JUMP_IF_EQUAL, 0, TO_END, loaded(RTA_DST)), // the kernel has put something else there
                        load(LOAD_WORD, NETLINK_SECOND_ATTRIBUTE + 2),
                        new Instruction(AND, 0, 0, prefix.mask().bits()),
                        mustEqual(prefix.address().bits()))));
    }

    /** For a netlink socket: no filter of traffic control that is new, changed or gone (RTM_NEWTFILTER, RTM_DELTFILTER). */
    static SocketFilter withoutFiltersOfTraffic() {
        return EVERYTHING.and(
                load(LOAD_HALF, NETLINK_TYPE),
                new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, loaded(NetlinkMessage.NEW_FILTER)),
                new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, loaded(NetlinkMessage.DELETE_FILTER)));
    }

    /** What a filter loads where netlink has a type. */
    private static int loaded(int type) {
        boolean isOther = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return (isOther ? Short.reverseBytes((short) type) : type) & 0xffff;
    }

    /** And the link layer's protocol is this. */
    public SocketFilter etherType(int type) {
        return and(load(LOAD_HALF, ANCILLARY_PROTOCOL), mustEqual(type));
    }

    /** And the link layer carries IPv4. */
    public SocketFilter ipv4() {
        return etherType(0x0800);
    }

    /** And the firewall mark is this: nobody can give a frame one from outside. */
    public SocketFilter marked(int mark) {
        return and(load(LOAD_WORD, ANCILLARY_MARK), mustEqual(mark));
    }

    /** And it has no VLAN tag: what has one comes again, on the interface of that VLAN if there is one. */
    public SocketFilter untagged() {
        return and(load(LOAD_HALF, ANCILLARY_VLAN_TAG_PRESENT), mustEqual(0));
    }

    /** And the protocol in the IPv4 header is this. */
    public SocketFilter ipProtocol(int protocol) {
        return and(load(LOAD_OCTET, NETWORK_HEADER + 9), mustEqual(protocol));
    }

    /** And the protocol in the IPv4 header is one of these. */
    public SocketFilter ipProtocolIn(Collection<Integer> protocols) {
        return and(load(LOAD_OCTET, NETWORK_HEADER + 9)).any(protocols);
    }

    /** And the source address in the IPv4 header is this. */
    public SocketFilter ipSource(Ipv4 address) {
        return and(load(LOAD_WORD, NETWORK_HEADER + 12), mustEqual(address.bits()));
    }

    /** And the destination address in the IPv4 header is this. */
    public SocketFilter ipDestination(Ipv4 address) {
        return and(load(LOAD_WORD, NETWORK_HEADER + 16), mustEqual(address.bits()));
    }

    /**
     * And the destination address in the IPv4 header is one of these; none of them: no packet.
     *
     * @throws IllegalArgumentException for more than {@value #MOST_ADDRESSES}: a jump reaches no further
     */
    public SocketFilter ipDestinationIn(Collection<Ipv4> addresses) {
        if (addresses.size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException(addresses.size() + " addresses in one filter");
        }
        if (addresses.isEmpty()) {
            return NOTHING;
        }
        return and(load(LOAD_WORD, NETWORK_HEADER + 16))
                .any(addresses.stream().map(Ipv4::bits).toList());
    }

    /** And what was loaded last is one of these. */
    private SocketFilter any(Collection<Integer> values) {
        List<Instruction> any = new ArrayList<>();
        int left = values.size();
        for (int value : values) {
            left--;
            any.add(new Instruction(JUMP_IF_EQUAL, left, left == 0 ? TO_DROP : 0, value));
        }
        return and(any.toArray(Instruction[]::new));
    }

    /** And the link layer's destination is this machine alone: neither a group nor a stranger overheard. */
    public SocketFilter toUs() {
        return and(load(LOAD_HALF, ANCILLARY_PACKET_TYPE), mustEqual(0));
    }

    /** And the link layer's destination is more than one machine: a broadcast or a group. */
    public SocketFilter toMany() {
        return and(load(LOAD_HALF, ANCILLARY_PACKET_TYPE)).any(List.of(1, 2));
    }

    /** And the IPv4 packet is whole: fragment offset 0, no more fragments. */
    public SocketFilter notFragment() {
        return and(load(LOAD_HALF, NETWORK_HEADER + 6), mustHaveNone(FRAGMENT_OFFSET_AND_MORE_FRAGMENTS));
    }

    /** And the first octet after the IPv4 header, options counted, is this: the ICMP type. Not in later fragments. */
    public SocketFilter icmpType(int type) {
        return icmpTypeIn(List.of(type));
    }

    /** As {@link #icmpType}, for any of these. */
    public SocketFilter icmpTypeIn(Collection<Integer> types) {
        return and(load(LOAD_HALF, NETWORK_HEADER + 6), mustHaveNone(FRAGMENT_OFFSET))
                .and(load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER), load(LOAD_OCTET_INDEXED, NETWORK_HEADER))
                .any(types);
    }

    /** And it is whole or a first fragment, and the third and fourth octet after the IPv4 header are this: the UDP port. */
    public SocketFilter destinationPort(int port) {
        return and(load(LOAD_HALF, NETWORK_HEADER + 6), mustHaveNone(FRAGMENT_OFFSET))
                .and(
                        load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER),
                        load(LOAD_HALF_INDEXED, NETWORK_HEADER + 2),
                        mustEqual(port));
    }

    /**
     * And it is a packet of one of these protocols, or a MIP Tunnel Data message (RFC 3519 §3.3) to one of these UDP ports, or
     * a later fragment of a UDP datagram, which may be one.
     */
    public SocketFilter tunnelled(Collection<Integer> protocols, Collection<Integer> udpPorts) {
        if (udpPorts.isEmpty()) {
            return ipProtocolIn(protocols);
        }
        List<Instruction> block = new ArrayList<>();
        block.add(load(LOAD_OCTET, NETWORK_HEADER + 9));
        protocols.forEach(protocol -> block.add(new Instruction(JUMP_IF_EQUAL, TO_END, 0, protocol)));
        block.add(mustEqual(UDP));
        block.add(load(LOAD_HALF, NETWORK_HEADER + 6));
        block.add(new Instruction(JUMP_IF_ANY_BIT, TO_END, 0, FRAGMENT_OFFSET));
        block.add(load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER));
        block.add(load(LOAD_HALF_INDEXED, NETWORK_HEADER + 2));
        int left = udpPorts.size();
        for (int port : udpPorts) {
            left--;
            block.add(new Instruction(JUMP_IF_EQUAL, left, left == 0 ? TO_DROP : 0, port));
        }
        block.add(load(LOAD_OCTET_INDEXED, NETWORK_HEADER + UDP_HEADER));
        block.add(mustEqual(TUNNEL_DATA));
        return and(endingTogether(block));
    }

    /** What a tunnel of the kernel does not take; it must be the first condition, since beyond its list other jumps do not reach. */
    public static SocketFilter besides(KernelShare share) {
        return EVERYTHING.and(endingTogether(BesideKernel.conditions(share)));
    }

    /**
     * And it is in the share of the socket with this index among {@code count} that share what is in tunnels: each packet is in one share, all of
     * a flow in the same. A packet that ends before its header says so is in none.
     *
     * @param index from 0
     */
    public SocketFilter ofShare(int index, int count) {
        return count == 1
                ? this
                : and(endingTogether(FlowShare.keys()))
                        .and(FlowShare.choice(index, count).toArray(Instruction[]::new));
    }

    /** The same with jumps to the end of the block in place of {@link #TO_END}. */
    private static Instruction[] endingTogether(List<Instruction> block) {
        Instruction[] resolved = block.toArray(Instruction[]::new);
        for (int i = 0; i < resolved.length; i++) {
            Instruction step = resolved[i];
            int toEnd = resolved.length - i - 1;
            resolved[i] = new Instruction(
                    step.code(),
                    step.ifTrue() == TO_END ? toEnd : step.ifTrue(),
                    step.ifFalse() == TO_END ? toEnd : step.ifFalse(),
                    step.code() == JUMP && step.operand() == TO_END ? toEnd : step.operand());
        }
        return resolved;
    }

    /** For a UDP socket: all but MIP Tunnel Data messages, which are not for who speaks of registrations. */
    public static SocketFilter registrations() {
        return EVERYTHING.notTunnelData();
    }

    /** And the UDP datagram, whole, is no MIP Tunnel Data message (RFC 3519 §3.3); an empty one is none. */
    public SocketFilter notTunnelData() {
        return and(endingTogether(List.of(
                new Instruction(LOAD_LENGTH, 0, 0, 0),
                new Instruction(JUMP_IF_GREATER, 0, TO_END, UDP_HEADER),
                load(LOAD_HEADER_LENGTH_TO_X, NETWORK_HEADER),
                load(LOAD_OCTET_INDEXED, NETWORK_HEADER + UDP_HEADER),
                new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, TUNNEL_DATA))));
    }

    static Instruction load(int code, int offset) {
        return new Instruction(code, 0, 0, offset);
    }

    static Instruction mustEqual(int value) {
        return new Instruction(JUMP_IF_EQUAL, 0, TO_DROP, value);
    }

    private static Instruction mustNotEqual(int value) {
        return new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, value);
    }

    private static Instruction mustBeAtLeast(int value) {
        return new Instruction(JUMP_IF_AT_LEAST, 0, TO_DROP, value);
    }

    static Instruction mustHaveNone(int bits) {
        return new Instruction(JUMP_IF_ANY_BIT, TO_DROP, 0, bits);
    }

    private SocketFilter and(Instruction... more) {
        List<Instruction> all = new ArrayList<>(conditions);
        all.addAll(List.of(more));
        return new SocketFilter(all, nothing);
    }

    /** The program: the conditions, "accept", "drop". */
    List<Instruction> program() {
        List<Instruction> program = new ArrayList<>();
        int drop = conditions.size() + 1;
        for (int i = 0; i < conditions.size(); i++) {
            Instruction condition = conditions.get(i);
            int toDrop = drop - i - 1;
            program.add(new Instruction(
                    condition.code(),
                    condition.ifTrue() == TO_DROP ? toDrop : condition.ifTrue(),
                    condition.ifFalse() == TO_DROP ? toDrop : condition.ifFalse(),
                    condition.operand()));
        }
        program.add(new Instruction(RETURN, 0, 0, nothing ? 0 : WHOLE_PACKET));
        program.add(new Instruction(RETURN, 0, 0, 0));
        return program;
    }

    /** Packets that wait already were not filtered: attach before the socket is bound. */
    void attachTo(Fd socket) {
        List<Instruction> program = program();
        NativeBuffer code = NativeBuffer.allocate(program.size() * INSTRUCTION_SIZE);
        for (int i = 0; i < program.size(); i++) {
            int at = i * INSTRUCTION_SIZE;
            code.inNativeOrder()
                    .putShort(at, (short) program.get(i).code())
                    .put(at + 2, (byte) program.get(i).ifTrue())
                    .put(at + 3, (byte) program.get(i).ifFalse())
                    .putInt(at + 4, program.get(i).operand());
        }
        NativeBuffer header = NativeBuffer.allocate(PROGRAM_SIZE);
        header.inNativeOrder().putShort(0, (short) program.size());
        header.pointTo(POINTER, code, 0, code.size());
        socket.setOption("SO_ATTACH_FILTER", Fd.SOL_SOCKET, SO_ATTACH_FILTER, header, PROGRAM_SIZE);
    }
}
