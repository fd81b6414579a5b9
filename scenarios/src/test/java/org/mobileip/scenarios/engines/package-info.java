/** The engines of home agents and a mobile node, with nothing between them but datagrams. */
@org.jspecify.annotations.NullMarked
package org.mobileip.scenarios.engines;
