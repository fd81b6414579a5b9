package org.mobileip.homeagent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * Who sent a request (RFC 5944 §3.8.2.1 a): at least one authorization-enabling extension, and all that are there are those
 * of this node. Whoever asks for a node that does not exist, or with an SPI that it does not have, makes us do the very same
 * work: so the time that silence takes tells nobody which nodes there are.
 */
final class Gatekeeper {

    /** Each costs a digest of all before it, and none but the first is ever needed. */
    static final int MOST_AUTHENTICATORS = 4;

    /** What was found out. */
    sealed interface Finding {

        /** The node itself sent it; {@code association} is the first it used. */
        record Authentic(NodeState state, SecurityAssociation association) implements Finding {}

        /** Somebody else sent it, or nobody knows who. */
        record Failed(DiscardReason why, Optional<NodeState> state) implements Finding {}
    }

    private final NodeDirectory directory;
    private final boolean oneAuthenticatorOnly;
    private final FailureLimit limit;
    private final SecurityAssociation shortDecoy = decoy(AuthenticationAlgorithm.HMAC_MD5);
    private final SecurityAssociation longDecoy = decoy(AuthenticationAlgorithm.HMAC_SHA256);
    private long digests;

    /** @param oneAuthenticatorOnly as RFC 3344 §3.8.2.1 has it; RFC 5944 allows more */
    Gatekeeper(NodeDirectory directory, boolean oneAuthenticatorOnly, FailureLimit limit) {
        this.directory = directory;
        this.oneAuthenticatorOnly = oneAuthenticatorOnly;
        this.limit = limit;
    }

    /** Whether so much from there was wrong, and of everybody together, that nothing from there is read for now. */
    boolean isShutOut(Tick now, Ipv4 source) {
        return !limit.admits(now, source);
    }

    Finding check(Arrival arrival) {
        return check(arrival, arrival.nai());
    }

    /** The same as {@link #check} of what was decoded from it, before anything is that does not say who sent it. */
    Finding check(PlainRequest request) {
        Optional<NodeState> state = directory.find(request.homeAddress(), request.nai());
        return verify(request.datagram(), List.of(request.authenticator()), state);
    }

    /** The same of a node that is known to have this NAI, whatever the request says; empty: as it says. */
    Finding checkAgain(Arrival arrival, Optional<NetworkAccessIdentifier> known) {
        return check(arrival, known.or(arrival::nai));
    }

    private Finding check(Arrival arrival, Optional<NetworkAccessIdentifier> nai) {
        Optional<NodeState> state = directory.find(arrival.request().homeAddress(), nai);
        if (arrival.authorizing().isEmpty()) {
            return new Finding.Failed(DiscardReason.NO_AUTHENTICATOR, state);
        }
        if (arrival.authorizing().size() > (oneAuthenticatorOnly ? 1 : MOST_AUTHENTICATORS)) {
            return new Finding.Failed(DiscardReason.TOO_MANY_AUTHENTICATORS, state);
        }
        return verify(arrival.datagram(), arrival.authorizing(), state);
    }

    /** How many digests were computed: the same for every request with as many authenticators. */
    long digests() {
        return digests;
    }

    /** Every authenticator is computed, whatever the one before it was. */
    private Finding verify(Datagram datagram, List<AuthenticationExtension> authorizing, Optional<NodeState> state) {
        Instant timeOfDay = datagram.timeOfDay();
        boolean known = true;
        boolean right = true;
        Optional<SecurityAssociation> first = Optional.empty();
        for (AuthenticationExtension each : authorizing) {
            Optional<SecurityAssociation> meant = state.isPresent()
                    ? state.get().node().associations().find(each.spi(), timeOfDay)
                    : Optional.empty();
            SecurityAssociation used = meant.isPresent() ? meant.get() : decoyFor(each);
            right &= used.verifies(datagram.payload(), each);
            digests++;
            known &= meant.isPresent();
            first = first.isPresent() ? first : meant;
        }
        if (state.isPresent() && first.isPresent() && known && right) {
            return new Finding.Authentic(state.get(), first.get());
        }
        DiscardReason why = known ? DiscardReason.WRONG_AUTHENTICATOR : DiscardReason.UNKNOWN_SPI;
        return new Finding.Failed(state.isPresent() ? why : DiscardReason.UNKNOWN_NODE, state);
    }

    private SecurityAssociation decoyFor(AuthenticationExtension extension) {
        return extension.authenticator().size() > AuthenticationAlgorithm.HMAC_MD5.size() ? longDecoy : shortDecoy;
    }

    /** Its key is known to everybody, so what it finds good is still not known. */
    private static SecurityAssociation decoy(AuthenticationAlgorithm algorithm) {
        return new SecurityAssociation(SecurityAssociation.LEAST_SPI, algorithm, Key.of(new byte[16]));
    }
}
