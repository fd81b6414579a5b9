package org.mobileip.scenarios.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/** Writes Registration Requests (RFC 5944 §3.3), and knows what answers them. For one thread. */
final class Requests {

    /** D: the node itself takes datagrams out of the tunnel. */
    private static final int FLAGS = 0x20;

    private static final int CARE_OF = 12;
    private static final int IDENTIFICATION = 16;

    private final Population population;
    private final List<SecurityAssociation> associations;
    private final byte[] message;
    private final SplittableRandom random = new SplittableRandom(1);

    Requests(Population population, Ipv4 agent, Ipv4 careOf, int lifetime) {
        this.population = population;
        associations = new ArrayList<>(population.count());
        boolean isShared = population.sharedKey().isPresent();
        for (int node = 0; node < population.count(); node++) {
            associations.add(isShared && node > 0 ? associations.get(0) : population.association(node));
        }
        message = new byte
                [RegistrationRequest.FIXED_SIZE
                        + Kind.MOBILE_HOME.headerSize()
                        + population.auth().size()];
        ByteBuffer.wrap(message)
                .put(0, (byte) RegistrationRequest.TYPE)
                .put(1, (byte) FLAGS)
                .putShort(2, (short) lifetime)
                .putInt(8, agent.bits())
                .putInt(CARE_OF, careOf.bits());
    }

    /** Octets of each. */
    int size() {
        return message.length;
    }

    /** Writes that of {@code node} to {@code at}. */
    void put(int node, long identification, ByteBuffer target, int at) {
        begin(node, identification);
        associations.get(node).sign(message, RegistrationRequest.FIXED_SIZE, Kind.MOBILE_HOME);
        target.put(at, message);
    }

    /** Writes one that names {@code node}, its SPI and a good time, from somebody who does not have its key. */
    void putForged(int node, long identification, ByteBuffer target, int at) {
        begin(node, identification);
        associations.get(node).writeHeader(message, RegistrationRequest.FIXED_SIZE, Kind.MOBILE_HOME);
        for (int i = RegistrationRequest.FIXED_SIZE + Kind.MOBILE_HOME.headerSize(); i < message.length; i++) {
            message[i] = (byte) random.nextInt();
        }
        target.put(at, message);
    }

    private void begin(int node, long identification) {
        ByteBuffer.wrap(message).putInt(4, population.home(node).bits()).putLong(IDENTIFICATION, identification);
    }

    /** One as a datagram. */
    Octets request(int node, long identification) {
        ByteBuffer octets = ByteBuffer.allocate(size());
        put(node, identification, octets, 0);
        return Octets.of(octets.array());
    }

    /** Whether this reply is signed with the key of {@code node}. */
    boolean isSigned(int node, Octets reply) {
        try {
            return RegistrationReply.decode(reply).authenticationExtensions().stream()
                    .anyMatch(each -> associations.get(node).verifies(reply, each));
        } catch (MalformedMessageException unreadable) {
            return false;
        }
    }
}
