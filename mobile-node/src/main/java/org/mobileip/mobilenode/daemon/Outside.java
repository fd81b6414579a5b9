package org.mobileip.mobilenode.daemon;

import java.util.List;
import java.util.function.BiConsumer;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.mobilenode.Memory;
import org.mobileip.net.Ipv4;

/** Name servers and the disk: neither may keep the loop waiting for long. */
final class Outside implements EffectRunner.Outside, AutoCloseable {

    private final Scribe scribe;
    private final NameLookup names;
    private BiConsumer<String, List<Ipv4>> listener = (name, addresses) -> {};

    /** Results of lookups are told on the thread of {@code loop}. */
    Outside(EventLoop loop, StateFile state) {
        scribe = Scribe.start(state::write);
        names = new NameLookup((name, addresses) -> loop.execute(() -> listener.accept(name, addresses)));
    }

    /** Who hears of looked up names; on the loop's thread, or before it runs. */
    void tell(BiConsumer<String, List<Ipv4>> heardBy) {
        listener = heardBy;
    }

    @Override
    public void lookUp(String name) {
        names.lookUp(name);
    }

    @Override
    public void remember(Memory memory) {
        scribe.remember(memory);
    }

    @Override
    public void close() {
        names.close();
        scribe.close();
    }
}
