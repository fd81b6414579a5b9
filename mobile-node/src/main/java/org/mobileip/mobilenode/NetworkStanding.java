package org.mobileip.mobilenode;

import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.MobileNetworkAcknowledgement.Code;

/** How a network behind this node is: what the home agent has said of it last. */
public record NetworkStanding(Ipv4Prefix network, Answer answer) {

    /** What a home agent has said. */
    public sealed interface Answer {

        /** Nothing yet, or not since the last deregistration. */
        record None() implements Answer {}

        /** It has acknowledged the network, with this code (RFC 5177 §4.2). */
        record Coded(Code code) implements Answer {}

        /** It has accepted the registration and said nothing of networks: it does not know of them (§5.1). */
        record Ignored() implements Answer {}

        /** Code 148: this node may have no networks behind it (§6.1). */
        record Disallowed() implements Answer {}

        /** Whether it forwards. */
        default boolean isForwarded() {
            return this instanceof Coded coded && coded.code().isSuccess();
        }

        /** In words, like {@code not authorized for this network}. */
        default String words() {
            if (this instanceof Coded coded) {
                return coded.code().meaning();
            } else if (this instanceof Ignored) {
                return "the home agent does not know of mobile networks";
            } else if (this instanceof Disallowed) {
                return "this node may not have networks behind it";
            }
            return "not asked for yet";
        }
    }
}
