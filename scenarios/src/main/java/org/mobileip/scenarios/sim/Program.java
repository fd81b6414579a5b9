package org.mobileip.scenarios.sim;

import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.TunnelPort;

/**
 * A daemon on a simulated machine, that runs, or does not: from a start to an end it has a life.
 *
 * @param <L> its lives
 */
abstract class Program<L extends Program.Life> {

    private static final int NONCE_SEED_SIZE = 32;

    final Machine machine;
    final LogBook log;
    final Random random;
    private Optional<TunnelPort.Witness> witness = Optional.empty();
    private @Nullable L life;
    private boolean isDead;

    /** Whatever a process has, and loses. */
    interface Life {
        /** Its tunnels. */
        TunnelPort dataplane();

        void begin();

        /** It is asked to end, and does, now or a moment later: {@link Program#forget}. */
        void leave();

        /** The kernel takes back what belongs to a process. */
        void die();
    }

    /**
     * One that does not run yet.
     *
     * @param seed of what a process takes from chance
     */
    Program(Machine machine, String name, long seed) {
        this.machine = machine;
        this.log = new LogBook(machine, name);
        this.random = new Random(seed);
    }

    /** A life that has not begun. */
    abstract L create();

    /** Starts it, unless it runs. */
    final void start() {
        if (life == null) {
            isDead = false;
            L next = create();
            life = next;
            witness.ifPresent(next.dataplane()::show);
            next.begin();
        }
    }

    /** Asks it to end; it takes a moment. */
    final void stop() {
        life().ifPresent(Life::leave);
    }

    /** Ends it at once, as kill -9 does: what it has put into the kernel stays. */
    final void kill() {
        life().ifPresent(now -> {
            now.die();
            forget();
            isDead = true;
        });
    }

    /** Whether it runs, or is about to end. */
    final boolean runs() {
        return life != null;
    }

    /** Whether it was killed, and did not start again. */
    final boolean isDead() {
        return isDead;
    }

    /** Its life has ended. */
    final void forget() {
        life = null;
    }

    /** Empty where it does not run. */
    final Optional<L> life() {
        return Optional.ofNullable(life);
    }

    /** Its tunnels; empty where it does not run. */
    final Optional<TunnelPort> dataplane() {
        return life().map(Life::dataplane);
    }

    /** Shows what comes out of its tunnels to {@code observer}, from its next start on. */
    final void show(TunnelPort.Witness observer) {
        witness = Optional.of(observer);
    }

    final LogBook log() {
        return log;
    }

    /** The nonces of a life. */
    final NonceSource nonces() {
        byte[] seed = new byte[NONCE_SEED_SIZE];
        random.nextBytes(seed);
        return new NonceSource(Key.of(seed));
    }
}
