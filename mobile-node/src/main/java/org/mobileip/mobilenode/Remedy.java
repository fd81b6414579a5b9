package org.mobileip.mobilenode;

import org.mobileip.wire.ReplyCode;

/** What a mobile node does about a denial (RFC 5944 §3.6.2.3, RFC 3024 §3.4). */
enum Remedy {
    /** Ask again at once with the home agent's time, or nonce: code 133. */
    RESYNCHRONISE,
    /** Ask again at once for no longer than the foreign agent allows: code 69. */
    SHORTEN,
    /** Ask the home agent that the reply names: code 136. */
    ASK_THE_ONE_NAMED,
    /** Ask again at once for IP within IP: codes 72 and 139. */
    TUNNEL_PLAINLY,
    /** Nothing will help soon, but something may change: ask ever more rarely. */
    ASK_LATER,
    /** Nothing will help before somebody has changed a file: ask rarely from the beginning. */
    ASK_RARELY;

    static Remedy of(ReplyCode code) {
        return switch (code.value()) {
            case 133 -> RESYNCHRONISE;
            case 69 -> SHORTEN;
            case 136 -> ASK_THE_ONE_NAMED;
            case 72, 139 -> TUNNEL_PLAINLY;
            // Authentication; reverse tunnels, where what is configured is what is wanted.
            case 67, 68, 131, 132, 74, 75, 137, 138 -> ASK_RARELY;
            default -> ASK_LATER;
        };
    }

    /** Whether {@code code} says that an authentication has failed: a security exception (§3.6.2.1). */
    static boolean isSecurityException(ReplyCode code) {
        return switch (code.value()) {
            case 67, 68, 131, 132 -> true;
            default -> false;
        };
    }
}
