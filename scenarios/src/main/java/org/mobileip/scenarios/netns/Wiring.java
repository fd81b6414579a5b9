package org.mobileip.scenarios.netns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.wire.Impairment;
import org.mobileip.scenarios.wire.Wire;

/**
 * The wires that do something to frames. They end in a namespace of their own, in which no interface has an address, so that
 * its kernel has nothing to say; what needs no such wire is joined by the kernel alone and costs nothing.
 *
 * <pre>
 *   near end --veth-- 1a [ carrier ] 1b --veth-- far end
 * </pre>
 */
final class Wiring implements AutoCloseable {

    private final boolean netem;
    private final long seed;
    private final RunClock clock;
    private final Map<String, Laid> wires = new LinkedHashMap<>();
    private Optional<Site> site = Optional.empty();

    /** No wire yet. {@code seed} is that of the run: each wire has its own share of it. */
    Wiring(long seed, RunClock clock) {
        this(seed, clock, false);
    }

    /** {@code netem}: the kernel does what is to be done, instead of our own wire. */
    Wiring(long seed, RunClock clock, boolean netem) {
        this.netem = netem;
        this.seed = seed;
        this.clock = clock;
    }

    /** An interface that a wire is laid to. */
    record Terminal(Site site, String interfaceName, MacAddress mac) {

        VirtualLinks.End end() {
            return new VirtualLinks.End(interfaceName, mac);
        }
    }

    private record Laid(Carrier carrier, Impairment impairment) {}

    /**
     * Where a wire begins.
     *
     * @param site where the interface is that the near end is joined to
     * @param interfaceName that interface; without it the near end has no carrier
     */
    record Socket(Site site, String interfaceName) {}

    /**
     * Makes both interfaces and lays a wire between them; the interfaces are down, the wire's ends are up.
     *
     * @param name for messages; no two are alike
     * @param mtu of the interfaces, where it is not the usual one
     */
    Socket lay(String name, Terminal near, Terminal far, Impairment impairment, OptionalInt mtu) {
        int number = wires.size() + 1;
        Site between = site();
        String left = number + "a";
        String right = number + "b";
        join(near, between, left, Macs.wire(number, 0), mtu);
        join(far, between, right, Macs.wire(number, 1), mtu);
        between.links().setUp(left, true);
        between.links().setUp(right, true);
        Wire.Ends ends = new Wire.Ends(between.namespace(), left, right);
        Carrier carrier = netem
                ? Carrier.netem("bridge" + number, between, ends, impairment)
                : Carrier.wire(name, ends, impairment, seed * 1000 + number, clock);
        wires.put(name, new Laid(carrier, impairment));
        return new Socket(between, left);
    }

    private static void join(Terminal terminal, Site between, String end, MacAddress mac, OptionalInt mtu) {
        terminal.site().links().connect(terminal.end(), between.namespace(), new VirtualLinks.End(end, mac));
        between.links().takeOffloadsOff(end);
        mtu.ifPresent(octets -> between.links().setMtu(end, octets));
    }

    private Site site() {
        if (site.isEmpty()) {
            site = Optional.of(Site.host("wires"));
        }
        return site.get();
    }

    /** Makes both interfaces each other's wire, as the kernel does it; both are down. */
    static void join(Terminal one, Terminal other) {
        one.site().links().connect(one.end(), other.site().namespace(), other.end());
    }

    /** Makes the wire of this name do something else to frames from now on, either way. */
    void change(String name, UnaryOperator<Impairment> change) {
        Laid laid = wires.get(name);
        if (laid == null) {
            throw new AssertionError("no wire " + name);
        }
        Impairment impairment = change.apply(laid.impairment);
        laid.carrier.change(impairment);
        wires.put(name, new Laid(laid.carrier, impairment));
    }

    /** Whether there is no wire that does something to frames. */
    boolean isEmpty() {
        return wires.isEmpty();
    }

    /** What a reader of the figures must know. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        wires.forEach((name, laid) -> {
            long lost = laid.carrier.overrun();
            if (lost > 0) {
                remarks.add("this machine was too slow for the wire of " + name + ": " + lost
                        + " frames were lost that should not have been");
            }
        });
        return remarks;
    }

    /** Makes sure that every wire has carried to the end. */
    void check() throws WorldException {
        for (Map.Entry<String, Laid> each : wires.entrySet()) {
            Optional<Throwable> failure = each.getValue().carrier.failure();
            if (failure.isPresent()) {
                throw new WorldException("the wire of " + each.getKey() + " broke: " + failure.get(), failure.get());
            }
        }
    }

    @Override
    public void close() {
        wires.values().forEach(laid -> laid.carrier.close());
        site.ifPresent(Site::close);
    }
}
