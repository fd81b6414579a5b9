package org.mobileip.scenarios.report;

import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;

/**
 * What the capture of a run shows. All times are milliseconds of the script; frames are numbered as the capture file has them.
 *
 * @param flows one for each udp stream and direction that was seen
 * @param bulk one for each tcp stream and direction that was seen
 * @param echoes one for each ping stream and direction that was seen
 * @param messages in the order in which they were sent
 */
record Packets(List<Flow> flows, List<Bulk> bulk, List<Echoes> echoes, List<Message> messages) {

    /** A run whose capture is not there. */
    static final Packets NONE = new Packets(List.of(), List.of(), List.of(), List.of());

    Packets {
        flows = List.copyOf(flows);
        bulk = List.copyOf(bulk);
        echoes = List.copyOf(echoes);
        messages = List.copyOf(messages);
    }

    /**
     * One direction of a udp stream.
     *
     * @param trips in the order in which they were sent
     */
    record Flow(Stream stream, Direction direction, List<Trip> trips) {
        Flow {
            trips = List.copyOf(trips);
        }

        String name() {
            return stream.name() + (direction == Direction.DOWN ? " ↓" : " ↑");
        }
    }

    /**
     * A datagram on its way.
     *
     * @param sequence its number
     * @param network by which it came to, or left, the mobile node; empty where it did neither
     * @param arrivals when it arrived; none: it was lost; several: it was duplicated
     * @param frame of the first arrival; 0 where it was lost
     */
    record Trip(int sequence, double sent, String network, List<Double> arrivals, int frame) {
        Trip {
            arrivals = List.copyOf(arrivals);
        }

        boolean isLost() {
            return arrivals.isEmpty();
        }
    }

    /**
     * One direction of a tcp stream.
     *
     * @param octets payload that arrived, for each {@link #STEP} ms since the script's beginning
     */
    record Bulk(Stream stream, Direction direction, List<Long> octets) {
        static final double STEP = 100;

        Bulk {
            octets = List.copyOf(octets);
        }
    }

    /**
     * One direction of a ping stream.
     *
     * @param isBack from its second named node
     * @param all in the order in which they were sent
     */
    record Echoes(Stream stream, boolean isBack, List<Echo> all) {
        Echoes {
            all = List.copyOf(all);
        }
    }

    /**
     * An echo.
     *
     * @param sent when the request left
     * @param roundTrip until its answer came, in ms; empty: none came
     */
    record Echo(double sent, Optional<Double> roundTrip) {}

    /**
     * A message of the protocol, or another step that a reader wants to see.
     *
     * @param from the node that sent it
     * @param to the node that received it; empty: it is for a whole link, or was lost
     * @param text what it says
     */
    record Message(Kind kind, String from, Optional<String> to, Seen sent, Optional<Seen> received, String text) {}

    /**
     * Where and when something passed.
     *
     * @param network the node's network
     */
    record Seen(double at, int frame, String network) {}

    /** What a message is. */
    enum Kind {
        REQUEST,
        REPLY,
        DENIAL,
        ANNOUNCEMENT,
        SOLICITATION,
        TUNNELLED
    }
}
