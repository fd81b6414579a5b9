package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/**
 * A modem that is plugged in again, or dials again, is another interface with another index and another address each time, for
 * years. Whatever comes of that, a node remembers no more of it after a few hundred times than before.
 */
class NothingGrowsTest {

    /** More than any table here holds. */
    private static final int ENOUGH = 70;

    private Lab lab = new Lab();
    private int lastLink = 100;

    private static Link link(int index, String name, boolean running) {
        return new Link(index, name, new MacAddress(0x020000000000L + index), running, running, false, 1500);
    }

    private static LinkAddress addressOf(int link) {
        Ipv4 address = new Ipv4(Ipv4.parse("198.18.0.0").bits() + link);
        return new LinkAddress(link, new InterfaceAddress(address, 24));
    }

    private static Route routeBy(int link) {
        Optional<Ipv4> router = Optional.of(Ipv4.parse("192.0.2.1"));
        return new Route(Ipv4Prefix.ALL, router, link, Optional.empty(), Route.TABLE_MAIN, 3, link);
    }

    private void plug(int link, String name) {
        lab.change(
                new NetworkChange.LinkChanged(link(link, name, true)),
                new NetworkChange.AddressAdded(addressOf(link)),
                new NetworkChange.RouteAdded(routeBy(link)));
    }

    private void unplug(int link, String name) {
        lab.change(
                new NetworkChange.LinkChanged(link(link, name, false)),
                new NetworkChange.RouteRemoved(routeBy(link)),
                new NetworkChange.AddressRemoved(addressOf(link)),
                new NetworkChange.LinkRemoved(link));
    }

    /** Whatever follows from an answer is answered, too. */
    private void answer(boolean isYes) {
        for (int i = 0; i < 4 && !lab.requests(List.copyOf(lab.lastEffects)).isEmpty(); i++) {
            PlainHomeAgent.Request asked = lab.lastRequest();
            lab.reply(isYes ? lab.agent.accept(asked, asked.lifetime()) : lab.agent.deny(asked, 129));
        }
    }

    private void comeAndGo(int round) {
        int cafe = ++lastLink;
        int office = ++lastLink;
        boolean isAccepted = round % 3 != 0;
        plug(cafe, "cafe0");
        answer(isAccepted);
        if (round % 4 == 1) {
            lab.hear(cafe, new PlainForeignAgent("192.0.2.1", "02:00:00:00:01:01", "192.0.2." + (2 + round % 200)));
        }
        lab.passSlowly(Duration.ofSeconds(2));
        plug(office, "office0");
        answer(isAccepted);
        if (round % 4 == 3) {
            lab.hearAgent(office, Lab.AGENT);
        }
        lab.passSlowly(Duration.ofSeconds(round % 5 == 0 ? 40 : round % 7));
        answer(isAccepted);
        if (round % 2 == 0) {
            lab.change(
                    new NetworkChange.LinkChanged(link(cafe, "cafe0", false)),
                    new NetworkChange.LinkChanged(link(office, "office0", false)));
        }
        unplug(cafe, "cafe0");
        answer(isAccepted);
        lab.passSlowly(Duration.ofSeconds(1));
        unplug(office, "office0");
        lab.passSlowly(Duration.ofSeconds(round % 4 == 0 ? 40 : 1));
    }

    private void remembersNoMore(Settings settings) throws ReflectiveOperationException {
        lab = new Lab(settings);
        List<Link> links = List.of(Lab.link(Lab.TUN, "mip0", true));
        lab.handle(new Event.NetworkRead(lab.moment(), links, List.of(), List.of()));
        for (int round = 0; round < ENOUGH; round++) {
            comeAndGo(round);
        }
        Map<String, Integer> before = remembered();
        for (int round = 0; round < 2 * ENOUGH; round++) {
            comeAndGo(round);
        }
        Map<String, String> grown = new TreeMap<>();
        remembered().forEach((where, now) -> {
            int then = before.getOrDefault(where, 0);
            if (now > then + 2) {
                grown.put(where, "%d, then %d".formatted(then, now));
            }
        });
        assertThat(grown).isEmpty();
    }

    /** How much there is in each collection of the node, and of all that it consists of. */
    private Map<String, Integer> remembered() throws ReflectiveOperationException {
        Map<String, Integer> sizes = new TreeMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>(List.of(lab.node));
        while (!left.isEmpty()) {
            Object next = left.removeFirst();
            if (next.getClass().getName().startsWith("org.mobileip.") && seen.add(next)) {
                for (Field field : next.getClass().getDeclaredFields()) {
                    lookInto(field, next, sizes, left);
                }
            }
        }
        return sizes;
    }

    private static void lookInto(Field field, Object owner, Map<String, Integer> sizes, Deque<Object> left)
            throws ReflectiveOperationException {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return;
        }
        field.setAccessible(true);
        Object value = field.get(owner);
        String where = owner.getClass().getSimpleName() + "." + field.getName();
        if (value instanceof Map<?, ?> map) {
            sizes.merge(where, map.size(), Integer::sum);
            left.addAll(map.keySet());
            left.addAll(map.values());
        } else if (value instanceof Collection<?> many) {
            sizes.merge(where, many.size(), Integer::sum);
            left.addAll(many);
        } else if (value instanceof Optional<?> perhaps) {
            perhaps.ifPresent(left::add);
        } else if (value != null) {
            left.add(value);
        }
    }

    @Test
    void whoRegistersRemembersNoMoreOfLinksThatAreGone() throws ReflectiveOperationException {
        remembersNoMore(Lab.settings(true).revocable(true));
    }

    @Test
    void whoProbesRemembersNoMoreOfLinksThatAreGone() throws ReflectiveOperationException {
        remembersNoMore(Lab.settings(true).probing(Duration.ofSeconds(5)));
    }

    @Test
    void whoUsesSeveralLinksRemembersNoMoreOfThoseThatAreGone() throws ReflectiveOperationException {
        FlowSelector udp = FlowSelector.ANY.ofProtocol(17);
        remembersNoMore(Lab.settings(true).with(List.of(new Settings.Flow(udp, List.of("office0"::equals)))));
    }

    @Test
    void whoLooksOutForNatsRemembersNoMoreOfLinksThatAreGone() throws ReflectiveOperationException {
        remembersNoMore(Lab.tunnelling(new Settings.Tunnel(
                "mip0", true, Encapsulation.IPIP, NatTraversal.AUTO, false, List.of(Ipv4Prefix.ALL))));
    }
}
