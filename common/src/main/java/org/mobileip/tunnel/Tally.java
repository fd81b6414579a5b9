package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter that one thread raises and any thread reads: no lock, no fence, no torn value. */
final class Tally {

    private static final VarHandle VALUE = handle();

    private long value;

    void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    long value() {
        return (long) VALUE.getOpaque(this);
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, "value", long.class);
        } catch (ReflectiveOperationException ourOwnField) {
            throw new LinkageError(ourOwnField.getMessage(), ourOwnField);
        }
    }
}
