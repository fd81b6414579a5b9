package org.mobileip.host.linux.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Octets;

/**
 * The programs of {@code tunnel.bpf.c} and their maps, in the kernel. All is gone when this is closed or the process ends.
 */
final class TunnelPrograms implements AutoCloseable {

    /** Which end of the tunnels this machine is: by that the programs differ. */
    enum End {
        HOME_AGENT("into_tunnel", "out_of_tunnel", Integer.MAX_VALUE),
        MOBILE_NODE("into_home", "out_of_home", 16);

        private final String into;
        private final String outOf;
        private final int mostCounted;

        End(String into, String outOf, int mostCounted) {
            this.into = into;
            this.outOf = outOf;
            this.mostCounted = mostCounted;
        }

        /** Where the tunnel's interface sends. */
        String into() {
            return into;
        }

        /** The same where packets begin with a link header: for tests. */
        String intoOfLink() {
            return into + "_of_link";
        }

        /** Where links receive. */
        String outOf() {
            return outOf;
        }
    }

    private final ObjectFile object;
    private final TunnelMaps maps;

    private TunnelPrograms(ObjectFile object, TunnelMaps maps) {
        this.object = object;
        this.maps = maps;
    }

    /**
     * Makes the maps that such an end needs.
     *
     * @throws HostException without CAP_BPF, or on a kernel without such maps
     */
    static TunnelPrograms open(End end) {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new HostException("the BPF programs are compiled for little-endian machines", Errno.ENOSYS);
        }
        ObjectFile object = ObjectFile.decode(compiled());
        return new TunnelPrograms(object, TunnelMaps.create(object.maps(), end.mostCounted));
    }

    static Octets compiled() {
        try (InputStream file = TunnelPrograms.class.getResourceAsStream("tunnel.bpf.o")) {
            if (file == null) {
                throw new AssertionError("tunnel.bpf.o is missing in this build");
            }
            return Octets.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TunnelMaps maps() {
        return maps;
    }

    /**
     * Has the kernel load the program of that name.
     *
     * @throws HostException without CAP_BPF and CAP_NET_ADMIN, or when the kernel's verifier refuses
     */
    BpfProgram load(String name) {
        ObjectFile.Program program = object.program(name);
        Map<Integer, BpfMap> references = new HashMap<>();
        program.maps().forEach((at, map) -> references.put(at, maps.map(map)));
        return BpfProgram.load(name, program.instructions(), references, object.license());
    }

    @Override
    public void close() {
        maps.close();
    }
}
