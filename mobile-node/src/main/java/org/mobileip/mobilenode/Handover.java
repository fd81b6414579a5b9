package org.mobileip.mobilenode;

import java.time.Duration;
import org.mobileip.time.Tick;

/**
 * One change of the point of attachment that the home agent has answered, and where the time went.
 *
 * @param detect from the first sign until a link to go to was there
 * @param address from then until an address and a route were there too
 * @param register from the first request until the reply that accepted
 * @param acceptedAt when that reply came
 */
public record Handover(
        Attachment from,
        Attachment to,
        Trigger trigger,
        Duration detect,
        Duration address,
        Duration register,
        Tick acceptedAt) {}
