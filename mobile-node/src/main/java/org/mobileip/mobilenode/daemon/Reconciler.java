package org.mobileip.mobilenode.daemon;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.logging.log4j.Level;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.mobilenode.HostState;

/**
 * Makes the kernel have what the engine declares, and keeps it so. It remembers what it has put; what somebody else takes
 * away is forgotten and put again by the same comparison that puts everything.
 */
final class Reconciler {

    private static final String EVERY_LINK = "all";

    private final HostNetwork network;
    private final LinkSettings settings;
    private final UndoFile undo;
    private final Names names;
    private final Diary diary;

    private HostState wanted = HostState.EMPTY;
    private final Set<LinkAddress> addresses = new HashSet<>();
    private final Set<Route> routes = new HashSet<>();
    private final Set<Rule> rules = new HashSet<>();
    private final Set<Neighbour> neighbours = new HashSet<>();
    private final Set<UndoFile.PutSetting> settingsPut = new HashSet<>();
    private boolean isShort;

    /** What an interface is called; the kernel's messages give its index. */
    interface Names {
        Optional<String> of(int linkIndex);
    }

    Reconciler(HostNetwork network, LinkSettings settings, UndoFile undo, Names names, Diary diary) {
        this.network = network;
        this.settings = settings;
        this.undo = undo;
        this.names = names;
        this.diary = diary;
    }

    /** Takes away what an earlier run, which could not do so itself, has left: by protocol number and undo file. */
    void removeLeftovers(int protocol) {
        undo.load();
        List<Rule> oldRules = network.rules().stream()
                .filter(rule -> rule.protocol() == protocol)
                .toList();
        List<Route> oldRoutes = network.routes().stream()
                .filter(route -> route.protocol() == protocol)
                .toList();
        oldRules.forEach(rule -> attempt("remove rule", rule, () -> network.removeRule(rule)));
        oldRoutes.forEach(route -> attempt("remove route", route, () -> network.removeRoute(route)));
        network.neighbours().stream()
                .filter(neighbour -> neighbour.protocol() == protocol)
                .forEach(old -> attempt("remove neighbour", old, () -> network.removeNeighbour(old)));
        List<Link> links = network.links();
        for (UndoFile.PutAddress put : undo.addresses()) {
            links.stream()
                    .filter(link -> link.name().equals(put.interfaceName()))
                    .forEach(link ->
                            attempt("remove address", put, () -> network.removeAddress(link.index(), put.address())));
            undo.taken(put);
        }
        undo.settings().forEach(this::restore);
        undo.flush();
        int count = oldRules.size() + oldRoutes.size();
        if (count > 0) {
            diary.write(Level.INFO, "leftovers-removed rules={} routes={}", oldRules.size(), oldRoutes.size());
        }
    }

    void declare(HostState state) {
        wanted = state;
        reconcile();
    }

    /** What must be there comes before what must go, but the home address: who leaves home stops answering first. */
    private void reconcile() {
        isShort = false;
        Set<UndoFile.PutSetting> wantedSettings = wantedSettings();
        List<UndoFile.PutSetting> missing = without(wantedSettings, settingsPut);
        List<UndoFile.PutSetting> tooLax =
                missing.stream().filter(this::isTooLax).toList();
        missing.stream().filter(wish -> !tooLax.contains(wish)).forEach(settingsPut::add);
        List<LinkAddress> absent = without(wanted.addresses(), addresses);
        absent.forEach(address -> undoOf(address).ifPresent(undo::put));
        undo.flush();
        without(addresses, wanted.addresses()).forEach(this::removeAddress);
        tooLax.forEach(this::put);
        absent.forEach(this::addAddress);
        without(wanted.neighbours(), neighbours).forEach(this::putNeighbour);
        without(wanted.routes(), routes)
                .forEach(route -> attempt("add route", route, () -> network.putRoute(route), routes::add));
        without(wanted.rules(), rules)
                .forEach(rule -> attempt("add rule", rule, () -> network.addRule(rule), rules::add));
        without(rules, wanted.rules()).forEach(rule -> {
            rules.remove(rule);
            attempt("remove rule", rule, () -> network.removeRule(rule));
        });
        without(routes, wanted.routes()).forEach(route -> {
            routes.remove(route);
            attempt("remove route", route, () -> network.removeRoute(route));
        });
        without(neighbours, wanted.neighbours()).forEach(this::removeNeighbour);
        without(settingsPut, wantedSettings).forEach(this::takeBack);
        undo.flush();
    }

    private Set<UndoFile.PutSetting> wantedSettings() {
        Set<UndoFile.PutSetting> all = new HashSet<>();
        for (String link : wanted.silentLinks()) {
            all.add(new UndoFile.PutSetting(link, LinkSettings.Setting.ARP_IGNORE));
            all.add(new UndoFile.PutSetting(link, LinkSettings.Setting.ARP_ANNOUNCE));
            if (wanted.ignoresRedirects()) {
                all.add(new UndoFile.PutSetting(link, LinkSettings.Setting.ACCEPT_REDIRECTS));
            }
        }
        wanted.forwardingLinks()
                .forEach(link -> all.add(new UndoFile.PutSetting(link, LinkSettings.Setting.FORWARDING)));
        if (wanted.ignoresRedirects()) {
            all.add(new UndoFile.PutSetting(EVERY_LINK, LinkSettings.Setting.ACCEPT_REDIRECTS));
        }
        return all;
    }

    private static <T> List<T> without(Set<T> all, Set<T> those) {
        return all.stream().filter(each -> !those.contains(each)).toList();
    }

    private void addAddress(LinkAddress address) {
        attempt(
                "add address",
                address,
                () -> network.addAddress(address.linkIndex(), address.address()),
                addresses::add);
    }

    private void removeAddress(LinkAddress address) {
        addresses.remove(address);
        attempt("remove address", address, () -> network.removeAddress(address.linkIndex(), address.address()));
        undoOf(address).ifPresent(undo::taken);
    }

    private Optional<UndoFile.PutAddress> undoOf(LinkAddress address) {
        return names.of(address.linkIndex()).map(name -> new UndoFile.PutAddress(name, address.address()));
    }

    /** Whether the setting must be changed, to be undone later. What cannot be read is not changed. */
    private boolean isTooLax(UndoFile.PutSetting wish) {
        try {
            int before = settings.get(wish.interfaceName(), wish.setting());
            boolean isTooLax = !wish.setting().isStrictEnough(before);
            if (isTooLax) {
                undo.set(wish, before);
            }
            return isTooLax;
        } catch (HostException refused) {
            refused("read " + wish.setting().word(), wish.interfaceName(), refused);
            return false;
        }
    }

    private void putNeighbour(Neighbour neighbour) {
        // One entry an address: what is replaced is not ours to remove any more.
        neighbours.removeIf(
                old -> old.linkIndex() == neighbour.linkIndex() && old.address().equals(neighbour.address()));
        attempt("add neighbour", neighbour, () -> network.putNeighbour(neighbour), neighbours::add);
    }

    private void removeNeighbour(Neighbour neighbour) {
        neighbours.remove(neighbour);
        attempt("remove neighbour", neighbour, () -> network.removeNeighbour(neighbour));
    }

    private void put(UndoFile.PutSetting wish) {
        String name = wish.interfaceName();
        attempt("set " + wish.setting().word(), name, () -> {
            settings.set(name, wish.setting(), wish.setting().wanted());
            settingsPut.add(wish);
        });
    }

    private void takeBack(UndoFile.PutSetting wish) {
        settingsPut.remove(wish);
        Integer before = undo.settings().get(wish);
        if (before != null) {
            restore(wish, before);
        }
    }

    private void restore(UndoFile.PutSetting wish, int before) {
        attempt(
                "restore " + wish.setting().word(),
                wish.interfaceName(),
                () -> settings.set(wish.interfaceName(), wish.setting(), before));
        undo.restored(wish);
    }

    /** Hears what the kernel says, and forgets what is ours and has gone without us. */
    void observe(List<NetworkChange> changes) {
        for (NetworkChange change : changes) {
            isShort |= lost(change);
        }
    }

    /** Puts back what has gone. */
    void mend() {
        if (isShort) {
            reconcile();
        }
    }

    private boolean lost(NetworkChange change) {
        if (change instanceof NetworkChange.RuleRemoved removed) {
            return lost("rule", rules, rule -> isSame(rule, removed.rule()));
        }
        if (change instanceof NetworkChange.RouteRemoved removed) {
            return lost("route", routes, route -> isSame(route, removed.route()));
        }
        if (change instanceof NetworkChange.AddressRemoved removed) {
            boolean was = lost("address", addresses, removed.address()::equals);
            if (was) {
                routes.removeIf(route -> route.source()
                        .equals(Optional.of(removed.address().address().address())));
            }
            return was;
        }
        if (change instanceof NetworkChange.LinkChanged changed
                && !changed.link().up()) {
            routes.removeIf(route -> route.linkIndex() == changed.link().index());
            neighbours.removeIf(each -> each.linkIndex() == changed.link().index());
        } else if (change instanceof NetworkChange.LinkRemoved gone) {
            routes.removeIf(route -> route.linkIndex() == gone.index());
            neighbours.removeIf(each -> each.linkIndex() == gone.index());
            addresses.removeIf(address -> address.linkIndex() == gone.index());
        } else if (change instanceof NetworkChange.Overrun) {
            addresses.clear();
            routes.clear();
            rules.clear();
            neighbours.clear();
            return true;
        }
        return false;
    }

    private <T> boolean lost(String what, Set<T> ours, Predicate<T> isIt) {
        List<T> gone = ours.stream().filter(isIt).toList();
        ours.removeAll(gone);
        gone.forEach(each ->
                diary.write(Level.WARN, "{}-restored what=\"{}\" cause=another-program-removed-it", what, words(each)));
        return !gone.isEmpty();
    }

    /** As ip(8) would name it. */
    private static String words(Object object) {
        if (object instanceof Rule rule) {
            return rule.priority() + ": lookup " + rule.table();
        }
        if (object instanceof Neighbour neighbour) {
            return neighbour.address() + " lladdr " + neighbour.mac();
        }
        if (object instanceof Route route) {
            return route.destination() + " table " + route.table();
        }
        return object instanceof LinkAddress address ? address.address().toString() : object.toString();
    }

    private static boolean isSame(Rule ours, Rule theirs) {
        return ours.priority() == theirs.priority()
                && ours.protocol() == theirs.protocol()
                && ours.table() == theirs.table()
                && ours.source().equals(theirs.source());
    }

    private static boolean isSame(Route ours, Route theirs) {
        return ours.table() == theirs.table()
                && ours.destination().equals(theirs.destination())
                && ours.linkIndex() == theirs.linkIndex()
                && ours.protocol() == theirs.protocol()
                && ours.metric() == theirs.metric();
    }

    private void attempt(String what, Object object, Runnable change) {
        attempt(what, object, change, done -> {});
    }

    /** A refusal is one line; what depends on it fails by itself, and the next event tries again. */
    private <T> void attempt(String what, T object, Runnable change, java.util.function.Consumer<T> done) {
        try {
            change.run();
            done.accept(object);
        } catch (HostException refused) {
            refused(what, object, refused);
        }
    }

    private void refused(String what, Object object, HostException refused) {
        diary.write(
                Level.WARN,
                "host-state-refused action=\"{}\" what=\"{}\" reason=\"{}\"",
                what,
                words(object),
                String.valueOf(refused.getMessage()));
    }
}
