package org.mobileip.config;

/** One of a few words that a configuration key can have. */
public interface Choice {
    /** The word in configuration files. */
    String configured();
}
