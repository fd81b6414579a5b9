package org.mobileip.scenarios.sim.machine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.Neighbour;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.MalformedMessageException;

/**
 * ARP (RFC 826) as Linux does it: who is not known is asked for three times, a second apart, while a few datagrams wait; who
 * has not been heard of for a while is used on, and asked whether he is still there. A gratuitous announcement changes what
 * is known and adds nothing.
 */
final class Neighbours {

    private static final long BETWEEN_REQUESTS = 1_000_000_000L;
    private static final int MOST_REQUESTS = 3;
    private static final int MOST_WAITING = 64;
    private static final long REACHABLE_FOR = 30_000_000_000L;
    private static final long BEFORE_PROBING = 5_000_000_000L;

    private final Machine machine;
    private final Map<Key, Entry> entries = new HashMap<>();

    private record Key(int link, int address) {}

    private static final class Entry {
        final Nic nic;
        final int address;
        final Deque<byte[]> waiting = new ArrayDeque<>();

        @Nullable
        MacAddress mac;

        Optional<Neighbour> forEver = Optional.empty();
        boolean isProbing;
        long confirmed;
        int asked;

        Entry(Nic nic, int address) {
            this.nic = nic;
            this.address = address;
        }
    }

    Neighbours(Machine machine) {
        this.machine = machine;
    }

    Optional<MacAddress> of(Nic nic, int address) {
        Entry entry = entries.get(new Key(nic.index(), address));
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.mac);
    }

    /** One that needs no ARP; what waited for an answer goes to it. */
    void put(Nic nic, Neighbour neighbour) {
        Key key = new Key(nic.index(), neighbour.address().bits());
        Entry before = entries.get(key);
        Entry entry = new Entry(nic, neighbour.address().bits());
        entry.mac = neighbour.mac();
        entry.forEver = Optional.of(neighbour);
        entries.put(key, entry);
        if (before != null) {
            before.waiting.forEach(frame -> send(nic, neighbour.address().bits(), frame));
        }
    }

    void remove(int linkIndex, Ipv4 address) {
        entries.remove(new Key(linkIndex, address.bits()));
    }

    /** Those that need no ARP. */
    List<Neighbour> permanent() {
        return entries.values().stream()
                .flatMap(entry -> entry.forEver.stream())
                .sorted(Comparator.comparingInt(Neighbour::linkIndex)
                        .thenComparingInt(each -> each.address().bits()))
                .toList();
    }

    /** The interface is down, or gone. */
    void forgetAll(Nic nic) {
        entries.values().removeIf(entry -> entry.nic == nic);
    }

    /** The cable was pulled: who is at the other end of the next one is another matter, unless somebody has said. */
    void forget(Nic nic) {
        entries.values().removeIf(entry -> entry.nic == nic && entry.forEver.isEmpty());
    }

    /** Sends a datagram to that neighbour, as soon as it is known where he is. */
    void send(Nic nic, int address, byte[] frame) {
        Entry entry = entries.computeIfAbsent(new Key(nic.index(), address), unknown -> new Entry(nic, address));
        MacAddress mac = entry.mac;
        if (mac != null) {
            doubt(entry);
            Packet.address(frame, mac.bits(), nic.mac().bits(), Packet.ETHERTYPE_IPV4);
            nic.transmit(frame);
            return;
        }
        if (entry.waiting.size() < MOST_WAITING) {
            entry.waiting.add(frame);
        }
        if (entry.asked == 0) {
            ask(entry);
        }
    }

    private void doubt(Entry entry) {
        if (entry.forEver.isEmpty()
                && !entry.isProbing
                && machine.timeline().nanos() - entry.confirmed > REACHABLE_FOR) {
            entry.isProbing = true;
            long since = entry.confirmed;
            machine.timeline().in(BEFORE_PROBING, () -> probe(entry, since));
        }
    }

    private void probe(Entry entry, long since) {
        boolean isKnown = entries.get(new Key(entry.nic.index(), entry.address)) == entry;
        if (!isKnown || entry.confirmed != since) {
            entry.isProbing = false;
            entry.asked = 0;
        } else if (entry.asked < MOST_REQUESTS) {
            entry.asked++;
            MacAddress mac = entry.mac;
            request(entry, mac == null ? MacAddress.BROADCAST : mac);
            machine.timeline().in(BETWEEN_REQUESTS, () -> probe(entry, since));
        } else {
            entries.remove(new Key(entry.nic.index(), entry.address));
        }
    }

    private void ask(Entry entry) {
        boolean isKnown = entries.get(new Key(entry.nic.index(), entry.address)) == entry;
        if (!isKnown || entry.mac != null) {
            return;
        }
        if (entry.asked == MOST_REQUESTS) {
            entries.remove(new Key(entry.nic.index(), entry.address));
            entry.waiting.forEach(machine.ip()::cannotReach);
            return;
        }
        entry.asked++;
        request(entry, MacAddress.BROADCAST);
        machine.timeline().in(BETWEEN_REQUESTS, () -> ask(entry));
    }

    /** Whoever must be silent on a link about addresses of other links asks as one of its own (arp_announce). */
    private void request(Entry entry, MacAddress to) {
        Ipv4 asker = asker(entry);
        Octets arp = ArpPacket.request(entry.nic.mac(), asker, new Ipv4(entry.address))
                .encode();
        machine.sendArp(entry.nic, to, arp);
    }

    private Ipv4 asker(Entry entry) {
        byte[] first = entry.waiting.peek();
        boolean speaksForAll = machine.setting(entry.nic.name(), Machine.ARP_ANNOUNCE) == 0;
        if (first != null && speaksForAll && machine.tables().isLocal(Packet.source(first))) {
            return new Ipv4(Packet.source(first));
        }
        return machine.tables().sourceOn(entry.nic.index()).orElse(Ipv4.UNSPECIFIED);
    }

    /** ARP comes by an interface. */
    void receive(Nic nic, byte[] frame) {
        ArpPacket arp;
        try {
            arp = ArpPacket.decode(Octets.of(frame, Packet.IP, frame.length - Packet.IP));
        } catch (MalformedMessageException rubbish) {
            return;
        }
        boolean isForUs = machine.tables().isLocal(arp.targetAddress().bits());
        Entry known = entries.get(new Key(nic.index(), arp.senderAddress().bits()));
        if (machine.tables().isLocal(arp.senderAddress().bits())) {
            return;
        }
        if (known != null) {
            learn(known, arp.senderMac());
        } else if (isForUs && arp.isRequest() && !arp.senderAddress().isUnspecified()) {
            Entry entry = new Entry(nic, arp.senderAddress().bits());
            entries.put(new Key(nic.index(), arp.senderAddress().bits()), entry);
            learn(entry, arp.senderMac());
        }
        if (arp.isRequest() && isForUs && answersFor(nic, arp.targetAddress())) {
            Octets reply = ArpPacket.reply(nic.mac(), arp.targetAddress(), arp.senderMac(), arp.senderAddress())
                    .encode();
            machine.sendArp(nic, arp.senderMac(), reply);
        }
    }

    private boolean answersFor(Nic nic, Ipv4 address) {
        return machine.setting(nic.name(), Machine.ARP_IGNORE) == 0
                || machine.tables().isOn(nic.index(), address.bits());
    }

    private void learn(Entry entry, MacAddress mac) {
        if (entry.forEver.isPresent()) {
            return;
        }
        entry.mac = mac;
        entry.confirmed = machine.timeline().nanos();
        entry.asked = 0;
        entry.isProbing = false;
        while (!entry.waiting.isEmpty()) {
            send(entry.nic, entry.address, entry.waiting.remove());
        }
    }
}
