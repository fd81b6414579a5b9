package org.mobileip.mobilenode;

import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * A registration that was refused, and nothing that the node can do by itself has helped.
 *
 * @param by the agent that was asked
 * @param at when its reply came
 */
public record Denial(ReplyCode code, Ipv4 by, Tick at) {}
