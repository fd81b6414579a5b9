package org.mobileip.scenarios.netns;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.host.linux.PollSet;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.language.Scenario;

/**
 * Hears from the kernel when a mobile node has its home address on its home link. Everywhere else the address is of our
 * making; there the node helps itself, and no packet tells of it.
 */
final class HomeAddressWatch implements AutoCloseable {

    private static final int FOREVER = -1;

    private final Witness witness;
    private final List<Watched> mobiles = new ArrayList<>();
    private final Fd wakeUp = Fd.eventCounter();
    private final Thread thread = new Thread(this::run, "home address watch");
    private volatile boolean closed;

    private record Watched(String node, Ipv4 home, int linkIndex, NetworkMonitor monitor) {}

    private HomeAddressWatch(Witness witness) {
        this.witness = witness;
        thread.setDaemon(true);
    }

    /** Begins to listen for all mobile nodes with a declared home network; the witness is told. */
    static HomeAddressWatch start(Scenario scenario, Plant plant, Witness witness) {
        HomeAddressWatch watch = new HomeAddressWatch(witness);
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            scenario.homeNetworkOf(mobile).ifPresent(home -> {
                Site machine = plant.machineOf(mobile.name());
                int index = machine.links().index(plant.interfaceName(home.name()));
                NetworkMonitor monitor = machine.namespace().call(NetworkMonitor::open);
                watch.mobiles.add(new Watched(mobile.name(), mobile.home(), index, monitor));
            });
        }
        watch.thread.start();
        return watch;
    }

    private void run() {
        List<Fd> fds = new ArrayList<>(List.of(wakeUp));
        mobiles.forEach(mobile -> fds.add(mobile.monitor.fd()));
        PollSet waiting = new PollSet(fds);
        while (!closed) {
            waiting.await(FOREVER);
            long now = System.nanoTime();
            for (Watched mobile : mobiles) {
                if (mobile.monitor.read().stream().anyMatch(change -> isHomecoming(mobile, change))) {
                    witness.addressReady(mobile.node, now);
                }
            }
        }
    }

    private static boolean isHomecoming(Watched mobile, NetworkChange change) {
        return change instanceof NetworkChange.AddressAdded added
                && added.address().linkIndex() == mobile.linkIndex
                && added.address().address().address().equals(mobile.home);
    }

    @Override
    public void close() {
        closed = true;
        NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
        one.inNativeOrder().putLong(0, 1);
        wakeUp.write(one, 0, Long.BYTES);
        Joining.joinAlways(thread);
        mobiles.forEach(mobile -> mobile.monitor.close());
        wakeUp.close();
    }
}
