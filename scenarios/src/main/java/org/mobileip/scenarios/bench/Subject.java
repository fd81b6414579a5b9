package org.mobileip.scenarios.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.linux.tun.TunDataplane;
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
    private static final int MTU = TunDataplane.usualMtu(Set.of(Encapsulation.IPIP));

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

    /** Our dataplanes, with one binding each; with more as well, where there are {@code bindings}. */
    static List<Subject> ours(int bindings) {
        Subject tun = new Subject("tun", new OurTunnel(OurTunnel.TUN, 0));
        Subject bpf = new Subject("bpf", new OurTunnel(OurTunnel.BPF, 0));
        String among = String.format(Locale.ROOT, " among %,d", bindings);
        return bindings == 1
                ? List.of(tun, bpf)
                : List.of(
                        tun,
                        new Subject(tun.name + among, new OurTunnel(OurTunnel.TUN, bindings - 1)),
                        bpf,
                        new Subject(bpf.name + among, new OurTunnel(OurTunnel.BPF, bindings - 1)));
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
