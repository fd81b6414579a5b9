package org.mobileip.host;

import org.mobileip.net.InterfaceAddress;

/** An IPv4 address on the link with that index. */
public record LinkAddress(int linkIndex, InterfaceAddress address) {}
