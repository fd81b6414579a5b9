package org.mobileip.host.linux;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which daemons are told to read their files again. The JDK has signals in {@code sun.misc} of its module
 * {@code jdk.unsupported} only, of which the compiler warns whatever one tells it; so they are looked up by their names. Where they
 * are not there, SIGHUP ends the daemon as before.
 */
public final class HangUp {

    private HangUp() {}

    /**
     * Runs {@code task} whenever SIGHUP comes, on a thread of its own.
     *
     * @return whether that can be done here
     */
    public static boolean handle(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            task.run();
                            return null;
                        }
                        return method.getName().equals("hashCode") ? 1 : (Object) (proxy == arguments[0]);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), run);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException withoutSignals) {
            return false;
        }
    }
}
