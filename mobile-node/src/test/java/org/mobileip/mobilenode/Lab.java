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
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;

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

    final PlainHomeAgent agent = new PlainHomeAgent(SECRET, SPI);
    final MobileNode node;
    final List<Effect> lastEffects = new ArrayList<>();
    private Tick now = new Tick(0);
    private Instant timeOfDay = Instant.parse("2026-11-24T04:00:00Z");
    private int noise;
    private Optional<PlainHomeAgent.Request> lastRequest = Optional.empty();
    private HostState declared = HostState.EMPTY;

    Lab() {
        this(settings(true));
    }

    Lab(Settings settings) {
        node = new MobileNode(settings);
    }

    static Settings settings(boolean reverse) {
        SecurityAssociation security = new SecurityAssociation(SPI, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET));
        return new Settings(
                HOME,
                AGENT,
                security,
                new Lifetime(600),
                reverse,
                "mip0",
                List.of(Ipv4Prefix.ALL),
                List.of("home0"::equals, "cafe0"::equals, "office0"::equals));
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
        Ipv4 gateway = Ipv4.parse(index == CAFE_LINK ? "192.0.2.1" : "198.51.100.1");
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
        return handle(new Event.DeadlineReached(moment()));
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

    /** The kernel state wanted last. */
    HostState declared() {
        return declared;
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
                .filter(Effect.SendRequest.class::isInstance)
                .map(effect -> agent.read(((Effect.SendRequest) effect).payload()))
                .toList();
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
