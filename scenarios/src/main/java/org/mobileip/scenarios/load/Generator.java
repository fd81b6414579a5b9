package org.mobileip.scenarios.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.UdpReceiveBatch;
import org.mobileip.host.linux.UdpSendBatch;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.host.linux.Urgency;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Sends Registration Requests at a rate that nothing slows down, the nodes taking turns, and reads the replies: one thread does
 * both, many datagrams a call. It sleeps between the moments when something is to be sent, but for a tenth of a millisecond at
 * least where there is much to do, so that its own waking does not cost more than its work.
 */
final class Generator implements AutoCloseable {

    /** Who is not answered after that long is lost. */
    static final long PATIENCE = Schedule.SECOND;

    private static final int BATCH = 64;
    /** One message may be many replies. */
    private static final int MESSAGES = 16;

    private static final int ROOM_TO_RECEIVE = 1 << 16;
    private static final int ROOM_OF_SOCKET = 16 << 20;
    private static final long LEAD = 5_000_000;
    private static final long SHORTEST_SLEEP = 100_000;
    private static final double MUCH = 20_000;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    /** One reply of so many is checked whether it is signed by the home agent. */
    private static final int SAMPLE = 64;

    private static final int HOME = 4;
    private static final int IDENTIFICATION = 12;

    private final UdpSocket socket;
    private final Endpoint agent;
    private final Population population;
    private final Requests requests;
    private final List<Ipv4> strangers;
    private final Supplier<OptionalLong> serverNanos;
    private final Ledger ledger;
    private final UdpSendBatch toSend;
    private final UdpReceiveBatch received = new UdpReceiveBatch(MESSAGES, ROOM_TO_RECEIVE);
    private final PollSet waiting;
    private long lastEnd = Long.MIN_VALUE;
    private int nextNode;
    private int repliesSeen;

    /**
     * Sends to {@code agent}.
     *
     * @param socket to send by, which is closed with this
     * @param strangers the addresses that forged requests are from
     * @param serverNanos how much processor time the home agent has had
     */
    Generator(
            UdpSocket socket,
            Endpoint agent,
            Population population,
            Requests requests,
            List<Ipv4> strangers,
            Supplier<OptionalLong> serverNanos) {
        this.socket = socket;
        this.agent = agent;
        this.population = population;
        this.requests = requests;
        this.strangers = List.copyOf(strangers);
        this.serverNanos = serverNanos;
        this.ledger = new Ledger(population.count());
        this.toSend = new UdpSendBatch(BATCH, requests.size());
        this.waiting = new PollSet(socket.fd());
    }

    /** A socket that has room for what comes while nobody reads. */
    static UdpSocket socket(Endpoint local) {
        UdpSocket socket = UdpSocket.bind(local, UdpSocket.Options.PLAIN.withReceiveBuffer(ROOM_OF_SOCKET));
        socket.receiveMerged();
        return socket;
    }

    /** What was acknowledged so far. */
    Ledger ledger() {
        return ledger;
    }

    /**
     * Sends for {@code length}, and waits for the last replies.
     *
     * @param rate good requests a second
     * @param forgedRate forged requests a second beside them; 0: none
     * @param isStopped asked all the time: then this ends at once
     */
    Step run(double rate, double forgedRate, Duration length, BooleanSupplier isStopped) {
        Urgency urgency = Urgency.ofThisThread();
        long start = System.nanoTime() + LEAD;
        Schedule good = schedule(start, rate, length);
        Schedule forged = schedule(start, Math.max(1, forgedRate), forgedRate > 0 ? length : Duration.ZERO);
        OptionalLong before = serverNanos.get();
        Tally tally = new Tally(good);
        int first = nextNode;
        while (!isStopped.getAsBoolean() && !isOver(good, forged, tally)) {
            int moved = send(good, tally, first) + sendForged(forged, tally) + receive(good, tally, first);
            if (moved == 0) {
                rest(good, forged, tally, urgency);
            } else {
                long now = System.nanoTime();
                urgency.waited(now, now);
            }
        }
        while (receive(good, tally, first) > 0) {
            Thread.onSpinWait(); // What was answered before this was stopped counts.
        }
        nextNode = (first + tally.sent()) % population.count();
        lastEnd = start + good.offset(tally.sent());
        OptionalLong after = serverNanos.get();
        return tally.result(
                before.isPresent() && after.isPresent()
                        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                        : OptionalLong.empty());
    }

    /** Times rise from step to step too. */
    private Schedule schedule(long start, double rate, Duration length) {
        Instant wall = Instant.now().plusNanos(Math.max(start, lastEnd + LEAD) - System.nanoTime());
        int count = (int) Math.round(rate * length.toNanos() / Schedule.SECOND);
        return new Schedule(start, wall.getEpochSecond() + SECONDS_FROM_1900_TO_1970, wall.getNano(), rate, count);
    }

    private static boolean isOver(Schedule good, Schedule forged, Tally tally) {
        long end = good.start() + good.offset(good.count());
        long now = System.nanoTime();
        return now > end + PATIENCE || (now > end && tally.isComplete() && tally.forged() == forged.count());
    }

    private int send(Schedule schedule, Tally tally, int first) {
        int due = Math.min(BATCH, schedule.due(System.nanoTime()) - tally.sent());
        for (int i = 0; i < due; i++) {
            int number = tally.sent() + i;
            int node = (first + number) % population.count();
            requests.put(node, schedule.identification(number), toSend.payloads(), toSend.at(i));
            toSend.address(i, Ipv4.UNSPECIFIED.bits(), 0, agent.address().bits(), agent.port(), requests.size());
        }
        int sent = sent(due);
        tally.left(sent, System.nanoTime());
        return sent;
    }

    private int sendForged(Schedule schedule, Tally tally) {
        int due = Math.min(BATCH, schedule.due(System.nanoTime()) - tally.forged());
        for (int i = 0; i < due; i++) {
            int number = tally.forged() + i;
            Ipv4 from = strangers.get(number % strangers.size());
            requests.putForged(
                    number % population.count(), schedule.identification(number), toSend.payloads(), toSend.at(i));
            toSend.address(i, from.bits(), 0, agent.address().bits(), agent.port(), requests.size());
        }
        int sent = sent(due);
        tally.forgedLeft(sent);
        return sent;
    }

    /** Where the kernel has no room just now, they are late. */
    private int sent(int due) {
        int sent = due <= 0 ? 0 : socket.send(toSend, 0, due);
        if (sent < 0 && sent != -Errno.EAGAIN && sent != -Errno.ENOBUFS) {
            throw new LoadException("the kernel does not send to " + agent + ": error " + -sent);
        }
        return Math.max(0, sent);
    }

    private int receive(Schedule schedule, Tally tally, int first) {
        int count = socket.receive(received);
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            read(i, now, schedule, tally, first);
        }
        return count;
    }

    private void read(int i, long now, Schedule schedule, Tally tally, int first) {
        ByteBuffer octets = received.payloads();
        int at = received.at(i);
        if (received.length(i) < RegistrationReply.FIXED_SIZE
                || octets.get(at) != RegistrationReply.TYPE
                || received.fromAddress(i) != agent.address().bits()
                || received.fromPort(i) != agent.port()) {
            tally.strange();
            return;
        }
        int code = octets.get(at + 1) & 0xff;
        if (!new ReplyCode(code).isAccepted()) {
            tally.denied(code);
            return;
        }
        long identification = octets.getLong(at + IDENTIFICATION);
        int number = schedule.number(identification);
        int node = (first + Math.max(0, number)) % population.count();
        if (number < 0 || octets.getInt(at + HOME) != population.home(node).bits()) {
            tally.strange();
            return;
        }
        if (tally.granted(number, now)) {
            ledger.acknowledged(node, identification);
        }
        if (repliesSeen++ % SAMPLE == 0 && !requests.isSigned(node, received.octets(i))) {
            tally.wronglySigned();
        }
    }

    private void rest(Schedule good, Schedule forged, Tally tally, Urgency urgency) {
        long begin = System.nanoTime();
        boolean isMuch = good.rate() + (forged.count() > 0 ? forged.rate() : 0) > MUCH;
        if (isMuch) {
            java.util.concurrent.locks.LockSupport.parkNanos(SHORTEST_SLEEP);
        } else {
            long next = Math.min(next(good, tally.sent(), begin), next(forged, tally.forged(), begin));
            waiting.awaitNanos(next - begin);
        }
        urgency.waited(begin, System.nanoTime());
    }

    private static long next(Schedule schedule, int sent, long now) {
        return sent < schedule.count() ? schedule.start() + schedule.offset(sent) : now + PATIENCE / 10;
    }

    @Override
    public void close() {
        socket.close();
    }
}
