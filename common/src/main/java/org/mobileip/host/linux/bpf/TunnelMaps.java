package org.mobileip.host.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.tunnel.DropReason;

/**
 * The maps of {@code tunnel.bpf.c}, with its structures in Java. Each change is seen by the next packet. For any thread.
 */
final class TunnelMaps implements AutoCloseable {

    /** {@code struct binding}. */
    private static final int BINDING_SIZE = 192;

    private static final int MTU = 8;
    private static final int IS_TROUBLED = 10;
    private static final int TTL_HEARD = 11;
    private static final int IDENTIFICATIONS = 12;
    private static final int LINK = 28;
    private static final int SAMPLES = 32;
    private static final int SAMPLES_END = 176;
    private static final int COUNTED = 184;

    /** {@code struct counts}: four numbers of 64 bits. */
    private static final int COUNTS_SIZE = 32;

    /** No key of the map "of_home". */
    private static final int NOWHERE = -1;

    private static final int LONGEST = 0xffff;

    /** {@code enum reason}, in its order. */
    private static final DropReason[] REASONS = {
        DropReason.OUTER_SOURCE_NOT_CARE_OF,
        DropReason.SOURCE_NOT_HOME,
        DropReason.SEND_FAILED,
        DropReason.DELIVERY_FAILED,
        DropReason.OUTER_SOURCE_NOT_HOME_AGENT
    };

    /**
     * What the kernel must know of a plain tunnel.
     *
     * @param farEnd where it leads: to a care-of address, or to a mobile node's home agent
     * @param mtu the longest outer packet that the path takes, in octets
     * @param isTroubled its exit is said to be out of reach: the tun dataplane takes the packets, and tells their senders
     * @param link the interface that a mobile node's packets leave by; 0: the kernel is asked for each
     */
    record Binding(Ipv4 farEnd, Ipv4 localEnd, int mtu, boolean isTroubled, int link) {

        Binding {
            mtu = Math.min(mtu, LONGEST);
        }

        /** One of a home agent. */
        Binding(Ipv4 careOf, Ipv4 localEnd, int mtu, boolean isTroubled) {
            this(careOf, localEnd, mtu, isTroubled, 0);
        }
    }

    /** What says which tunnels there are; what has been counted is in the others. */
    private static final List<String> OF_TUNNELS = List.of("bindings", "exits", "local_ends");

    private static final int LACKS_EXITS = 12;
    private static final int GIVES = 16;
    private static final int PORTS = 20;
    private static final int MOST_PORTS = 2;

    /** {@code struct settings}. */
    private static final int SETTINGS_SIZE = 24;

    private final Map<String, BpfMap> maps = new ConcurrentHashMap<>();
    private ByteBuffer settings = value(SETTINGS_SIZE);
    private final SecureRandom random = new SecureRandom();

    /** Drawn after the ones before: to draw them takes longer than to tell the kernel, and a handover waits for that. */
    private long nextIdentifications = random.nextLong();

    private final CounterSlots counted;

    private TunnelMaps(Map<String, BpfMap.Shape> shapes, int mostCounted) {
        Map<String, BpfMap.Shape> wanted = new LinkedHashMap<>(shapes);
        wanted.computeIfPresent("of_home", (same, shape) -> shape.withAtMost(mostCounted));
        try {
            wanted.forEach((name, shape) -> maps.put(name, BpfMap.create(shape)));
            counted = new CounterSlots(map("of_home").shape().maxEntries());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Makes them.
     *
     * @param mostCounted how many home addresses are counted for at most: all the room for it is taken now
     * @throws org.mobileip.host.HostException when the kernel refuses
     */
    static TunnelMaps create(Map<String, BpfMap.Shape> shapes, int mostCounted) {
        return new TunnelMaps(shapes, mostCounted);
    }

    /** @throws IllegalArgumentException when there is none of that name */
    BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no map " + name);
        }
        return map;
    }

    private static ByteBuffer value(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private void put(String map, int key, ByteBuffer value) {
        map(map).put(key, Octets.of(value.rewind()));
    }

    /**
     * Where the kernel is handed what comes out, whether SYNs are none of the programs' business, and how outer packets are
     * marked; 0: not at all.
     */
    void configure(int tunnelInterface, boolean clampsSegments, int mark) {
        settings = value(SETTINGS_SIZE)
                .putInt(tunnelInterface)
                .putInt(clampsSegments ? 1 : 0)
                .putInt(mark);
        put("settings", 0, settings);
    }

    /**
     * From now on the tun dataplane is given copies of what it may want.
     *
     * @param udpPorts of tunnels within UDP, two at most
     */
    void give(List<Integer> udpPorts) {
        settings.putInt(GIVES, 1);
        for (int i = 0; i < MOST_PORTS; i++) {
            int port = i < udpPorts.size() ? udpPorts.get(i) : 0;
            settings.put(PORTS + 2 * i, (byte) (port >> 8)).put(PORTS + 2 * i + 1, (byte) port);
        }
        put("settings", 0, settings);
    }

    /** It hears everything by itself. */
    void giveNothing() {
        put("settings", 0, settings.putInt(GIVES, 0));
    }

    /** Whether {@link #putExit} was refused for some: then nobody is a stranger but by the word of the tun dataplane. */
    void configure(boolean lacksExits) {
        int wanted = lacksExits ? 1 : 0;
        if (settings.getInt(LACKS_EXITS) != wanted) {
            put("settings", 0, settings.putInt(LACKS_EXITS, wanted));
        }
    }

    /**
     * Replaces those that say which tunnels there are by empty ones, for programs that are loaded from now on.
     *
     * @throws org.mobileip.host.HostException when the kernel refuses
     */
    void renew() {
        for (String name : OF_TUNNELS) {
            BpfMap before = map(name);
            maps.put(name, BpfMap.create(before.shape()));
            before.close();
        }
        configure(false);
    }

    void putLocalEnd(Ipv4 address) {
        put("local_ends", BpfMap.key(address), value(4).putInt(1));
    }

    void removeLocalEnd(Ipv4 address) {
        map("local_ends").remove(BpfMap.key(address));
    }

    void putExit(Ipv4 farEnd, boolean isPlain) {
        put("exits", BpfMap.key(farEnd), value(4).putInt(isPlain ? 1 : 0));
    }

    void removeExit(Ipv4 farEnd) {
        map("exits").remove(BpfMap.key(farEnd));
    }

    /**
     * Replaces the binding, with Identifications that nobody can guess and no sample of what was sent before. Its packets are
     * counted for {@code home}, if that is counted for ({@link #countFor}).
     */
    void putBinding(Ipv4 home, Binding binding) {
        ByteBuffer value = value(BINDING_SIZE)
                .putInt(BpfMap.key(binding.farEnd))
                .putInt(BpfMap.key(binding.localEnd))
                .putShort(MTU, (short) binding.mtu)
                .put(IS_TROUBLED, (byte) (binding.isTroubled ? 1 : 0));
        value.putLong(IDENTIFICATIONS, nextIdentifications)
                .putInt(LINK, binding.link)
                .putInt(COUNTED, counted.of(home) < 0 ? NOWHERE : counted.of(home));
        put("bindings", BpfMap.key(home), value);
        nextIdentifications = random.nextLong();
    }

    void removeBinding(Ipv4 home) {
        map("bindings").remove(BpfMap.key(home));
    }

    /** What was left of the time to live of the last packet from there; empty: none came. */
    Optional<Integer> timeToLiveHeard(Ipv4 home) {
        return map("bindings")
                .get(BpfMap.key(home))
                .map(value -> value.get(TTL_HEARD) & 0xff)
                .filter(heard -> heard != 0);
    }

    /** Whether {@code sample} is among those kept of what was sent to {@code home}. */
    boolean hasSent(Ipv4 home, long sample) {
        Optional<ByteBuffer> value = map("bindings").get(BpfMap.key(home));
        if (value.isEmpty()) {
            return false;
        }
        for (int at = SAMPLES; at < SAMPLES_END; at += Long.BYTES) {
            if (value.get().getLong(at) == sample) {
                return true;
            }
        }
        return false;
    }

    /**
     * Counts for {@code home}, if it is not counted for yet, from zero on.
     *
     * @throws org.mobileip.host.HostException when too many are
     */
    void countFor(Ipv4 home) {
        if (counted.of(home) < 0) {
            put("of_home", counted.take(home), value(COUNTS_SIZE));
        }
    }

    void forget(Ipv4 home) {
        counted.giveBack(home);
    }

    TunnelCounters of(Ipv4 home) {
        int slot = counted.of(home);
        return slot < 0 ? TunnelCounters.ZERO : counters("of_home", slot, new TreeMap<>());
    }

    TunnelCounters total() {
        SortedMap<String, Long> drops = new TreeMap<>();
        for (int i = 0; i < REASONS.length; i++) {
            long count = map("drops").sum(i, 0);
            if (count != 0) {
                drops.put(REASONS[i].word(), count);
            }
        }
        return counters("totals", 0, drops);
    }

    private TunnelCounters counters(String map, int key, SortedMap<String, Long> drops) {
        BpfMap counts = map(map);
        long encapsulated = counts.sum(key, 0);
        long decapsulated = counts.sum(key, 2);
        long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        return new TunnelCounters(
                encapsulated + decapsulated + dropped,
                encapsulated,
                counts.sum(key, 1),
                decapsulated,
                counts.sum(key, 3),
                drops);
    }

    /** As if nothing had been counted in total. */
    void clearTotals() {
        put("totals", 0, value(COUNTS_SIZE));
        for (int i = 0; i < REASONS.length; i++) {
            put("drops", i, value(Long.BYTES));
        }
    }

    @Override
    public void close() {
        maps.values().forEach(BpfMap::close);
    }
}
