package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * UDP Tunnel Reply Extension (RFC 3519 §3.2): whether the home agent tunnels within UDP. Not to be skipped, so it is sent only
 * to who has sent a {@link UdpTunnelRequest}.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+--------------+--------------+
 *  |  type = 44   |  length = 6  | sub-type = 0 |  reply code  |
 *  +-+------------+--------------+--------------+--------------+
 *  |F|         reserved          |  keepalive interval, s      |
 *  +-+---------------------------+-----------------------------+
 * </pre>
 *
 * @param code 0 to 63: it does; 64 to 255: it does not (§3.2.1)
 * @param isForced F: only because the request has asked for it with its F flag
 * @param keepalive seconds; 0: as the mobile node is configured
 */
public record UdpTunnelReply(int code, boolean isForced, int keepalive) {

    public static final int TYPE = 44;

    private static final int SUBTYPE = 0;
    private static final int DATA_SIZE = 5;
    private static final int WILL_TUNNEL = 0;
    private static final int DECLINED = 64;
    private static final int FORCED = 0x8000;

    public UdpTunnelReply {
        Fields.check("reply code", code, 0xff);
        Fields.check("keepalive interval", keepalive, 0xffff);
    }

    /** Code 0. */
    public static UdpTunnelReply accepting(boolean isForced, int keepalive) {
        return new UdpTunnelReply(WILL_TUNNEL, isForced, keepalive);
    }

    /** Code 64, reason unspecified. */
    public static UdpTunnelReply declining() {
        return new UdpTunnelReply(DECLINED, false, 0);
    }

    /** The home agent will tunnel within UDP. */
    public boolean isAssent() {
        return code < DECLINED;
    }

    /** The first among {@code extensions} of a reply, which has found them long enough. */
    public static Optional<UdpTunnelReply> in(List<Extension> extensions) {
        return extensions.stream()
                .filter(extension -> extension.type() == TYPE)
                .findFirst()
                .map(extension -> of(extension.data()));
    }

    private static UdpTunnelReply of(Octets data) {
        return new UdpTunnelReply(data.u8(0), (data.u16(1) & FORCED) != 0, data.u16(3));
    }

    public Extension toExtension() {
        Octets data = new OctetsWriter(DATA_SIZE)
                .u8(code)
                .u16(isForced ? FORCED : 0)
                .u16(keepalive)
                .finished();
        return Extension.ofShort(TYPE, SUBTYPE, data);
    }
}
