package org.mobileip.scenarios.traffic;

import java.util.List;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.PingFlow;
import org.mobileip.scenarios.measure.TcpFlow;

/**
 * What the streams of a run went through.
 *
 * @param notes what a reader of the figures must know: a sender that fell behind, a receiver that was too slow
 */
public record TrafficSeen(List<DatagramFlow> flows, List<PingFlow> pings, List<TcpFlow> tcpFlows, List<String> notes) {

    public TrafficSeen {
        flows = List.copyOf(flows);
        pings = List.copyOf(pings);
        tcpFlows = List.copyOf(tcpFlows);
        notes = List.copyOf(notes);
    }
}
