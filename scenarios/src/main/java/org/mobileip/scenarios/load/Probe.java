package org.mobileip.scenarios.load;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/** Asks a home agent once, patiently, before a load is put on it. By Java's own socket, which hears when a port is closed. */
final class Probe {

    private static final int TRIES = 3;
    private static final int PATIENCE_MILLIS = 1000;
    private static final int ROOM = 2048;

    /** What came of it. */
    sealed interface Outcome {

        /** It granted. */
        record Granted() implements Outcome {}

        /** It denied. */
        record Denied(ReplyCode code) implements Outcome {}

        /** Its machine says that no program listens there. */
        record Closed() implements Outcome {}

        /** Nobody said anything. */
        record Silence() implements Outcome {}

        /** Something came that is no reply of a home agent that knows the key. */
        record Nonsense(String what) implements Outcome {}
    }

    private Probe() {}

    /** Registers the first node from the network namespace of the calling thread. */
    static Outcome ask(Endpoint agent, Requests requests) throws IOException {
        InetAddress address = InetAddress.getByAddress(octets(agent.address().bits()));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address, agent.port()));
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (int attempt = 0; attempt < TRIES; attempt++) {
                Octets request = requests.request(
                        0, Identification.ofTimestamp(Instant.now(), 0).bits());
                socket.send(new DatagramPacket(request.toArray(), request.size()));
                Optional<Octets> reply = receive(socket);
                if (reply.isPresent()) {
                    return read(reply.get(), requests);
                }
            }
            return new Outcome.Silence();
        } catch (PortUnreachableException closed) {
            return new Outcome.Closed();
        }
    }

    private static Optional<Octets> receive(DatagramSocket socket) throws IOException {
        DatagramPacket reply = new DatagramPacket(new byte[ROOM], ROOM);
        try {
            socket.receive(reply);
            return Optional.of(Octets.of(reply.getData(), 0, reply.getLength()));
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
    }

    private static Outcome read(Octets octets, Requests requests) {
        try {
            RegistrationReply reply = RegistrationReply.decode(octets);
            if (!reply.code().isAccepted()) {
                return new Outcome.Denied(reply.code());
            }
            return requests.isSigned(0, octets)
                    ? new Outcome.Granted()
                    : new Outcome.Nonsense("a grant that is not signed with the key of the node");
        } catch (MalformedMessageException malformed) {
            return new Outcome.Nonsense("something that is no Registration Reply");
        }
    }

    private static byte[] octets(int bits) {
        return new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    }
}
