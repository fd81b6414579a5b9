package org.mobileip.homeagent;

import org.mobileip.net.Ipv4;

/** The addresses from {@code first} to {@code last}, both included, from which nodes without one of their own are served. */
public record AddressRange(Ipv4 first, Ipv4 last) {

    public AddressRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("the range " + first + "-" + last + " ends before it begins");
        }
    }

    public boolean contains(Ipv4 address) {
        return address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
    }
}
