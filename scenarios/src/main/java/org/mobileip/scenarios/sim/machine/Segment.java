package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An Ethernet: whoever is plugged in hears what is for its address, and what is for all. */
public final class Segment {

    private final List<Nic> nics = new ArrayList<>();
    private final Map<Long, Nic> byMac = new HashMap<>();

    void attach(Nic nic) {
        nics.add(nic);
        byMac.put(nic.mac().bits(), nic);
    }

    void carry(Nic from, byte[] frame) {
        long destination = Packet.destinationMac(frame);
        if (Packet.isGroup(destination)) {
            for (Nic nic : nics) {
                if (nic != from) {
                    nic.approach(frame.clone());
                }
            }
            return;
        }
        Nic nic = byMac.get(destination);
        if (nic != null && nic != from) {
            nic.approach(frame);
        }
    }
}
