package org.mobileip.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.NonceSource;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Tick;
import org.mobileip.wire.GenericNotification;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NotificationAcknowledgement;
import org.mobileip.wire.RegistrationRevocation;
import org.mobileip.wire.RevocationAcknowledgement;

/**
 * A home agent as a function of its events.
 *
 * <p>A mobile node that is away asks in a Registration Request that what arrives for its home address be tunnelled to its
 * care-of address for some time. {@link RegistrationPolicy} says whether that is granted; {@link Registrar} does it, and
 * {@link Refusals} says no. A request with lifetime zero takes a binding back, or all; a binding also ends with its
 * lifetime, without a word to anybody.
 *
 * <p>Supported standards: RFC 5944 §3.8 (registration) with all of its codes, simultaneous bindings, timestamps and nonces
 * (§5.7), associations with foreign agents; where it differs from RFC 3344, either; §4.2.3 and §4.6 as far as they say when
 * to forward, attract and release; §2.3 (advertisements, by {@link Advertisements}); RFC 3024 §4.3.1 (the T bit); RFC 2794 (NAIs
 * and home addresses from pools); RFC 3519 §4.6 (NATs, by {@link UdpTunnelling}); RFC 5177 §6 and RFC 6626 §3.2 (networks behind
 * nodes, by {@link MobileNetworks}); RFC 3543 ({@link Revocations}); RFC 6098 ({@link Notifications}, {@link NotificationsHeard});
 * RFC 4433 §5.3 ({@link Assigning}); RFC 7629 ({@link FlowBindings}).
 *
 * <p>Not for use by several threads.
 */
public final class HomeAgent {

    private final BindingTable bindings = new BindingTable();
    private final NodeDirectory directory;
    private final Office.Books books;
    private final Revocations revocations;
    private final Notifications notifications;
    private final NotificationsHeard notificationsHeard;
    private final Advertisements advertisements;
    private final MobileNetworks networks;
    private final FlowBindings flows = new FlowBindings(bindings);
    private Office office;
    private Optional<Authentic> granted = Optional.empty();

    /**
     * A home agent without bindings; those of before a restart come as {@link Event.Restored}.
     *
     * @param newest the highest Identification accepted from each node before, as {@link Change.Newest} told it; it does not change,
     *     and is looked at until {@link Event.AllRestored}
     * @param nonces with a seed that nobody knows, another one each time
     * @param start when advertising begins
     */
    public HomeAgent(
            HomeAgentSettings settings, Map<NodeIdentity, Identification> newest, NonceSource nonces, Tick start) {
        this.directory = new NodeDirectory(settings, newest, nonces, bindings);
        FailureLimit limit = new FailureLimit(nonces.next());
        networks = new MobileNetworks(bindings, settings.address());
        books = new Office.Books(bindings, directory, networks, flows, limit, new GreKeyAgreement(nonces));
        this.office = new Office(settings, books);
        this.revocations = new Revocations(settings, bindings, office.registrar());
        this.notifications = new Notifications(settings, bindings, directory);
        this.notificationsHeard = new NotificationsHeard(bindings, directory, limit);
        this.advertisements = new Advertisements(settings, start);
    }

    /**
     * What {@link #handle} will say of a node's tunnels when it is told of {@code event}, before all else is worked out that follows: that
     * takes as long again, and the node's datagrams go astray meanwhile. Empty: handle says it. Changes nothing that anybody can tell.
     *
     * @param now of this and of handle, which is to be called next
     */
    public Optional<Effect.Forward> anticipate(Tick now, Event event) {
        if (!(event instanceof Event.Received received)
                || bindings.nextDeadline().hasCome(now)) {
            return Optional.empty();
        }
        return office.policy().judge(now, received.datagram()) instanceof Verdict.Accept accept
                ? office.plainMoves().forward(accept.authentic())
                : Optional.empty();
    }

    /** What is to be done about {@code event}, and about every deadline that has come by {@code now}, in this order. */
    public List<Effect> handle(Tick now, Event event) {
        List<Effect> effects = new ArrayList<>(office.registrar().expire(now));
        Optional<Authentic> justGranted = granted;
        granted = Optional.empty();
        if (event instanceof Event.Received received) {
            effects.addAll(receive(now, received.datagram()));
        } else if (event instanceof Event.Solicited) {
            advertisements.solicited(now);
        } else if (event instanceof Event.OurAddresses our) {
            office.ourAddresses(our.addresses());
        } else if (event instanceof Event.Drop drop) {
            effects.addAll(revocations.drop(now, drop));
        } else if (event instanceof Event.Reloaded reloaded) {
            effects.addAll(reload(now, reloaded));
        } else if (event instanceof Event.Tell tell) {
            effects.addAll(notifications.tell(now, tell));
        } else if (event instanceof Event.CouldNot couldNot) {
            justGranted.ifPresent(
                    authentic -> effects.addAll(office.registrar().takeBack(now, authentic, couldNot.why())));
        } else if (event instanceof Event.Restored restored) {
            effects.addAll(office.restorer().restore(now, restored));
        } else if (event instanceof Event.FlowsRestored restored) {
            effects.addAll(office.restorer().restore(restored));
        } else if (event instanceof Event.NewestRestored restored) {
            directory.wasBefore(restored.node(), restored.identification());
        } else if (event instanceof Event.AllRestored) {
            directory.forgetBefore();
        } else if (event instanceof Event.StoreIs store) {
            office.storeIs(store.state());
        } else if (!(event instanceof Event.DeadlineCame)) {
            throw new AssertionError(event);
        }
        if (nextDeadline().hasCome(now)) {
            effects.addAll(revocations.due(now));
            effects.addAll(notifications.due(now));
            effects.addAll(advertisements.due(now));
        }
        directory.putAway(now, granted.map(Authentic::state));
        return effects;
    }

    /** When to call {@link #handle} again though nothing happens; {@link Tick#NEVER} if there is nothing to wait for. */
    public Tick nextDeadline() {
        return bindings.nextDeadline()
                .earlierOf(advertisements.nextDeadline())
                .earlierOf(revocations.nextDeadline())
                .earlierOf(notifications.nextDeadline());
    }

    /**
     * We have been restarted: says where datagrams for a node go until {@link Event.Restored} has said so of its binding. Nothing is
     * verified, so let that be soon. By the settings of now; changes nothing.
     */
    public Foresight foresight() {
        return new Foresight(directory.homeAddresses());
    }

    /** Why nobody can tell the person behind the node with that home address anything now; empty: it can be done. */
    public Optional<String> whyNotTell(Ipv4 home) {
        return notifications.whyNot(home);
    }

    /** Every binding, in the order of home addresses. */
    public List<Binding> bindings() {
        return bindings.all();
    }

    /** How many bindings there are. */
    public int size() {
        return bindings.size();
    }

    /** The flows that a node is sent by one of its bindings now, in words and in their order; none: it has named none. */
    public List<String> flowsBy(Binding binding) {
        return flows.by(binding);
    }

    private List<Effect> receive(Tick now, Datagram arrived) {
        int type = arrived.payload().isEmpty() ? 0 : arrived.payload().u8(0);
        if (type == RegistrationRevocation.TYPE || type == RevocationAcknowledgement.TYPE) {
            return revocations.receive(arrived);
        }
        if (type == GenericNotification.TYPE) {
            return notificationsHeard.receive(now, arrived);
        }
        if (type == NotificationAcknowledgement.TYPE) {
            return notifications.acknowledged(now, arrived);
        }
        Verdict verdict = office.policy().judge(now, arrived);
        Optional<Authentic> proven = verdict.proven();
        if (proven.isPresent()) {
            directory.keep(proven.get().state());
        }
        if (verdict instanceof Verdict.Discard discard) {
            return List.of(new Effect.Discard(arrived, discard.why()));
        } else if (verdict instanceof Verdict.Forged forged) {
            return office.refusals().forged(now, forged);
        } else if (verdict instanceof Verdict.FailedAuthentication failed) {
            return office.refusals().failed(now, failed);
        } else if (verdict instanceof Verdict.UnknownForeignAgent unknown) {
            return office.refusals().unknownForeignAgent(now, unknown.authentic());
        } else if (verdict instanceof Verdict.ForeignAgentFailed failed) {
            return office.refusals().foreignAgentFailed(now, failed.authentic());
        } else if (verdict instanceof Verdict.NotNew notNew) {
            return office.refusals().notNew(now, notNew);
        } else if (verdict instanceof Verdict.Deny deny) {
            List<Effect> effects = new ArrayList<>(office.services().denied(deny));
            effects.addAll(office.refusals().deny(deny));
            networks.refused(deny.authentic()).ifPresent(effects::add);
            return effects;
        } else if (verdict instanceof Verdict.Repeat repeat) {
            return office.refusals().repeat(now, repeat);
        } else if (verdict instanceof Verdict.Accept accept) {
            granted = proven;
            return accept(now, accept.authentic());
        }
        throw new AssertionError(verdict);
    }

    /**
     * What was granted stays granted until the node asks again, but not to a node that is served no more, or not at that home
     * address, nor to a network that is behind it no more.
     */
    private List<Effect> reload(Tick now, Event.Reloaded reloaded) {
        HomeAgentSettings settings = reloaded.settings();
        List<Effect> effects = new ArrayList<>();
        directory
                .servedNoMore(settings)
                .forEach(home -> effects.addAll(revocations.dropAll(now, reloaded.timeOfDay(), home)));
        List<Ipv4> altered = directory.become(settings);
        office = office.with(settings, books);
        revocations.by(office.registrar());
        advertisements.become(now, settings);
        altered.forEach(home -> effects.addAll(alter(home)));
        return effects;
    }

    /** The bindings of that node are called as it is called now, and only networks that may be behind it are forwarded. */
    private List<Effect> alter(Ipv4 home) {
        Optional<NodeState> state = directory.at(home);
        List<Ipv4Prefix> before = bindings.networks(home);
        if (state.isEmpty() || bindings.of(home).isEmpty()) {
            return List.of();
        }
        List<Ipv4Prefix> still =
                before.stream().filter(state.get().node().networks()::contains).toList();
        bindings.of(home)
                .forEach(each ->
                        bindings.put(each.withNetworks(still).named(state.get().name()), true));
        return still.equals(before) ? List.of() : office.registrar().forward(home);
    }

    private List<Effect> accept(Tick now, Authentic authentic) {
        Optional<Binding> before = binding(authentic);
        List<Effect> effects = new ArrayList<>(office.registrar().accept(now, authentic));
        Optional<Effect> refused = networks.refused(authentic);
        if (refused.isPresent()) {
            effects.add(refused.get());
        }
        if (before.isPresent() && before.get().nat().isPresent()) {
            remapped(before.get(), binding(authentic)).ifPresent(effects::add);
        }
        return effects;
    }

    private static Optional<Effect> remapped(Binding old, Optional<Binding> now) {
        return now.filter(
                        made -> made.nat().isPresent() && !made.registeredFrom().equals(old.registeredFrom()))
                .map(made -> new Effect.Remapped(
                        made.node(), made.home(), made.careOf(), old.registeredFrom(), made.registeredFrom()));
    }

    private Optional<Binding> binding(Authentic authentic) {
        Optional<Ipv4> home = authentic.home().address();
        return home.isPresent() ? bindings.of(home.get(), authentic.request().careOfAddress()) : Optional.empty();
    }
}
