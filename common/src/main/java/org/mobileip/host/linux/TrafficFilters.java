package org.mobileip.host.linux;

import java.util.HashSet;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.host.linux.netlink.NetlinkMessage;
import org.mobileip.host.linux.netlink.TrafficControlMessages;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Filter;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;

/**
 * BPF programs at interfaces as filters of traffic control (clsact), for kernels before Linux 6.6, which cannot tie them to a
 * process. So after {@code kill -9} one stays behind at every link that outlives the process, until {@link #removeLeftovers}: each has
 * our name, and for a handle the index of the tunnel's interface that it works for, which goes with its process. What others have
 * there is left alone: their filters, and a clsact that we have not made, or that has other filters than ours.
 */
final class TrafficFilters {

    private static final String NAME = "mobileip";

    /** Behind most others: filters have 49152 and less where nobody has said which. */
    private static final int PRIORITY = 434;

    private TrafficFilters() {}

    /**
     * Puts a program there; what is returned takes it away, and may be closed when the interface is gone already.
     *
     * @param owner index of the interface with which the program is of no use any more
     * @throws NativeException where the kernel refuses
     */
    static BpfProgram.Attachment attach(int program, int link, Hook hook, int owner) {
        NetlinkSocket socket = NetlinkSocket.open(0);
        Place place = new Place(link, hook, PRIORITY, owner);
        boolean isMade = false;
        try {
            isMade = 0
                    == socket.change(
                            "make clsact at interface " + link, TrafficControlMessages.makeClsact(link), Errno.EEXIST);
            socket.change(
                    "put BPF program at interface " + link, TrafficControlMessages.addProgram(place, program, NAME));
        } catch (RuntimeException e) {
            close(socket, link, isMade);
            throw e;
        }
        boolean isOurs = isMade;
        return new BpfProgram.Attachment() {
            @Override
            public boolean isThere() {
                return TrafficFilters.isThere(socket, place);
            }

            @Override
            public void close() {
                remove(socket, place);
                TrafficFilters.close(socket, link, isOurs);
            }
        };
    }

    private static boolean isThere(NetlinkSocket socket, Place place) {
        return isThere(socket, place.link())
                && filters(socket, place.link(), place.hook()).stream()
                        .anyMatch(filter -> filter.priority() == place.priority()
                                && filter.handle() == place.handle()
                                && filter.name().filter(NAME::equals).isPresent());
    }

    /** A clsact that we have made goes with the last filter in it. */
    private static void close(NetlinkSocket socket, int link, boolean isOurs) {
        try (socket) {
            if (isOurs && isThere(socket, link) && isEmpty(socket, link)) {
                socket.change(
                        "remove clsact from interface " + link,
                        TrafficControlMessages.deleteClsact(link),
                        Errno.ENOENT,
                        Errno.EINVAL,
                        Errno.ENODEV);
            }
        }
    }

    /** With the interface, or with the clsact that somebody has taken away, it is gone already. */
    private static void remove(NetlinkSocket socket, Place place) {
        socket.change(
                "take BPF program from interface " + place.link(),
                TrafficControlMessages.removeProgram(place),
                Errno.ENOENT,
                Errno.EINVAL,
                Errno.ENODEV);
    }

    private static boolean isThere(NetlinkSocket socket, int link) {
        return clsacts(socket).contains(link);
    }

    private static boolean isEmpty(NetlinkSocket socket, int link) {
        for (Hook hook : Hook.values()) {
            if (!filters(socket, link, hook).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Set<Filter> filters(NetlinkSocket socket, int link, Hook hook) {
        Set<Filter> filters = new HashSet<>();
        socket.dump("read filters of interface " + link, TrafficControlMessages.dumpFilters(link, hook))
                .forEach(answer -> filters.add(TrafficControlMessages.decodeFilter(answer.payload())));
        return filters;
    }

    private static Set<Integer> clsacts(NetlinkSocket socket) {
        Set<Integer> links = new HashSet<>();
        for (NetlinkMessage answer :
                socket.dump("read queueing disciplines", TrafficControlMessages.dumpQueueingDisciplines())) {
            TrafficControlMessages.decodeClsact(answer.payload()).ifPresent(links::add);
        }
        return links;
    }

    /**
     * Removes programs of processes that were killed: those whose tunnel's interface is no more.
     *
     * @return how many there were
     */
    static int removeLeftovers() {
        int removed = 0;
        try (NetlinkSocket socket = NetlinkSocket.open(0)) {
            Set<Integer> links = links(socket);
            for (int link : clsacts(socket)) {
                for (Hook hook : Hook.values()) {
                    for (Filter filter : filters(socket, link, hook)) {
                        boolean isOurs = filter.name().filter(NAME::equals).isPresent();
                        if (isOurs && !links.contains(filter.handle())) {
                            remove(socket, new Place(link, hook, filter.priority(), filter.handle()));
                            removed++;
                        }
                    }
                }
            }
        }
        return removed;
    }

    private static Set<Integer> links(NetlinkSocket socket) {
        Set<Integer> links = new HashSet<>();
        for (NetlinkMessage answer : socket.dump("read links", LinkMessages.dump())) {
            LinkMessages.decode(answer.payload()).map(Link::index).ifPresent(links::add);
        }
        return links;
    }
}
