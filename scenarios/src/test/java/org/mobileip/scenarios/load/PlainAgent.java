package org.mobileip.scenarios.load;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A home agent of forty lines on the loopback interface, written from RFC 5944 §3.3 to §3.5 with Java's own HMAC. It grants
 * whatever has a right authenticator and a time newer than the node's last.
 */
final class PlainAgent implements AutoCloseable {

    private static final int SIZE = 24 + 6 + 16;

    private final DatagramSocket socket;
    private final Map<Integer, byte[]> keys;
    private final Map<Integer, Long> newest = new HashMap<>();
    private final Thread thread = new Thread(this::serve, "plain agent");
    private volatile IntPredicate answers = number -> true;
    private volatile IntUnaryOperator code = number -> 0;
    private volatile boolean signsWell = true;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private volatile String complaint = "";
    private volatile double firstAhead = Double.NaN;

    /** One that knows these nodes: home address to key. */
    PlainAgent(Map<Integer, byte[]> keys) throws SocketException {
        this.keys = keys;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From now on answers only these of the good requests, counted from 0. */
    void answerOnly(IntPredicate which) {
        answers = which;
    }

    /** From now on answers the good requests with these codes. */
    void answerWith(IntUnaryOperator codes) {
        code = codes;
    }

    void signBadly() {
        signsWell = false;
    }

    /** Good requests. */
    int good() {
        return good.get();
    }

    /** Requests with a wrong authenticator. */
    int wrong() {
        return wrong.get();
    }

    /** How many nodes asked. */
    int nodes() {
        return newest.size();
    }

    /** What was not as the RFC says; empty when all was. */
    String complaint() {
        return complaint;
    }

    /** How far the first Identification was ahead of our clock, in seconds. */
    double firstAhead() {
        return firstAhead;
    }

    private void serve() {
        byte[] room = new byte[2048];
        DatagramPacket packet = new DatagramPacket(room, room.length);
        try {
            while (true) {
                packet.setLength(room.length);
                socket.receive(packet);
                receive(packet);
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException | GeneralSecurityException broken) {
            complaint = broken.toString();
        }
    }

    private void receive(DatagramPacket packet) throws IOException, GeneralSecurityException {
        ByteBuffer request = ByteBuffer.wrap(Arrays.copyOf(packet.getData(), packet.getLength()));
        seen.incrementAndGet();
        check(request.limit() == SIZE, "size " + request.limit());
        check(request.get(0) == 1, "type");
        check(request.get(1) == 0x20, "flags: D alone");
        check((request.getShort(2) & 0xffff) == 600, "lifetime");
        check(request.getInt(8) == 0x7f000001, "home agent");
        check(request.getInt(12) == 0x7f000001, "care-of address");
        check(request.get(24) == 32 && request.get(25) == 20 && request.getInt(26) == 0x101, "extension");
        int home = request.getInt(4);
        byte[] key = keys.get(home);
        check(key != null, "unknown node " + Integer.toHexString(home));
        if (key == null) {
            return;
        }
        byte[] expected = hmac(key, request.array(), 30);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(request.array(), 30, SIZE))) {
            wrong.incrementAndGet();
            return;
        }
        judge(home, request.getLong(16));
        if (answers.test(good.getAndIncrement())) {
            reply(packet, request, key);
        }
    }

    private void judge(int home, long identification) {
        if (Double.isNaN(firstAhead)) {
            double seconds = (identification >>> 32) - 2_208_988_800L + (identification & 0xffff_ffffL) / 0x1p32;
            firstAhead = seconds - System.currentTimeMillis() / 1e3;
        }
        Long before = newest.put(home, identification);
        check(before == null || Long.compareUnsigned(identification, before) > 0, "an old Identification");
    }

    private void reply(DatagramPacket to, ByteBuffer request, byte[] key) throws IOException, GeneralSecurityException {
        ByteBuffer reply = ByteBuffer.allocate(20 + 6 + 16);
        reply.put((byte) 3).put((byte) code.applyAsInt(good.get() - 1)).putShort((short) 600);
        reply.putLong(request.getLong(4)).putLong(request.getLong(16));
        reply.put((byte) 32).put((byte) 20).putInt(0x101);
        reply.put(signsWell ? hmac(key, reply.array(), 26) : new byte[16]);
        socket.send(new DatagramPacket(reply.array(), reply.limit(), to.getSocketAddress()));
    }

    private static byte[] hmac(byte[] key, byte[] message, int size) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(key, "HmacMD5"));
        mac.update(message, 0, size);
        return mac.doFinal();
    }

    private void check(boolean right, String what) {
        if (!right && complaint.isEmpty()) {
            complaint = what + " in request " + seen;
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
