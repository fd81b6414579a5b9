package org.mobileip.mobilenode;

import org.mobileip.wire.ReplyCode;

/** What a mobile node does about a denial (RFC 5944 §3.6.2.3, RFC 3024 §3.4). */
enum Remedy {
    /** Ask again at once with the home agent's time, or nonce: code 133. */
    RESYNCHRONISE,
    /** Ask again at once for no longer than the foreign agent allows: code 69. */
    SHORTEN,
    /** Ask again with the challenge that the foreign agent gives: codes 104, 105 and 106 (RFC 4721 §3.5). */
    ANSWER_CHALLENGE,
    /** Ask the home agent that the reply names: code 136. */
    ASK_THE_ONE_NAMED,
    /** Ask the home agent that the reply sends us to: code 143 (RFC 4433 §5.1.2). */
    FOLLOW_REDIRECTION,
    /** Ask again at once for IP within IP: codes 72 and 139. */
    TUNNEL_PLAINLY,
    /** Ask again at once, without the networks that it has refused: codes 147 and 148 (RFC 5177 §5.1). */
    ASK_WITHOUT_NETWORKS,
    /** Ask again at once for the one binding alone: code 135. */
    ASK_FOR_ONE_BINDING,
    /** Ask again at once for one binding as everybody has it: code 152 (RFC 7629 §5.1). */
    ASK_WITHOUT_FLOWS,
    /** Ask again at once, as if there were no other bindings; those are asked for anew: code 153 (RFC 7629 §5.1). */
    ASK_WITHOUT_OTHERS,
    /** Nothing will help soon, but something may change: ask ever more rarely. */
    ASK_LATER,
    /** Nothing will help before somebody has changed a file: ask rarely from the beginning. */
    ASK_RARELY;

    static Remedy of(ReplyCode code) {
        return switch (code.value()) {
            case 133 -> RESYNCHRONISE;
            case 69 -> SHORTEN;
            case 104, 105, 106 -> ANSWER_CHALLENGE;
            case 136 -> ASK_THE_ONE_NAMED;
            case 143 -> FOLLOW_REDIRECTION;
            case 72, 139 -> TUNNEL_PLAINLY;
            case 135 -> ASK_FOR_ONE_BINDING;
            case 147, 148 -> ASK_WITHOUT_NETWORKS;
            case 152 -> ASK_WITHOUT_FLOWS;
            case 153 -> ASK_WITHOUT_OTHERS;
            // Authentication; reverse tunnels and delivery styles, where what is configured is what is wanted.
            case 67, 68, 131, 132, 74, 75, 79, 137, 138 -> ASK_RARELY;
            // A service that the node must be allowed to have first (RFC 5446).
            case 151 -> ASK_RARELY;
            // What the request must have, and has not.
            case 90, 96, 97, 98, 99, 100, 101 -> ASK_RARELY;
            default -> ASK_LATER;
        };
    }

    /**
     * Whether an agent is asked rarely that says {@code code} and goes on to say it; of home agents that send the node round in a
     * circle RFC 4433 §4.2 wants them asked no more, but somebody may put that right.
     */
    static boolean isForPeople(ReplyCode code) {
        return of(code) == ASK_RARELY || of(code) == FOLLOW_REDIRECTION;
    }

    /**
     * Whether a foreign agent says by {@code code} that it is the home agent that does not do, so that another home agent
     * may: no reply (78), unreachable (80 to 88), not a home agent's address (98, 194).
     */
    static boolean isAboutHomeAgent(ReplyCode code) {
        return switch (code.value()) {
            case 78, 80, 81, 82, 83, 84, 85, 86, 87, 88, 98, 194 -> true;
            default -> false;
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
