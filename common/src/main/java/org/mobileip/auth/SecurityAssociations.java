package org.mobileip.auth;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mobility security associations shared with one peer. More than one while keys change: the peer may use either as long
 * as both are good, and what answers a request uses the request's own (RFC 5944 §3.8.2.1 a, §3.5.1).
 *
 * @param entries at least one, SPIs unique, in the order of the configuration
 */
public record SecurityAssociations(List<Entry> entries) {

    /** An association and when it is good. */
    public record Entry(SecurityAssociation association, Validity validity) {}

    public SecurityAssociations {
        entries = List.copyOf(entries);
        Set<Integer> indexes = new HashSet<>();
        for (Entry entry : entries) {
            if (!indexes.add(entry.association.spi())) {
                throw new IllegalArgumentException("SPI " + entry.association + " is there twice");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no security association");
        }
    }

    /** Associations that are always good. */
    public static SecurityAssociations of(SecurityAssociation... associations) {
        return new SecurityAssociations(List.of(associations).stream()
                .map(each -> new Entry(each, Validity.ALWAYS))
                .toList());
    }

    /** The one with this SPI, if it is good now: an SPI means nothing without its peer. */
    public Optional<SecurityAssociation> find(int spi, Instant timeOfDay) {
        for (Entry entry : entries) {
            if (entry.association.spi() == spi && entry.validity.includes(timeOfDay)) {
                return Optional.of(entry.association);
            }
        }
        return Optional.empty();
    }

    /** The one to sign with of one's own accord: the first in the list that is good now. */
    public Optional<SecurityAssociation> preferred(Instant timeOfDay) {
        return entries.stream()
                .filter(entry -> entry.validity.includes(timeOfDay))
                .map(Entry::association)
                .findFirst();
    }

    /**
     * The one that the peer most likely has, after it failed with {@code failedSpi}: another one that is good now, the
     * oldest first, then the one with the longest life; else the failed one itself (RFC 5944 §3.8.2.1 a). Where none is
     * good now, none is likely.
     */
    public Optional<SecurityAssociation> mostLikelyShared(int failedSpi, Instant timeOfDay) {
        return entries.stream()
                .filter(entry -> entry.validity.includes(timeOfDay))
                .min(Comparator.<Entry, Boolean>comparing(entry -> entry.association.spi() == failedSpi)
                        .thenComparing(entry -> entry.validity.notBefore())
                        .thenComparing(entry -> entry.validity.notAfter(), Comparator.reverseOrder()))
                .map(Entry::association);
    }
}
