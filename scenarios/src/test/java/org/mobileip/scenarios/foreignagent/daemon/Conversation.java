package org.mobileip.scenarios.foreignagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mobileip.host.linux.NetworkNamespace;

/** A program on the node and one on another machine: every 10 ms a datagram there, and back; one socket each, all along. */
final class Conversation implements AutoCloseable {

    private static final int EVERY_MILLIS = 10;

    private final DatagramSocket here;
    private final DatagramSocket there;
    private final InetAddress partner;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile long lastAnswerNanos = System.nanoTime();
    private volatile long longestGapNanos;

    Conversation(NetworkNamespace node, String home, NetworkNamespace host, String address) {
        partner = new InetSocketAddress(address, 7).getAddress();
        InetAddress own = new InetSocketAddress(home, 0).getAddress();
        here = node.call(() -> new DatagramSocket(0, own));
        there = host.call(() -> new DatagramSocket(7, partner));
        run("speaks", this::speak);
        run("echoes", this::echo);
        run("listens", this::listen);
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void speak() {
        while (!here.isClosed()) {
            byte[] number =
                    ByteBuffer.allocate(64).putInt(sent.incrementAndGet()).array();
            try {
                here.send(new DatagramPacket(number, number.length, partner, 7));
            } catch (IOException noRouteNow) {
                // While there is no network nobody can be spoken to.
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void echo() {
        DatagramPacket packet = new DatagramPacket(new byte[200], 200);
        while (!there.isClosed()) {
            try {
                there.receive(packet);
                there.send(packet);
            } catch (IOException closedOrUnreachable) {
                // The loop's condition says which.
            }
        }
    }

    private void listen() {
        DatagramPacket packet = new DatagramPacket(new byte[200], 200);
        while (!here.isClosed()) {
            try {
                here.setSoTimeout(1000);
                here.receive(packet);
                long now = System.nanoTime();
                longestGapNanos = Math.max(longestGapNanos, now - lastAnswerNanos);
                lastAnswerNanos = now;
                answered.incrementAndGet();
            } catch (SocketTimeoutException silence) {
                // Counted when the next answer comes.
            } catch (IOException closed) {
                if (!here.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    /** Answers so far. */
    int answered() {
        return answered.get();
    }

    /** The longest time between two answers since this was asked last, in milliseconds. */
    long longestGapMillis() {
        long gap = longestGapNanos;
        longestGapNanos = 0;
        return gap / 1_000_000;
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }
}
