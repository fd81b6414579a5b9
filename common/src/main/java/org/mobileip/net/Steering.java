package org.mobileip.net;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which of several ways a datagram takes that would otherwise take all: that of the first rule that it matches (RFC 7629 §4.2).
 *
 * @param rules in their order
 * @param usual the way of what no rule matches, counted from 0
 */
public record Steering(List<Rule> rules, int usual) {

    /**
     * What becomes of one flow.
     *
     * @param way counted from 0; empty: it is dropped
     */
    public record Rule(FlowSelector which, OptionalInt way) {}

    public Steering {
        rules = List.copyOf(rules);
    }
}
