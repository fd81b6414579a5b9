package org.mobileip.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.Validity;
import org.mobileip.config.HomeAgentConfig.Security;

/** Reads security associations: {@code spi}, {@code key}, {@code auth}, {@code not_before}, {@code not_after}. */
final class SecurityReader {

    /** Two are for a change of keys; this many are a mistake. */
    private static final int MOST = 16;

    private static final List<String> KEYS = List.of("spi", "key", "auth", "not_before", "not_after");

    private SecurityReader() {}

    /** That of the table {@code [[node]]} itself, which may be left out where there are {@code [[node.security]]}. */
    static List<Security> ofNode(TableReader node, boolean isCarriers) {
        List<Security> all = new ArrayList<>();
        Map<Integer, Place> indexes = new HashMap<>();
        List<TableReader> more = node.tables("security");
        if (more.isEmpty() || KEYS.stream().anyMatch(node::has)) {
            of(node, indexes, isCarriers).ifPresent(all::add);
        }
        for (TableReader table : more) {
            of(table, indexes).ifPresent(all::add);
            table.reportUnknownKeys();
        }
        if (all.size() > MOST) {
            node.report(
                    node.header(), new BadValue("more than " + MOST + " security associations", "keep two of them"));
        }
        return all;
    }

    /**
     * The association of {@code table}.
     *
     * @param indexes the SPIs that its peer has already, which gets this one too
     */
    static Optional<Security> of(TableReader table, Map<Integer, Place> indexes) {
        return of(table, indexes, false);
    }

    /** The SPI, which a carrier's profile need not say. */
    static Optional<Integer> spi(TableReader table, boolean isCarriers) {
        return isCarriers && !table.has("spi") ? Optional.of(CarrierProfile.SPI) : table.required("spi", Values::spi);
    }

    private static Optional<Security> of(TableReader table, Map<Integer, Place> indexes, boolean isCarriers) {
        Optional<Integer> spi = spi(table, isCarriers);
        spi.ifPresent(known -> Duplicates.check(table, "spi", "SPI 0x" + Integer.toHexString(known), indexes, known));
        Optional<Key> key = KeyFile.of(table);
        AuthenticationAlgorithm auth = Root.auth(table);
        Validity validity = validity(table);
        return spi.isPresent() && key.isPresent()
                ? Optional.of(new Security(spi.get(), key.get(), auth, validity))
                : Optional.empty();
    }

    private static Validity validity(TableReader table) {
        Instant notBefore = table.optional("not_before", Values::instant).orElse(Instant.MIN);
        return table.optional("not_after", raw -> {
                    Instant notAfter = Values.instant(raw);
                    if (!notBefore.isBefore(notAfter)) {
                        throw new BadValue("not_after is not after not_before", "this key would never be good");
                    }
                    return new Validity(notBefore, notAfter);
                })
                .orElseGet(() -> new Validity(notBefore, Instant.MAX));
    }
}
