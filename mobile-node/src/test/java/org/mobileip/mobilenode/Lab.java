package org.mobileip.mobilenode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.Uplinks;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MalformedMessageException;

/** A mobile node with a few links, a clock moved by hand, and a home agent that answers when told to. */
final class Lab {

    static final InterfaceAddress HOME = InterfaceAddress.parse("10.10.0.57/24");
    static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    static final Ipv4 OFFICE = Ipv4.parse("198.51.100.23");
    static final int TUN = 9;
    static final int HOME_LINK = 2;
    static final int CAFE_LINK = 3;
    static final int OFFICE_LINK = 4;
    static final byte[] SECRET = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    static final int SPI = 0x101;

    /** At home: only what is sent from the home address is looked after. */
    static final List<Integer> PRIORITIES_AT_HOME = List.of(5200, 5200, 5201);

    final PlainHomeAgent agent = new PlainHomeAgent(SECRET, SPI);
    final MobileNode node;
    final List<Effect> lastEffects = new ArrayList<>();
    private Tick now = new Tick(0);
    private Instant timeOfDay = Instant.parse("2026-11-24T04:00:00Z");
    private int noise;
    TunnelUse use = TunnelUse.NONE;

    private Optional<PlainHomeAgent.Request> lastRequest = Optional.empty();
    private Octets lastSent = Octets.EMPTY;
    private HostState declared = HostState.EMPTY;

    Lab() {
        this(settings(true));
    }

    Lab(Settings settings) {
        this(settings, Memory.EMPTY);
    }

    Lab(Settings settings, Memory memory) {
        node = new MobileNode(settings, memory);
    }

    static Settings settings(boolean reverse) {
        return settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, reverse, new AgentSource.Address(AGENT));
    }

    static Settings settings(Settings.Home home, ReplayProtection replay, boolean reverse, AgentSource... agents) {
        return new Settings(
                home,
                List.of(agents),
                new SecurityAssociation(SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET)),
                replay,
                new Lifetime(600),
                new Settings.Tunnel("mip0", reverse, List.of(Ipv4Prefix.ALL)),
                List.of("home0"::equals, "cafe0"::equals, "office0"::equals));
    }

    /** With that lifetime. */
    static Settings lasting(Lifetime lifetime) {
        Settings usual = settings(true);
        return new Settings(
                usual.home(),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                lifetime,
                usual.tunnel(),
                usual.interfaces());
    }

    /** With that tunnel. */
    static Settings tunnelling(Settings.Tunnel tunnel) {
        Settings usual = settings(true);
        return new Settings(
                usual.home(),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                tunnel,
                usual.interfaces());
    }

    /** All by the link of that care-of address, whatever the routes say. */
    static Optional<Uplinks> byLink(int link, Ipv4 careOf) {
        return Optional.of(new Uplinks(List.of(new Uplinks.Uplink(careOf, link, false)), new Steering(List.of(), 0)));
    }

    Tick now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        timeOfDay = timeOfDay.plus(time);
    }

    void setClock(Instant to) {
        timeOfDay = to;
    }

    void setNoise(int bits) {
        noise = bits;
    }

    Moment moment() {
        return new Moment(timeOfDay, noise);
    }

    List<Effect> handle(Event event) {
        lastEffects.clear();
        lastEffects.addAll(node.handle(now, event));
        requests(lastEffects).forEach(request -> lastRequest = Optional.of(request));
        lastEffects.forEach(effect -> payload(effect).ifPresent(octets -> lastSent = octets));
        only(Effect.Declare.class, lastEffects).forEach(declare -> declared = declare.wanted());
        return List.copyOf(lastEffects);
    }

    /** With the TUN device and three links that are down. */
    List<Effect> start() {
        List<Link> links = List.of(
                link(TUN, "mip0", true),
                link(HOME_LINK, "home0", false),
                link(CAFE_LINK, "cafe0", false),
                link(OFFICE_LINK, "office0", false));
        return handle(new Event.NetworkRead(moment(), links, List.of(), List.of()));
    }

    static Link link(int index, String name, boolean running) {
        return new Link(index, name, new MacAddress(0x020000000000L + index), running, running, false, 1500);
    }

    List<Effect> change(NetworkChange... changes) {
        return handle(new Event.NetworkChanged(moment(), List.of(changes)));
    }

    List<Effect> linkUp(int index) {
        return change(new NetworkChange.LinkChanged(link(index, nameOf(index), true)));
    }

    List<Effect> linkDown(int index) {
        return change(new NetworkChange.LinkChanged(link(index, nameOf(index), false)));
    }

    private static String nameOf(int index) {
        return index == HOME_LINK ? "home0" : index == CAFE_LINK ? "cafe0" : "office0";
    }

    static NetworkChange address(int index, Ipv4 address) {
        return new NetworkChange.AddressAdded(new LinkAddress(index, new InterfaceAddress(address, 24)));
    }

    static NetworkChange defaultRoute(int index, long metric) {
        Ipv4 gateway = Ipv4.parse(index == HOME_LINK ? "10.10.0.1" : index == CAFE_LINK ? "192.0.2.1" : "198.51.100.1");
        return new NetworkChange.RouteAdded(
                new Route(Ipv4Prefix.ALL, Optional.of(gateway), index, Optional.empty(), Route.TABLE_MAIN, 3, metric));
    }

    /** The café's link with its address and default route. */
    List<Effect> arriveAtCafe() {
        return change(
                new NetworkChange.LinkChanged(link(CAFE_LINK, "cafe0", true)),
                address(CAFE_LINK, CAFE),
                defaultRoute(CAFE_LINK, 100));
    }

    List<Effect> arriveAtOffice() {
        return change(
                new NetworkChange.LinkChanged(link(OFFICE_LINK, "office0", true)),
                address(OFFICE_LINK, OFFICE),
                defaultRoute(OFFICE_LINK, 200));
    }

    List<Effect> deadline() {
        return handle(new Event.DeadlineReached(moment(), use));
    }

    /** Lets time pass until the engine's next deadline, and tells it so. */
    List<Effect> untilDeadline() {
        pass(node.nextDeadline().since(now));
        return deadline();
    }

    /** Lets the timers run out that have nothing to do with registrations. */
    void untilAllQuiet() {
        for (int i = 0; i < 5 && !node.nextDeadline().equals(Tick.NEVER); i++) {
            untilDeadline();
        }
    }

    List<Effect> reply(Octets octets) {
        Endpoint from = new Endpoint(AGENT, 434);
        return handle(new Event.DatagramArrived(
                moment(), new Datagram(from, new Endpoint(CAFE, 40434), CAFE_LINK, timeOfDay, octets)));
    }

    /** The home agent accepts the request sent last. */
    List<Effect> accept(int lifetime) {
        return reply(agent.accept(lastRequest.orElseThrow(), lifetime));
    }

    /**
     * A home agent is heard, octet by octet: ICMP type 9 code 16, one router, lifetime 3 s; extension 16, registration
     * lifetime 600 s, flag H.
     */
    List<Effect> hearAgent(int link, Ipv4 agent) {
        int[] words = {0x0910, 0, 0x0102, 3, agent.bits() >>> 16, agent.bits() & 0xffff, 0, 0, 0x1006, 1, 600, 0x2000};
        int sum = 0;
        for (int word : words) {
            sum += word;
        }
        words[1] = ~(sum % 0xffff) & 0xffff;
        StringBuilder hex = new StringBuilder();
        for (int word : words) {
            hex.append(String.format("%04x", word));
        }
        try {
            AgentAdvertisement heard = AgentAdvertisement.decode(Octets.ofHex(hex.toString()));
            return handle(new Event.AdvertisementHeard(moment(), link, agent, heard));
        } catch (MalformedMessageException wrongByHand) {
            throw new AssertionError(wrongByHand);
        }
    }

    /** The request sent last, whatever the last effects were. */
    PlainHomeAgent.Request lastRequest() {
        return lastRequest.orElseThrow();
    }

    /** Where the only request among the last effects went. */
    Ipv4 askedAt() {
        List<Effect.SendRequest> sent = only(Effect.SendRequest.class, lastEffects);
        if (sent.size() != 1) {
            throw new AssertionError("expected one request in " + lastEffects);
        }
        return sent.get(0).to().address();
    }

    /** The names wanted among the last effects have been looked up. */
    List<Effect> lookedUp(String name, Ipv4... addresses) {
        return handle(new Event.NameLookedUp(moment(), name, List.of(addresses)));
    }

    /** The kernel state wanted last. */
    HostState declared() {
        return declared;
    }

    /** The priorities of the rules wanted last, in their order. */
    List<Integer> priorities() {
        return declared.rules().stream().map(Rule::priority).sorted().toList();
    }

    /** The only request among the last effects. */
    PlainHomeAgent.Request request() {
        List<PlainHomeAgent.Request> sent = requests(lastEffects);
        if (sent.size() != 1) {
            throw new AssertionError("expected one request in " + lastEffects);
        }
        return sent.get(0);
    }

    List<PlainHomeAgent.Request> requests(List<Effect> effects) {
        return effects.stream()
                .flatMap(effect -> payload(effect).stream())
                .map(PlainForeignAgent::forHomeAgent)
                .map(agent::read)
                .toList();
    }

    private static Optional<Octets> payload(Effect effect) {
        if (effect instanceof Effect.SendThroughAgent sent) {
            return Optional.of(sent.payload());
        }
        return effect instanceof Effect.SendRequest sent ? Optional.of(sent.payload()) : Optional.empty();
    }

    /** The octets of the request sent last. */
    Octets lastSent() {
        return lastSent;
    }

    /** The only request to a foreign agent among the last effects. */
    Effect.SendThroughAgent sentThroughAgent() {
        List<Effect.SendThroughAgent> sent = only(Effect.SendThroughAgent.class, lastEffects);
        if (sent.size() != 1) {
            throw new AssertionError("expected one request to a foreign agent in " + lastEffects);
        }
        return sent.get(0);
    }

    /** One advertisement of a foreign agent is heard. */
    List<Effect> hear(int link, PlainForeignAgent heard) {
        try {
            AgentAdvertisement advertisement = AgentAdvertisement.decode(heard.advertisement());
            return handle(
                    new Event.AdvertisementHeard(moment(), link, heard.address, Optional.of(heard.mac), advertisement));
        } catch (MalformedMessageException wrongByHand) {
            throw new AssertionError(wrongByHand);
        }
    }

    /** Lets that time pass, with every deadline on its way; what was done meanwhile. */
    List<Effect> passSlowly(Duration time) {
        Tick end = now.plus(time);
        List<Effect> done = new ArrayList<>();
        while (node.nextDeadline().hasCome(end)) {
            done.addAll(untilDeadline());
        }
        pass(end.since(now));
        return done;
    }

    /** A foreign agent refuses the request sent last: unsigned, as it has no key of ours. */
    List<Effect> refuse(int code) {
        return refuse(code, 0);
    }

    List<Effect> refuse(int code, int lifetime) {
        PlainHomeAgent.Request refused = lastRequest();
        return reply(PlainHomeAgent.unsigned(refused, code, lifetime, refused.identification()));
    }

    /** The usual settings with other ways of being away. */
    static Settings roaming(Settings.Roaming roaming) {
        Settings usual = settings(true);
        return new Settings(
                usual.home(),
                usual.homeAgents(),
                usual.security(),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces(),
                roaming);
    }

    static <T extends Effect> List<T> only(Class<T> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static List<Notice> notices(List<Effect> effects) {
        return only(Effect.Tell.class, effects).stream()
                .map(Effect.Tell::notice)
                .toList();
    }
}
