package org.mobileip.net;

/**
 * The keys of a GRE tunnel (RFC 2890, RFC 6245), each an unsigned number that whoever receives has chosen.
 *
 * @param sent in what goes to the other end
 * @param expected in what comes from there
 */
public record GreKeys(int sent, int expected) {}
