package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.Link;
import org.mobileip.net.MacAddress;

/** An interface of a machine: an Ethernet card with a cable into a segment, or a TUN device that a program reads. */
public final class Nic {

    /** What a frame takes from one card to another: a fast Ethernet's order of magnitude. */
    private static final long TRANSIT = 10_000;

    private final Machine machine;
    private final int index;
    private final String name;
    private final MacAddress mac;
    private final @Nullable Segment segment;
    private final @Nullable Consumer<byte[]> reader;
    private final Lane out;
    private final Lane in;
    private final List<Tap> taps = new ArrayList<>();
    private int mtu;
    private boolean up = true;
    private boolean carrier;

    /** Hears of every frame that passes an interface. */
    @FunctionalInterface
    public interface Tap {
        /**
         * A frame passes.
         *
         * @param outbound whether the machine sent it
         */
        void passes(byte[] frame, boolean outbound);
    }

    /** A card, whose cable is not plugged in yet. */
    Nic(Machine machine, int index, String name, MacAddress mac, int mtu, Segment segment, long seed) {
        this.machine = machine;
        this.index = index;
        this.name = name;
        this.mac = mac;
        this.mtu = mtu;
        this.segment = segment;
        this.reader = null;
        this.out = new Lane(machine.timeline(), seed, TRANSIT);
        this.in = new Lane(machine.timeline(), seed + 1, 0);
        segment.attach(this);
    }

    /** A TUN device: {@code reader} gets what is sent to it. */
    Nic(Machine machine, int index, String name, int mtu, Consumer<byte[]> reader) {
        this.machine = machine;
        this.index = index;
        this.name = name;
        this.mac = MacAddress.ZERO;
        this.mtu = mtu;
        this.segment = null;
        this.reader = reader;
        this.out = new Lane(machine.timeline(), 0, 0);
        this.in = new Lane(machine.timeline(), 0, 0);
        this.carrier = true;
    }

    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    public MacAddress mac() {
        return mac;
    }

    public int mtu() {
        return mtu;
    }

    void setMtu(int octets) {
        mtu = octets;
    }

    void setUp(boolean isUp) {
        up = isUp;
    }

    /** The cable is plugged in, or pulled. */
    public void setCarrier(boolean isThere) {
        if (carrier != isThere) {
            carrier = isThere;
            machine.linkChanged(this);
        }
    }

    public boolean isUp() {
        return up;
    }

    public boolean isRunning() {
        return up && carrier;
    }

    boolean isTunnel() {
        return reader != null;
    }

    /** From the machine into the cable. */
    public Lane out() {
        return out;
    }

    /** From the cable into the machine. */
    public Lane in() {
        return in;
    }

    public void tap(Tap tap) {
        taps.add(tap);
    }

    Link link() {
        return new Link(index, name, mac, up, isRunning(), false, mtu);
    }

    /** Sends a frame that is addressed already; without a carrier it is gone. */
    void transmit(byte[] frame) {
        if (!isRunning()) {
            return;
        }
        if (reader != null) {
            reader.accept(frame);
            return;
        }
        for (Tap tap : taps) {
            tap.passes(frame, true);
        }
        out.carry(frame, this::leave);
    }

    private void leave(byte[] frame) {
        if (segment != null && isRunning()) {
            segment.carry(this, frame);
        }
    }

    /** A frame comes by the cable. */
    void approach(byte[] frame) {
        in.carry(frame, this::arrive);
    }

    private void arrive(byte[] frame) {
        if (isRunning()) {
            for (Tap tap : taps) {
                tap.passes(frame, false);
            }
            machine.receive(this, frame);
        }
    }
}
