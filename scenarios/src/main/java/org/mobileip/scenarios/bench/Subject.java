package org.mobileip.scenarios.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Encapsulation;

/**
 * What is measured.
 *
 * @param name as it is called in tables
 * @param making how the traffic of a lab is made to take this way
 */
record Subject(String name, Making making) {

    /** No tunnel at all. */
    static final Subject PLAIN = new Subject("plain", lab -> {
        lab.routePlainly();
        return () -> {};
    });

    /** What IP in IP leaves of Ethernet. */
    private static final int MTU = TunOptions.usualMtu(Set.of(Encapsulation.IPIP));

    /** Whether it is a part of this project, and runs within this program. */
    boolean isOurs() {
        return making instanceof OurTunnel;
    }

    /** How it comes into the way. */
    interface Making {
        /**
         * Makes the lab's traffic take this way, until what is returned is closed.
         *
         * @throws org.mobileip.host.HostException where the kernel refuses, or a program does
         */
        Use make(BenchLab lab);
    }

    /** A subject that is in the way of the traffic. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Our dataplanes, with one binding each, and in the further turns that are wanted: in the order of what they are compared with. The
     * kernel's own tunnels come last, since few kernels have them.
     */
    static List<Subject> ours(DataplaneBench.Further further) {
        List<Subject> all = new ArrayList<>(of("tun", OurTunnel.TUN, further));
        if (further.queues() > 1) {
            String name = "tun " + further.queues() + " queues";
            all.add(new Subject(name, new OurTunnel(OurTunnel.TUN, 0, false, further.queues())));
        }
        all.addAll(of("bpf", OurTunnel.BPF, further));
        all.add(new Subject("kernel", OurTunnel.plain(OurTunnel.KERNEL)));
        return all;
    }

    private static List<Subject> of(String name, OurTunnel.Opening opening, DataplaneBench.Further further) {
        List<Subject> all = new ArrayList<>(List.of(new Subject(name, OurTunnel.plain(opening))));
        if (further.bindings() > 1) {
            String among = " among " + further.bindings();
            all.add(new Subject(name + among, new OurTunnel(opening, further.bindings() - 1, false, 1)));
        }
        if (further.isUdpWanted()) {
            all.add(new Subject(name + " udp", new OurTunnel(opening, 0, true, 1)));
        }
        return all;
    }

    /**
     * Somebody's program, the same at both ends, given as {@code NAME=COMMAND} with spaces between words.
     *
     * @return empty where it is not
     */
    static Optional<Subject> parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || text.substring(equals + 1).isBlank()) {
            return Optional.empty();
        }
        List<String> command = List.of(text.substring(equals + 1).strip().split(" +", -1));
        return Optional.of(new Subject(text.substring(0, equals), new OtherTunnel(command, command, MTU)));
    }
}
