package org.mobileip.host.linux.tun;

import java.util.List;
import org.mobileip.host.linux.Fd;

/**
 * What another process has opened and goes on using until it ends: packets that wait there are read by either.
 *
 * @param queues of its TUN device, one at least; there are as many here, whatever {@link TunOptions#queues} says
 */
public record TunInheritance(List<Queue> queues) {

    public TunInheritance {
        queues = List.copyOf(queues);
    }

    /**
     * One queue of a TUN device that another process has opened.
     *
     * @param tun the queue
     * @param packets the packet socket that goes with it
     */
    public record Queue(Fd tun, Fd packets) {}
}
