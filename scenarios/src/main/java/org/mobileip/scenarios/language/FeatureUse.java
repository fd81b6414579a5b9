package org.mobileip.scenarios.language;

import org.mobileip.config.Place;

/**
 * Where a script asks for something that a world may not be able to do.
 *
 * @param place the words that ask for it
 */
public record FeatureUse(Feature feature, Place place) {}
