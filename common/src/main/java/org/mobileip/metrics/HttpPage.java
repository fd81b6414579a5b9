package org.mobileip.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mobileip.config.Metrics;

/** {@code GET /metrics}, by the HTTP server of the JDK. Some are answered at once, and nobody keeps a thread for long. */
final class HttpPage {

    private static final String PATH = "/metrics";
    private static final String LONGEST_SECONDS = "5";
    private static final int BACKLOG = 16;
    private static final int MOST_THREADS = 8;
    private static final int IDLE_SECONDS = 10;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_METHOD = 405;
    private static final int OUR_BUG = 500;
    private static final int TOO_BUSY = 503;

    private final HttpServer server;
    private final ExecutorService threads = threads();
    private final Executor loop;
    private final Supplier<Consumer<Exposition>> source;

    private HttpPage(HttpServer server, Executor loop, Supplier<Consumer<Exposition>> source) {
        this.server = server;
        this.loop = loop;
        this.source = source;
    }

    static HttpPage open(Metrics where, Executor loop, Supplier<Consumer<Exposition>> source) throws IOException {
        limit("sun.net.httpserver.maxReqTime");
        limit("sun.net.httpserver.maxRspTime");
        InetAddress address = InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES)
                .putInt(where.listen().address().bits())
                .array());
        HttpServer server;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(address, where.listen().port()), BACKLOG);
        } catch (IOException refused) {
            throw new IOException(
                    where.place() + ": error: cannot serve metrics at " + where.listen() + ": " + refused.getMessage()
                            + "\n  hint: " + remedy(address, where),
                    refused);
        }
        HttpPage page = new HttpPage(server, loop, source);
        server.setExecutor(page.threads);
        server.createContext("/", page::answer);
        server.start();
        return page;
    }

    /** The JDK's server reads these once, and would wait for ever without. */
    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, LONGEST_SECONDS);
        }
    }

    private static String remedy(InetAddress address, Metrics where) throws IOException {
        boolean isOurs = address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        return isOurs
                ? "this shows who has it: ss -ltnp 'sport = :" + where.listen().port() + "'"
                : "it is none of this machine; 127.0.0.1 is for this machine alone, 0.0.0.0 for all that reach it";
    }

    /** None while nobody asks. So many who begin a request and do not end it keep out others, for {@link #LONGEST_SECONDS}. */
    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(BACKLOG),
                HttpPage::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "metrics");
        thread.setDaemon(true);
        return thread;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                sendWords(exchange, NOT_FOUND, "metrics are at " + PATH);
            } else if (method.equals("GET") || method.equals("HEAD")) {
                tell(exchange);
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                sendWords(exchange, NO_SUCH_METHOD, "GET, and nothing else");
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        try {
            CompletableFuture<Consumer<Exposition>> told = new CompletableFuture<>();
            loop.execute(() -> ask(told));
            Exposition exposition = new Exposition();
            told.get(Integer.parseInt(LONGEST_SECONDS), TimeUnit.SECONDS).accept(exposition);
            send(exchange, OK, Exposition.CONTENT_TYPE, exposition.octets());
        } catch (TimeoutException | InterruptedException late) {
            sendWords(exchange, TOO_BUSY, "the daemon is starting, stopping or too busy to answer");
        } catch (ExecutionException | RuntimeException bug) {
            sendWords(exchange, OUR_BUG, "a bug in the daemon: " + bug);
        }
    }

    private void ask(CompletableFuture<Consumer<Exposition>> told) {
        try {
            told.complete(source.get());
        } catch (RuntimeException | AssertionError failure) {
            told.completeExceptionally(failure);
        }
    }

    private static void sendWords(HttpExchange exchange, int status, String words) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
