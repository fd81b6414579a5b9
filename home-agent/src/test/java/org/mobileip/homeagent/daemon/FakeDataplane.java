package org.mobileip.homeagent.daemon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.mobileip.host.Dataplane;
import org.mobileip.host.TunnelCounters;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/** A dataplane that carries nothing and knows what it was told last. */
final class FakeDataplane implements InvocationHandler {

    private final int interfaceIndex;
    private final BiConsumer<String, Object[]> told;
    private final SortedMap<Ipv4, List<TunnelPath>> forwarded = new TreeMap<>();

    private FakeDataplane(int interfaceIndex, BiConsumer<String, Object[]> told) {
        this.interfaceIndex = interfaceIndex;
        this.told = told;
    }

    /**
     * One without tunnels.
     *
     * @param told hears of whatever changes something, by the name of the method
     */
    static Dataplane of(int interfaceIndex, BiConsumer<String, Object[]> told) {
        return (Dataplane) Proxy.newProxyInstance(
                Dataplane.class.getClassLoader(),
                new Class<?>[] {Dataplane.class},
                new FakeDataplane(interfaceIndex, told));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "interfaceIndex" -> interfaceIndex;
            case "path" ->
                Optional.ofNullable(forwarded.get((Ipv4) arguments[0]))
                        .filter(paths -> paths.size() == 1)
                        .map(paths -> paths.get(0));
            case "homes" -> List.copyOf(forwarded.keySet()).stream();
            case "blackHole" -> Optional.empty();
            case "total" -> TunnelCounters.ZERO;
            default -> {
                change(method.getName(), arguments);
                yield null;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private void change(String method, Object[] arguments) {
        told.accept(method, arguments);
        switch (method) {
            case "forward" -> forwarded.put((Ipv4) arguments[0], (List<TunnelPath>) arguments[2]);
            case "stop" -> forwarded.remove((Ipv4) arguments[0]);
            default -> {
                // It has no paths.
            }
        }
    }
}
