package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * The Mobile Network Acknowledgement Extension (RFC 5177 §4.2): what became of one network.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 148    |   Length 8    | Sub-Type 1, 2 |     Code      |
 * | Prefix Length |   Reserved    |           Prefix ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *           ... Prefix            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param mode whether the request had named it
 * @param code what became of it
 * @param prefixLength 0 to 255 as it stands there
 * @param address the prefix
 */
public record MobileNetworkAcknowledgement(Mode mode, Code code, int prefixLength, Ipv4 address) {

    /** So many octets an acknowledgement takes in a message. */
    public static final int SIZE = 10;

    private static final int DATA = 7;

    /** Who has named the network. */
    public enum Mode {
        /** The mobile node, in its request: sub-type 1. */
        EXPLICIT(1),
        /** The home agent, which knows which networks are behind the node: sub-type 2. */
        IMPLICIT(2);

        private final int subtype;

        Mode(int subtype) {
            this.subtype = subtype;
        }

        private static Optional<Mode> of(int subtype) {
            return switch (subtype) {
                case 1 -> Optional.of(EXPLICIT);
                case 2 -> Optional.of(IMPLICIT);
                default -> Optional.empty();
            };
        }
    }

    /**
     * What became of a network (RFC 5177 §4.2, RFC 6626 §5).
     *
     * @param value 0 to 255; values nobody assigned are allowed, they arrive from the network
     */
    public record Code(int value) {
        public static final Code SUCCESS = new Code(0);
        public static final Code INVALID_PREFIX_LENGTH = new Code(1);
        public static final Code UNAUTHORIZED = new Code(2);
        public static final Code FORWARDING_SETUP_FAILED = new Code(3);
        public static final Code UNASSIGNED = new Code(4);

        public Code {
            Fields.check("mobile network code", value, 0xff);
        }

        public boolean isSuccess() {
            return value == 0;
        }

        /** In words, like {@code not authorized for this network}. */
        public String meaning() {
            return switch (value) {
                case 0 -> "forwarded";
                case 1 -> "invalid prefix length";
                case 2 -> "not authorized for this network";
                case 3 -> "forwarding could not be set up";
                case 4 -> "no network to assign";
                default -> "refused, code " + value;
            };
        }
    }

    public MobileNetworkAcknowledgement {
        Fields.check("prefix length", prefixLength, 0xff);
    }

    /** What became of {@code network}. */
    public static MobileNetworkAcknowledgement of(Mode mode, Code code, Ipv4Prefix network) {
        return new MobileNetworkAcknowledgement(mode, code, network.length(), network.address());
    }

    /** What became of {@code asked}, as it stands there. */
    public static MobileNetworkAcknowledgement of(Code code, MobileNetworkRequest asked) {
        return new MobileNetworkAcknowledgement(Mode.EXPLICIT, code, asked.prefixLength(), asked.address());
    }

    /**
     * Those among {@code extensions}, in their order.
     *
     * @throws MalformedMessageException when one has another length
     */
    public static List<MobileNetworkAcknowledgement> allOf(List<Extension> extensions)
            throws MalformedMessageException {
        List<MobileNetworkAcknowledgement> all = new ArrayList<>();
        for (Extension extension : extensions) {
            Optional<Mode> mode = Mode.of(MobileNetworkRequest.subtypeOf(extension));
            if (mode.isPresent()) {
                Octets data = MobileNetworkRequest.contentOf(extension, DATA);
                all.add(new MobileNetworkAcknowledgement(mode.get(), new Code(data.u8(0)), data.u8(1), data.ipv4(3)));
            }
        }
        return List.copyOf(all);
    }

    /** The network; empty where the length is that of none. */
    public Optional<Ipv4Prefix> network() {
        return MobileNetworkRequest.networkOf(prefixLength, address);
    }

    /** The extension; it goes before the Mobile-Home authenticator, which covers it (§10). */
    public Extension toExtension() {
        return Extension.ofShort(
                MobileNetworkRequest.TYPE,
                mode.subtype,
                new OctetsWriter(DATA)
                        .u8(code.value())
                        .u8(prefixLength)
                        .u8(0)
                        .ipv4(address)
                        .finished());
    }
}
