package org.mobileip.net;

/**
 * The broadcast and multicast datagrams of the home network that a mobile node away from it has asked for (the B bit).
 *
 * @param address the broadcast address of the home network
 * @param homeAgent who sends them: what it addresses to the home address, behind a foreign agent, holds nothing else
 */
public record HomeBroadcasts(Ipv4 address, Ipv4 homeAgent) {}
