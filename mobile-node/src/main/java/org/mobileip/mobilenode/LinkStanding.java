package org.mobileip.mobilenode;

/**
 * Why a configured link is used, or is not.
 *
 * @param isUsed whether the node is attached there
 * @param why for people: {@code first usable of the configured order}
 */
public record LinkStanding(String interfaceName, boolean isUsed, String why) {}
