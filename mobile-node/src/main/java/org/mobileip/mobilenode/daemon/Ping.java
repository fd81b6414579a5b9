package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.Status;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * The way home in three legs, each timed by itself: an echo from who hands on what is sent by the link, the reply of the home agent's
 * registration port to a registration like any other, and an echo through the tunnel. One round at a time; whoever began it asks what
 * has come of it, and begins the next. Nothing is kept open longer than a round.
 */
final class Ping {

    private static final String SCHEMA = "mobileip.ping-round/1";

    /** What has no answer by then has none. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final NodeDriver driver;
    private int sequence;
    private Tick endsAt = Tick.NEVER;
    private Optional<TimedEcho> link = Optional.empty();
    private Optional<TimedEcho> tunnel = Optional.empty();
    private OptionalLong answeredBefore = OptionalLong.empty();

    Ping(EventLoop loop, NodeDriver driver) {
        this.loop = loop;
        this.driver = driver;
    }

    /** Begins a round, in place of the last one. */
    Map<String, Object> begin() {
        end();
        endsAt = driver.now().plus(PATIENCE);
        sequence = (sequence + 1) & 0xffff;
        Status status = driver.engine().status();
        Optional<Ipv4> home = status.homeAddress().map(InterfaceAddress::address);
        link = ownAddress(status, home)
                .flatMap(from -> driver.engine().nextHop().map(to -> new TimedEcho(loop, from, to, sequence)));
        tunnel = status.tunnel().map(way -> new TimedEcho(loop, way.home(), way.homeAgent(), sequence));
        answeredBefore = OptionalLong.empty();
        if (status.attachment() instanceof Attachment.Away) {
            answeredBefore = OptionalLong.of(answers());
            driver.command(new Event.Ask(driver.moment()));
        }
        return result();
    }

    private static Optional<Ipv4> ownAddress(Status status, Optional<Ipv4> home) {
        if (status.attachment() instanceof Attachment.Visiting visiting) {
            return Optional.of(visiting.careOf());
        }
        return status.attachment() instanceof Attachment.AtHome ? home : Optional.empty();
    }

    private long answers() {
        return driver.counters().accepted()
                + driver.counters().denials().values().stream()
                        .mapToLong(count -> count)
                        .sum();
    }

    /** What has come of it so far. */
    Map<String, Object> result() {
        boolean isOver = endsAt.hasCome(driver.now());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("link", leg(link));
        document.put("home_agent", homeAgent());
        document.put("tunnel", leg(tunnel));
        boolean isDone = isOver || (isSettled(link) && isSettled(tunnel) && isHomeAgentSettled());
        document.put("done", isDone);
        if (isDone) {
            end();
        }
        return document;
    }

    private static boolean isSettled(Optional<TimedEcho> echo) {
        return echo.map(asked -> asked.roundTrip().isPresent()).orElse(true);
    }

    private boolean isHomeAgentSettled() {
        return answeredBefore.isEmpty() || answers() > answeredBefore.getAsLong();
    }

    private static Map<String, Object> leg(Optional<TimedEcho> echo) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("address", echo.map(asked -> asked.to().toString()).orElse(null));
        document.put(
                "rtt_ms", echo.flatMap(TimedEcho::roundTrip).map(Ping::millis).orElse(null));
        return document;
    }

    private Map<String, Object> homeAgent() {
        Status status = driver.engine().status();
        boolean isAnswered = answeredBefore.isPresent() && isHomeAgentSettled();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "address",
                answeredBefore.isPresent()
                        ? status.homeAgent().map(Ipv4::toString).orElse(null)
                        : null);
        document.put(
                "rtt_ms",
                status.roundTrip().filter(any -> isAnswered).map(Ping::millis).orElse(null));
        document.put(
                "code",
                status.lastCode()
                        .filter(any -> isAnswered)
                        .map(ReplyCode::value)
                        .orElse(null));
        return document;
    }

    /** Milliseconds with three decimals. */
    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }

    private void end() {
        link.ifPresent(TimedEcho::close);
        tunnel.ifPresent(TimedEcho::close);
    }
}
