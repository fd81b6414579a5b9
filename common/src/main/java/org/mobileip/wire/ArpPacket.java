package org.mobileip.wire;

import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826); its use for mobile nodes: RFC 5944 §4.6.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +-----------------------------+-----------------------------+
 *  |   hardware = 1 (Ethernet)   |   protocol = 0x0800 (IPv4)  |
 *  +--------------+--------------+-----------------------------+
 *  |     6        |      4       |   1 request, 2 reply        |  4
 *  +--------------+--------------+-----------------------------+
 *  |  sender: Ethernet address (6), IPv4 address (4)           |  8
 *  +-----------------------------------------------------------+
 *  |  target: Ethernet address (6), IPv4 address (4)           | 18
 *  +-----------------------------------------------------------+
 * </pre>
 *
 * @param operation request or reply
 * @param senderMac where {@code senderAddress} is to be found
 * @param senderAddress may be unspecified in a probe (RFC 5227)
 * @param targetMac of the one who asked; means nothing in a request
 * @param targetAddress what is asked for, or who asked
 */
public record ArpPacket(
        Operation operation, MacAddress senderMac, Ipv4 senderAddress, MacAddress targetMac, Ipv4 targetAddress) {

    /** What the packet does. */
    public enum Operation {
        REQUEST(1),
        REPLY(2);

        private final int value;

        Operation(int value) {
            this.value = value;
        }
    }

    /** Octets of the packet. */
    public static final int SIZE = 28;

    private static final int ETHERNET = 1;

    /** Who has {@code wanted}? Tell {@code address}, which is at {@code mac}. */
    public static ArpPacket request(MacAddress mac, Ipv4 address, Ipv4 wanted) {
        return new ArpPacket(Operation.REQUEST, mac, address, MacAddress.ZERO, wanted);
    }

    /** {@code address} is at {@code mac}, said to the one who asked. */
    public static ArpPacket reply(MacAddress mac, Ipv4 address, MacAddress askersMac, Ipv4 asker) {
        return new ArpPacket(Operation.REPLY, mac, address, askersMac, asker);
    }

    /** A gratuitous ARP in the form of a request: every cache that has {@code address} now has it at {@code mac}. */
    public static ArpPacket gratuitousRequest(MacAddress mac, Ipv4 address) {
        return request(mac, address, address);
    }

    /** A gratuitous ARP in the form of a reply, where the target is the sender again (RFC 5944 §4.6). */
    public static ArpPacket gratuitousReply(MacAddress mac, Ipv4 address) {
        return reply(mac, address, mac, address);
    }

    /**
     * Decodes the payload of a frame, which may be padded.
     *
     * @throws MalformedMessageException for anything but a request or reply for IPv4 over Ethernet
     */
    public static ArpPacket decode(Octets packet) throws MalformedMessageException {
        Fields.atLeast(packet, SIZE);
        boolean ipv4OverEthernet = packet.u16(0) == ETHERNET
                && packet.u16(2) == EthernetFrame.IPV4
                && packet.u8(4) == 6
                && packet.u8(5) == 4;
        if (!ipv4OverEthernet) {
            throw new MalformedMessageException("ARP for something else than IPv4 over Ethernet");
        }
        return new ArpPacket(
                operation(packet.u16(6)),
                Fields.mac(packet, 8),
                packet.ipv4(14),
                Fields.mac(packet, 18),
                packet.ipv4(24));
    }

    /** The packet, to be sent as the payload of a frame of type {@link EthernetFrame#ARP}. */
    public Octets encode() {
        return new OctetsWriter(SIZE)
                .u16(ETHERNET)
                .u16(EthernetFrame.IPV4)
                .u8(6)
                .u8(4)
                .u16(operation.value)
                .mac(senderMac)
                .ipv4(senderAddress)
                .mac(targetMac)
                .ipv4(targetAddress)
                .finished();
    }

    public boolean isRequest() {
        return operation == Operation.REQUEST;
    }

    /** It asks for what it tells: only caches are meant. */
    public boolean isGratuitous() {
        return senderAddress.equals(targetAddress);
    }

    private static Operation operation(int value) throws MalformedMessageException {
        return switch (value) {
            case 1 -> Operation.REQUEST;
            case 2 -> Operation.REPLY;
            default -> throw new MalformedMessageException("ARP operation " + value + " is neither request nor reply");
        };
    }
}
