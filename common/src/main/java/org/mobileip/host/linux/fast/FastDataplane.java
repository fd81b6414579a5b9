package org.mobileip.host.linux.fast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelDataplane;
import org.mobileip.host.linux.kernel.KernelHomeDataplane;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;

/**
 * What carries tunnels fastest on this machine, of what is wanted and passes its self-test: the programs, else the kernel's own
 * device, else tun alone.
 */
public final class FastDataplane {

    /** What may stand before tun, fastest first. */
    public enum Faster {
        BPF {
            @Override
            Dataplane ofHomeAgent(TunDataplane tun, TunOptions options) {
                return BpfDataplane.ofHomeAgent(tun, options);
            }

            @Override
            Dataplane ofMobileNode(TunDataplane tun, TunOptions options) {
                return BpfDataplane.ofMobileNode(tun, options);
            }

            @Override
            String explained(HostException refused) {
                return BpfTrial.explained(refused);
            }
        },
        KERNEL {
            @Override
            Dataplane ofHomeAgent(TunDataplane tun, TunOptions options) {
                return KernelDataplane.ofHomeAgent(tun, options);
            }

            @Override
            Dataplane ofMobileNode(TunDataplane tun, TunOptions options) {
                return KernelHomeDataplane.ofMobileNode(tun, options);
            }

            @Override
            String explained(HostException refused) {
                return KernelTrial.explained(refused);
            }
        };

        /** Those whose names are wanted. */
        public static List<Faster> among(Predicate<String> wanted) {
            return Stream.of(values()).filter(each -> wanted.test(each.word())).toList();
        }

        /** What {@link Dataplane#name} says of it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        abstract Dataplane ofHomeAgent(TunDataplane tun, TunOptions options);

        abstract Dataplane ofMobileNode(TunDataplane tun, TunOptions options);

        abstract String explained(HostException refused);
    }

    private FastDataplane() {}

    /**
     * The fastest for a home agent; {@link Dataplane#why} of it says why it is no other.
     *
     * @param wanted what may be taken, in that order; none: tun alone, which says itself why
     * @param tun one without tunnels, which is closed with what is returned, or when this throws
     * @param options those that it was opened with
     */
    public static Dataplane ofHomeAgent(List<Faster> wanted, TunDataplane tun, TunOptions options) {
        return fastest(wanted, tun, options, each -> each.ofHomeAgent(tun, options));
    }

    /** As {@link #ofHomeAgent}, for a mobile node. */
    public static Dataplane ofMobileNode(List<Faster> wanted, TunDataplane tun, TunOptions options) {
        return fastest(wanted, tun, options, each -> each.ofMobileNode(tun, options));
    }

    private static Dataplane fastest(
            List<Faster> wanted, TunDataplane tun, TunOptions options, Function<Faster, Dataplane> opening) {
        try {
            List<String> refusals = new ArrayList<>();
            for (Faster each : wanted) {
                try {
                    Dataplane opened = opening.apply(each);
                    KernelTrial.shield(tun, options.onFault());
                    return opened;
                } catch (HostException refused) {
                    refusals.add(each.explained(refused));
                }
            }
            KernelTrial.shield(tun, options.onFault());
            return refusals.isEmpty() ? tun : tun.because(String.join("; ", refusals));
        } catch (RuntimeException | Error fault) {
            tun.close();
            throw fault;
        }
    }

    /**
     * Removes what home agents and mobile nodes have left which were killed: it would take packets of tunnels away from whoever
     * comes after them, whatever their dataplane.
     *
     * @return how many programs and devices there were
     */
    public static int removeLeftovers() {
        return BpfTrial.removeLeftovers() + KernelTrial.removeLeftovers();
    }
}
