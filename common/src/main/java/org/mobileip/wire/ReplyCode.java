package org.mobileip.wire;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a Registration Reply says about the request (RFC 5944 §3.4; the numbers from 74 to 153 that are not there come
 * from RFC 3024, 2794, 3115, 4721, 3519, 4433, 5177, 5446, 5563 and 7629).
 *
 * @param value 0 to 255; values nobody assigned are allowed, they arrive from the network
 */
public record ReplyCode(int value) {

    public static final ReplyCode ACCEPTED = new ReplyCode(0);
    public static final ReplyCode ACCEPTED_WITHOUT_SIMULTANEOUS_BINDINGS = new ReplyCode(1);

    // By a foreign agent (RFC 5944 §3.4).

    public static final ReplyCode FOREIGN_AGENT_REASON_UNSPECIFIED = new ReplyCode(64);
    public static final ReplyCode FOREIGN_AGENT_ADMINISTRATIVELY_PROHIBITED = new ReplyCode(65);
    public static final ReplyCode FOREIGN_AGENT_INSUFFICIENT_RESOURCES = new ReplyCode(66);
    public static final ReplyCode MOBILE_NODE_FAILED_FOREIGN_AGENT_AUTHENTICATION = new ReplyCode(67);
    public static final ReplyCode HOME_AGENT_FAILED_AUTHENTICATION = new ReplyCode(68);
    public static final ReplyCode REQUESTED_LIFETIME_TOO_LONG = new ReplyCode(69);
    public static final ReplyCode FOREIGN_AGENT_POORLY_FORMED_REQUEST = new ReplyCode(70);
    public static final ReplyCode POORLY_FORMED_REPLY = new ReplyCode(71);
    public static final ReplyCode FOREIGN_AGENT_REQUESTED_ENCAPSULATION_UNAVAILABLE = new ReplyCode(72);
    public static final ReplyCode RESERVED_AND_UNAVAILABLE = new ReplyCode(73);
    public static final ReplyCode FOREIGN_AGENT_REVERSE_TUNNEL_UNAVAILABLE = new ReplyCode(74);
    public static final ReplyCode FOREIGN_AGENT_REVERSE_TUNNEL_MANDATORY = new ReplyCode(75);
    public static final ReplyCode MOBILE_NODE_TOO_DISTANT = new ReplyCode(76);
    public static final ReplyCode INVALID_CARE_OF_ADDRESS = new ReplyCode(77);
    public static final ReplyCode REGISTRATION_TIMEOUT = new ReplyCode(78);
    public static final ReplyCode DELIVERY_STYLE_NOT_SUPPORTED = new ReplyCode(79);
    public static final ReplyCode HOME_NETWORK_UNREACHABLE = new ReplyCode(80);
    public static final ReplyCode HOME_AGENT_HOST_UNREACHABLE = new ReplyCode(81);
    public static final ReplyCode HOME_AGENT_PORT_UNREACHABLE = new ReplyCode(82);
    public static final ReplyCode HOME_AGENT_UNREACHABLE = new ReplyCode(88);
    public static final ReplyCode NONZERO_HOME_AGENT_REQUIRED = new ReplyCode(90);
    public static final ReplyCode NONZERO_HOME_ADDRESS_REQUIRED = new ReplyCode(96);
    public static final ReplyCode MISSING_NAI = new ReplyCode(97);
    public static final ReplyCode MISSING_HOME_AGENT = new ReplyCode(98);
    public static final ReplyCode MISSING_HOME_ADDRESS = new ReplyCode(99);
    public static final ReplyCode FOREIGN_AGENT_UNKNOWN_VENDOR_EXTENSION_FROM_MOBILE_NODE = new ReplyCode(100);
    public static final ReplyCode FOREIGN_AGENT_UNKNOWN_VENDOR_EXTENSION_FROM_HOME_AGENT = new ReplyCode(101);
    public static final ReplyCode UNKNOWN_CHALLENGE = new ReplyCode(104);
    public static final ReplyCode MISSING_CHALLENGE = new ReplyCode(105);
    public static final ReplyCode STALE_CHALLENGE = new ReplyCode(106);
    public static final ReplyCode FOREIGN_AGENT_BAD_AAA_AUTHENTICATION = new ReplyCode(108);
    public static final ReplyCode HOME_AGENT_WRONG_CHALLENGE = new ReplyCode(109);
    public static final ReplyCode FOREIGN_AGENT_EXPERIMENTAL = new ReplyCode(127);

    // By the home agent (RFC 5944 §3.4 and the RFCs that add to it).

    public static final ReplyCode REASON_UNSPECIFIED = new ReplyCode(128);
    public static final ReplyCode ADMINISTRATIVELY_PROHIBITED = new ReplyCode(129);
    public static final ReplyCode INSUFFICIENT_RESOURCES = new ReplyCode(130);
    public static final ReplyCode MOBILE_NODE_FAILED_AUTHENTICATION = new ReplyCode(131);
    public static final ReplyCode FOREIGN_AGENT_FAILED_AUTHENTICATION = new ReplyCode(132);
    public static final ReplyCode IDENTIFICATION_MISMATCH = new ReplyCode(133);
    public static final ReplyCode POORLY_FORMED_REQUEST = new ReplyCode(134);
    public static final ReplyCode TOO_MANY_SIMULTANEOUS_BINDINGS = new ReplyCode(135);
    public static final ReplyCode UNKNOWN_HOME_AGENT_ADDRESS = new ReplyCode(136);
    public static final ReplyCode REVERSE_TUNNEL_UNAVAILABLE = new ReplyCode(137);
    public static final ReplyCode REVERSE_TUNNEL_MANDATORY = new ReplyCode(138);
    public static final ReplyCode REQUESTED_ENCAPSULATION_UNAVAILABLE = new ReplyCode(139);
    public static final ReplyCode UNKNOWN_VENDOR_EXTENSION_FROM_MOBILE_NODE = new ReplyCode(140);
    public static final ReplyCode UNKNOWN_VENDOR_EXTENSION_FROM_FOREIGN_AGENT = new ReplyCode(141);
    public static final ReplyCode UDP_ENCAPSULATION_UNAVAILABLE = new ReplyCode(142);
    public static final ReplyCode REDIRECT_HOME_AGENT_REQUEST = new ReplyCode(143);
    public static final ReplyCode HOME_AGENT_BAD_AAA_AUTHENTICATION = new ReplyCode(144);
    public static final ReplyCode MOBILE_NETWORK_PREFIX_ERROR = new ReplyCode(147);
    public static final ReplyCode MOBILE_NETWORK_DISALLOWED = new ReplyCode(148);
    public static final ReplyCode PROXY_REGISTRATION_UNSUPPORTED = new ReplyCode(149);
    public static final ReplyCode PROXY_REGISTRATION_DISALLOWED = new ReplyCode(150);
    public static final ReplyCode SERVICE_AUTHORIZATION_FAILED = new ReplyCode(151);
    public static final ReplyCode MULTIPATH_NOT_ALLOWED = new ReplyCode(152);
    public static final ReplyCode INVALID_FLOW_BINDING_IDENTIFIER = new ReplyCode(153);
    public static final ReplyCode EXPERIMENTAL = new ReplyCode(192);
    public static final ReplyCode NO_HOME_REGISTRATION = new ReplyCode(193);

    // By a foreign agent, although its number lies among the home agent's (RFC 5944 §3.4).

    public static final ReplyCode INVALID_HOME_AGENT_ADDRESS = new ReplyCode(194);

    private static final String UNASSIGNED = "unassigned";

    public ReplyCode {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("reply code " + value + " is not within 0 to 255");
        }
    }

    /** The registration is accepted: code 0 or 1. */
    public boolean isAccepted() {
        return value <= 1;
    }

    /** A foreign agent denied it, without the home agent: 64 to 127 and 194. */
    public boolean isFromForeignAgent() {
        return (value >= 64 && value <= 127) || equals(INVALID_HOME_AGENT_ADDRESS);
    }

    /** All that a home agent may deny with and that have a meaning, from 128 on. */
    public static List<ReplyCode> denialsByHomeAgents() {
        return IntStream.range(REASON_UNSPECIFIED.value, INVALID_HOME_AGENT_ADDRESS.value)
                .mapToObj(ReplyCode::new)
                .filter(code -> !code.meaning().equals(UNASSIGNED))
                .toList();
    }

    /** The RFC's words in lower case, abbreviations apart, like {@code insufficient resources}; {@code unassigned} where there are none. */
    public String meaning() {
        return isFromForeignAgent() ? meaningFromForeignAgent() : meaningFromHomeAgent();
    }

    /** Like {@code 133 registration identification mismatch}. */
    @Override
    public String toString() {
        return value + " " + meaning();
    }

    private String meaningFromForeignAgent() {
        return switch (value) {
            case 64 -> "reason unspecified";
            case 65 -> "administratively prohibited";
            case 66 -> "insufficient resources";
            case 67 -> "mobile node failed authentication";
            case 68 -> "home agent failed authentication";
            case 69 -> "requested lifetime too long";
            case 70 -> "poorly formed request";
            case 71 -> "poorly formed reply";
            case 72 -> "requested encapsulation unavailable";
            case 73 -> "reserved and unavailable";
            case 74 -> "requested reverse tunnel unavailable";
            case 75 -> "reverse tunnel is mandatory and T bit not set";
            case 76 -> "mobile node too distant";
            case 77 -> "invalid care-of address";
            case 78 -> "registration timeout";
            case 79 -> "delivery style not supported";
            case 80 -> "home network unreachable (ICMP error received)";
            case 81 -> "home agent host unreachable (ICMP error received)";
            case 82 -> "home agent port unreachable (ICMP error received)";
            case 88 -> "home agent unreachable (other ICMP error received)";
            case 90 -> "non-zero home agent address required";
            case 96 -> "non-zero home address required";
            case 97 -> "missing network access identifier";
            case 98 -> "missing home agent";
            case 99 -> "missing home address";
            case 100 -> "unsupported vendor extension in the request";
            case 101 -> "unsupported vendor extension in the reply";
            case 104 -> "unknown challenge";
            case 105 -> "missing challenge";
            case 106 -> "stale challenge";
            case 108 -> "bad AAA authentication at the foreign agent";
            case 109 -> "wrong challenge in the reply";
            case 127 -> "experimental";
            case 194 -> "invalid home agent address";
            default -> UNASSIGNED;
        };
    }

    private String meaningFromHomeAgent() {
        return switch (value) {
            case 0 -> "registration accepted";
            case 1 -> "registration accepted, but simultaneous mobility bindings unsupported";
            case 128 -> "reason unspecified";
            case 129 -> "administratively prohibited";
            case 130 -> "insufficient resources";
            case 131 -> "mobile node failed authentication";
            case 132 -> "foreign agent failed authentication";
            case 133 -> "registration identification mismatch";
            case 134 -> "poorly formed request";
            case 135 -> "too many simultaneous mobility bindings";
            case 136 -> "unknown home agent address";
            case 137 -> "requested reverse tunnel unavailable";
            case 138 -> "reverse tunnel is mandatory and T bit not set";
            case 139 -> "requested encapsulation unavailable";
            case 140 -> "unsupported vendor extension by the mobile node";
            case 141 -> "unsupported vendor extension by the foreign agent";
            case 142 -> "requested UDP tunnel encapsulation unavailable";
            case 143 -> "re-register with redirected home agent";
            case 144 -> "bad AAA authentication at the home agent";
            case 147 -> "mobile network prefix operation error";
            case 148 -> "mobile router operation is not permitted";
            case 149 -> "proxy registration not supported by the home agent";
            case 150 -> "proxy registration not allowed for the mobile node";
            case 151 -> "service authorization failed";
            case 152 -> "multipath not allowed";
            case 153 -> "invalid flow binding identifier";
            case 192 -> "experimental";
            case 193 -> "no home registration at the gateway foreign agent";
            default -> UNASSIGNED;
        };
    }
}
