package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * UDP Tunnel Request Extension (RFC 3519 §3.1): its sender can tunnel within UDP, should a NAT be in the way.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+--------------+--------------+
 *  |  type = 144  |  length = 6  | sub-type = 0 | reserved 1   |
 *  +-+-+----------+--------------+--------------+--------------+
 *  |F|R|reserved 2| encapsulation|        reserved 3 = 0       |
 *  +-+-+----------+--------------+-----------------------------+
 * </pre>
 *
 * @param isForced F: tunnel within UDP, whether a NAT is seen or not
 * @param isThroughAgent R: a co-located care-of address is registered through a foreign agent, since that asked for it
 * @param encapsulation 4, 47 or 55, what the tunnel is to carry; 0: what the M and G bits say. Others arrive from the network
 * @param offset where its type stands in its message; 0 when it stands in none yet
 */
public record UdpTunnelRequest(boolean isForced, boolean isThroughAgent, int encapsulation, int offset) {

    public static final int TYPE = 144;

    private static final int SUBTYPE = 0;
    private static final int DATA_SIZE = 6;
    private static final int FORCE = 0x80;
    private static final int THROUGH_AGENT = 0x40;

    public UdpTunnelRequest {
        Fields.check("encapsulation", encapsulation, 0xff);
    }

    /**
     * Those among {@code extensions} that are understood, in their order. A reserved 3 that is not zero is for receivers to
     * come (§3.1.3); another sub-type or length is as well: the extension is skippable, so nothing is malformed about it.
     */
    public static List<UdpTunnelRequest> allOf(List<Extension> extensions) {
        if (Extension.firstOf(extensions, TYPE).isEmpty()) {
            return List.of();
        }
        List<UdpTunnelRequest> all = new ArrayList<>(1);
        for (Extension each : extensions) {
            if (each.type() == TYPE) {
                understood(each).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<UdpTunnelRequest> understood(Extension extension) {
        Octets data = extension.data();
        if (data.size() != DATA_SIZE || data.u8(0) != SUBTYPE || data.u16(4) != 0) {
            return Optional.empty();
        }
        int flags = data.u8(2);
        return Optional.of(new UdpTunnelRequest(
                (flags & FORCE) != 0, (flags & THROUGH_AGENT) != 0, data.u8(3), extension.offset()));
    }

    public Extension toExtension() {
        Octets data = new OctetsWriter(DATA_SIZE - 1)
                .u8(0)
                .u8((isForced ? FORCE : 0) | (isThroughAgent ? THROUGH_AGENT : 0))
                .u8(encapsulation)
                .u16(0)
                .finished();
        return Extension.ofShort(TYPE, SUBTYPE, data);
    }
}
