package org.mobileip.host.linux.bpf;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.Privileges;

/** Whether the kernel takes the programs, and what is left of those that it took from processes which are no more. */
public final class BpfTrial {

    private BpfTrial() {}

    /**
     * Has the kernel load the programs and run them on a packet or two, and lets go of them: nothing is attached.
     *
     * @return why this process cannot have them; empty: it passed
     */
    public static Optional<String> tried() {
        try {
            for (TunnelPrograms.End end : TunnelPrograms.End.values()) {
                try (TunnelPrograms programs = TunnelPrograms.open(end);
                        BpfProgram outOfTunnel = programs.load(end.outOf())) {
                    SelfTest.pass(programs, outOfTunnel);
                }
            }
            return Optional.empty();
        } catch (HostException refused) {
            return Optional.of(explained(refused));
        }
    }

    /**
     * Removes what home agents and mobile nodes have left at the interfaces which were killed on a kernel before Linux 6.6: it
     * would take packets of tunnels away from whoever comes after them, whatever their dataplane.
     *
     * @return how many programs there were; 0 where the kernel has no such thing
     */
    public static int removeLeftovers() {
        try {
            return BpfProgram.removeLeftovers();
        } catch (HostException refused) {
            return 0;
        }
    }

    /** A refusal in words, with what would help. */
    public static String explained(HostException refused) {
        return "bpf is refused: " + refused.getMessage() + advice(refused);
    }

    private static String advice(HostException refused) {
        if (!refused.isNotPermitted()) {
            return "";
        }
        List<Privileges.Capability> missing = Privileges.missing(
                Privileges.Capability.CAP_BPF, Privileges.Capability.CAP_PERFMON, Privileges.Capability.CAP_NET_ADMIN);
        return missing.isEmpty()
                ? "; it needs CAP_BPF of the machine itself, and not of a user namespace"
                : "; this process lacks " + missing.stream().map(Enum::name).collect(Collectors.joining(" and "));
    }
}
