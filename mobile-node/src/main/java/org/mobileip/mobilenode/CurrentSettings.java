package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;

/** The settings as they are now: whoever asks here whenever he needs one goes by others as soon as there are others. For one thread. */
final class CurrentSettings {

    private Settings now;

    CurrentSettings(Settings first) {
        now = first;
    }

    /** Those are good from now on. */
    void become(Settings other) {
        now = other;
    }

    Settings.Home home() {
        return now.home();
    }

    List<AgentSource> homeAgents() {
        return now.homeAgents();
    }

    SecurityAssociation security() {
        return now.security();
    }

    ReplayProtection replay() {
        return now.replay();
    }

    Lifetime lifetime() {
        return now.lifetime();
    }

    Settings.Tunnel tunnel() {
        return now.tunnel();
    }

    Settings.Roaming roaming() {
        return now.roaming();
    }

    Optional<Settings.Network> network() {
        return now.network();
    }

    Optional<Duration> probing() {
        return now.probing();
    }

    boolean revocable() {
        return now.revocable();
    }

    List<Settings.Flow> flows() {
        return now.flows();
    }

    Optional<Ipv4> broadcast() {
        return now.broadcast();
    }

    int rank(String interfaceName) {
        return now.rank(interfaceName);
    }

    /** Whether the home agent has to be asked again, now that {@code other} are good: what it was asked for is not what is wanted. */
    boolean wantsOtherwise(Settings other) {
        return !now.security().equals(other.security())
                || !now.lifetime().equals(other.lifetime())
                || now.revocable() != other.revocable()
                || now.tunnel().reverse() != other.tunnel().reverse()
                || now.tunnel().broadcasts() != other.tunnel().broadcasts();
    }
}
