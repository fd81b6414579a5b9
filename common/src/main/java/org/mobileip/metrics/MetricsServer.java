package org.mobileip.metrics;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mobileip.config.Metrics;

/** Answers whoever scrapes. Where nothing is configured nothing is loaded: no HTTP, no exposition. */
public final class MetricsServer implements AutoCloseable {

    private final Optional<HttpPage> page;

    private MetricsServer(Optional<HttpPage> page) {
        this.page = page;
    }

    /**
     * Listens, and answers on threads of its own.
     *
     * @param where empty: nowhere
     * @param source what there is to tell now: asked on {@code loop}, for copies of what that thread alone may read; what it
     *     gives writes them, and whatever any thread may read, on another thread
     * @throws IOException where the address cannot be had; the message has the place in the file, and what helps
     */
    public static MetricsServer start(Optional<Metrics> where, Executor loop, Supplier<Consumer<Exposition>> source)
            throws IOException {
        return new MetricsServer(
                where.isPresent() ? Optional.of(HttpPage.open(where.get(), loop, source)) : Optional.empty());
    }

    /** Stops listening; when this returns, nothing is asked any more. */
    @Override
    public void close() {
        page.ifPresent(HttpPage::close);
    }
}
