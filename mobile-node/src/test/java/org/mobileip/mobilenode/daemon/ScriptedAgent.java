package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.mobilenode.PlainForeignAgent;
import org.mobileip.mobilenode.PlainHomeAgent;
import org.mobileip.net.Octets;

/** A home agent of plain octets on a socket of the JDK, in another network namespace; silent when told to be. */
final class ScriptedAgent implements AutoCloseable {

    private final PlainHomeAgent agent;
    private final DatagramSocket socket;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::serve, "scripted-agent");
    private volatile boolean isSilent;
    private volatile Function<PlainHomeAgent.Request, Octets> answer;

    /** A request and when it came, by System.nanoTime. */
    record Arrival(PlainHomeAgent.Request request, String from, long nanos) {}

    ScriptedAgent(NetworkNamespace namespace, String address, PlainHomeAgent agent) {
        this.agent = agent;
        answer = request -> agent.accept(request, request.lifetime());
        socket = namespace.call(() -> new DatagramSocket(434, InetAddress.getByName(address)));
        thread.start();
    }

    void keepSilent(boolean silent) {
        isSilent = silent;
    }

    /** From now on it answers like that. */
    void answerWith(Function<PlainHomeAgent.Request, Octets> changed) {
        answer = changed;
    }

    /** Who writes its answers. */
    PlainHomeAgent pen() {
        return agent;
    }

    /** The next request. */
    Arrival next() {
        return tryNext(10_000).orElseThrow(() -> new AssertionError("no request within 10 s"));
    }

    /** The next request for that lifetime, in seconds; others before it may be repetitions on a busy machine. */
    Arrival nextWithLifetime(int seconds) {
        Arrival arrival = next();
        while (arrival.request().lifetime() != seconds) {
            arrival = next();
        }
        return arrival;
    }

    /** Leaves out what has arrived and was not asked for: repetitions, on a busy machine. */
    void forgetArrivals() {
        arrivals.clear();
    }

    Optional<Arrival> tryNext(long millis) {
        try {
            return Optional.ofNullable(arrivals.poll(millis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private void serve() {
        byte[] buffer = new byte[2000];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                PlainHomeAgent.Request request =
                        agent.read(PlainForeignAgent.forHomeAgent(Octets.of(buffer, 0, packet.getLength())));
                boolean isAnswered = !isSilent;
                arrivals.add(new Arrival(request, packet.getAddress().getHostAddress(), System.nanoTime()));
                if (isAnswered) {
                    byte[] reply = answer.apply(request).toArray();
                    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (SocketException closed) {
                return;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
