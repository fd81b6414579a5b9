package org.mobileip.mobilenode.daemon;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Moment;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentFlags;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** A mobile node, four links, a foreign agent and a home agent in memory, with a key of their own, to rehearse handovers with. */
final class ScratchWorld {

    static final int HANDOVERS_A_ROUND = 4;

    private static final int TUN = 9;
    private static final int PORT = 434;
    private static final int KEY_SIZE = 16;
    private static final InterfaceAddress NOBODY = InterfaceAddress.parse("198.18.0.57/24");
    private static final Ipv4 NOBODYS_AGENT = Ipv4.parse("198.18.0.1");
    private static final Ipv4 NOBODYS_INN = Ipv4.parse("198.18.3.1");
    private static final MacAddress INNS_MAC = MacAddress.parse("02:00:00:00:00:01");

    private final Settings settings;
    private final Consumer<List<Effect>> hands;
    private final SecurityAssociation security;
    private final Octets ofHomeAgent;
    private final Octets ofForeignAgent;
    private Tick now = new Tick(0);
    private Instant timeOfDay = Instant.EPOCH;
    private int noise;
    private MobileNode node;

    /** Like {@code real}, but with a key that is not secret and links that there are not; {@code hands} get the effects. */
    ScratchWorld(Settings real, Consumer<List<Effect>> hands) {
        this.hands = hands;
        byte[] octets = ByteBuffer.allocate(KEY_SIZE).putLong(1).putLong(2).array();
        security =
                new SecurityAssociation(real.security().spi(), real.security().algorithm(), Key.of(octets));
        settings = new Settings(
                Settings.Home.at(NOBODY),
                List.of(new AgentSource.Address(NOBODYS_AGENT)),
                security,
                ReplayProtection.TIMESTAMPS,
                new Lifetime(600),
                real.tunnel(),
                interfaces(real));
        node = new MobileNode(settings);
        ofHomeAgent = AgentAdvertisement.ofHomeAgent(NOBODYS_AGENT, NOBODY.prefixLength(), 3, 0, Lifetime.INFINITE)
                .encode();
        ofForeignAgent = new AgentAdvertisement(
                        true,
                        Duration.ofSeconds(3),
                        List.of(new AgentAdvertisement.Router(NOBODYS_INN, 0)),
                        0,
                        Lifetime.INFINITE,
                        AgentFlags.FOREIGN_AGENT.with(AgentFlags.REVERSE_TUNNELING),
                        List.of(NOBODYS_INN),
                        List.of(24))
                .encode();
    }

    /** Links that there are not; the real patterns are asked all the same, so that they are warm too. */
    private static List<Predicate<String>> interfaces(Settings real) {
        List<Predicate<String>> all = new ArrayList<>(real.interfaces());
        all.addAll(List.of("home"::equals, "first"::equals, "second"::equals, "inn"::equals));
        return all;
    }

    /** From nowhere to the first link, to the second, to a foreign agent, and home. */
    void play(Instant time, int round) {
        timeOfDay = time;
        noise = round;
        node = new MobileNode(settings);
        handle(new Event.NetworkRead(
                moment(), List.of(link(TUN, settings.tunnel().interfaceName(), true)), List.of(), List.of()));
        arrive(2, "first", Ipv4.parse("198.18.1.2"));
        leave(2, "first");
        arrive(3, "second", Ipv4.parse("198.18.2.2"));
        leave(3, "second");
        change(new NetworkChange.LinkChanged(link(5, "inn", true)));
        hear(5, NOBODYS_INN, ofForeignAgent);
        pass(Duration.ofSeconds(2));
        handle(new Event.DeadlineReached(moment()));
        leave(5, "inn");
        change(new NetworkChange.LinkChanged(link(4, "home", true)));
        hear(4, NOBODYS_AGENT, ofHomeAgent);
        pass(Duration.ofSeconds(3));
        handle(new Event.DeadlineReached(moment()));
    }

    /** The commands, on the first link. */
    void playCommands() {
        arrive(2, "first", Ipv4.parse("198.18.1.2"));
        handle(new Event.Move(moment(), "first"));
        handle(new Event.Home(moment()));
    }

    private void arrive(int index, String name, Ipv4 careOf) {
        change(new NetworkChange.LinkChanged(link(index, name, true)));
        change(new NetworkChange.AddressAdded(new LinkAddress(index, new InterfaceAddress(careOf, 24))));
        change(new NetworkChange.RouteAdded(new Route(
                Ipv4Prefix.ALL,
                Optional.of(new Ipv4(careOf.bits() - 1)),
                index,
                Optional.empty(),
                Route.TABLE_MAIN,
                3,
                index)));
        pass(Duration.ofSeconds(2));
        handle(new Event.DeadlineReached(moment()));
    }

    private void leave(int index, String name) {
        change(new NetworkChange.LinkChanged(link(index, name, false)));
        pass(Duration.ofSeconds(2));
    }

    private void hear(int linkIndex, Ipv4 from, Octets advertisement) {
        try {
            handle(new Event.AdvertisementHeard(
                    moment(), linkIndex, from, Optional.of(INNS_MAC), AgentAdvertisement.decode(advertisement)));
        } catch (MalformedMessageException ourOwn) {
            throw new AssertionError(ourOwn);
        }
    }

    private void change(NetworkChange change) {
        handle(new Event.NetworkChanged(moment(), List.of(change)));
    }

    /** Answers each request on the spot. */
    private void handle(Event event) {
        List<Effect> effects = node.handle(now, event);
        hands.accept(effects);
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendRequest send) {
                pass(Duration.ofMillis(1));
                handle(new Event.DatagramArrived(
                        moment(), reply(send.linkIndex(), send.from(), send.to(), send.payload())));
            } else if (effect instanceof Effect.SendThroughAgent send) {
                pass(Duration.ofMillis(1));
                handle(new Event.DatagramArrived(
                        moment(), reply(send.linkIndex(), send.from(), send.to(), send.payload())));
            }
        }
    }

    private Datagram reply(int linkIndex, Ipv4 from, Endpoint to, Octets payload) {
        try {
            RegistrationRequest request = RegistrationRequest.decode(payload);
            RegistrationReply reply = new RegistrationReply(
                    ReplyCode.ACCEPTED,
                    request.lifetime(),
                    request.homeAddress(),
                    request.homeAgent(),
                    request.identification(),
                    List.of());
            Octets signed = security.sign(reply.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
            return new Datagram(to, new Endpoint(from, PORT), linkIndex, timeOfDay, signed);
        } catch (MalformedMessageException ourOwn) {
            throw new AssertionError(ourOwn);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        timeOfDay = timeOfDay.plus(time);
    }

    private Moment moment() {
        noise = noise * 1664525 + 1013904223;
        return new Moment(timeOfDay, noise);
    }

    private static Link link(int index, String name, boolean isUp) {
        return new Link(index, name, MacAddress.ZERO, isUp, isUp, false, 1500);
    }
}
