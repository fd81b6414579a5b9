package org.mobileip.scenarios.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Endpoint;

/**
 * Kills a home agent of our own under load, at random moments, starts it again, and sees whether it has kept what it promised:
 * every binding that it acknowledged is there, and no request of before is accepted once more.
 */
public final class KillRun {

    private static final Duration LONGEST = Duration.ofMillis(800);
    private static final int SHORTEST_MILLIS = 50;
    private static final int MOST_QUESTIONS = 10;

    private final Plan plan;
    private final int kills;
    private final long seed;
    private final Random random;
    private final LoadRun.Listener listener;
    private volatile boolean isStopped;

    /**
     * What came out.
     *
     * @param kills how often it was killed
     * @param acknowledged how many registrations it had acknowledged by then
     * @param checked how many bindings of acknowledged registrations were asked for after a restart
     * @param lost how many of them were not there
     * @param replayed how many requests of the past were accepted once more
     * @param silent how many questions got no answer at all
     * @param seed repeats the moments
     */
    public record Outcome(
            int kills, long acknowledged, long checked, long lost, long replayed, long silent, long seed) {

        /** Whether all that was promised was kept. */
        public boolean isGood() {
            return lost == 0 && replayed == 0 && silent == 0;
        }

        private Outcome plus(Outcome more) {
            return new Outcome(
                    kills + more.kills,
                    acknowledged + more.acknowledged,
                    checked + more.checked,
                    lost + more.lost,
                    replayed + more.replayed,
                    silent + more.silent,
                    seed);
        }
    }

    /** To be played: {@code plan} says how many nodes ask how often. */
    public KillRun(Plan plan, int kills, long seed, LoadRun.Listener listener) {
        this.plan = plan;
        this.kills = kills;
        this.seed = seed;
        this.random = new Random(seed);
        this.listener = listener;
    }

    /** Makes {@link #play} return soon. From any thread. */
    public void stop() {
        isStopped = true;
    }

    /** Plays it. */
    public Outcome play() throws IOException {
        Outcome all = new Outcome(0, 0, 0, 0, 0, 0, seed);
        try (OwnSite site = new OwnSite(plan, true)) {
            Requests requests = new Requests(plan.population(), site.agent().address(), site.careOf(), plan.lifetime());
            UdpSocket socket = site.amongNodes(() -> Generator.socket(new Endpoint(site.careOf(), 0)));
            try (Generator generator = new Generator(
                    socket, site.agent(), plan.population(), requests, site.strangers(), site::serverNanos)) {
                listener.doing("home agent with " + plan.population().count() + " nodes");
                site.startAgent(() -> isStopped);
                while (all.kills() < kills && !isStopped) {
                    int acknowledged = loadAndKill(site, generator);
                    site.startAgent(() -> isStopped);
                    if (!isStopped) {
                        all = all.plus(reckon(site, requests, generator.ledger(), acknowledged));
                        listener.doing(all.kills() + " of " + kills + " kills, " + all.acknowledged()
                                + " registrations acknowledged, " + all.lost() + " lost, " + all.replayed()
                                + " replayed");
                    }
                }
            }
        }
        return all;
    }

    /** How many were acknowledged before it died. */
    private int loadAndKill(OwnSite site, Generator generator) {
        long after = Duration.ofMillis(SHORTEST_MILLIS + random.nextInt((int) LONGEST.toMillis() - SHORTEST_MILLIS))
                .toNanos();
        Thread killer = new Thread(
                () -> {
                    LockSupport.parkNanos(after);
                    site.process().kill();
                },
                "killer");
        killer.start();
        Step step = generator.run(plan.from(), 0, LONGEST.multipliedBy(2), () -> isStopped || !killer.isAlive());
        join(killer);
        return step.accepted();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks for the last acknowledged registration of each node: where it is what the node's binding is from, the old reply comes
     * again; where a later one was kept before its reply could leave, it is old. The one before that is old in any case. The home
     * agent itself says that it accepted nothing meanwhile, and how many bindings it has.
     */
    private Outcome reckon(OwnSite site, Requests requests, Ledger ledger, int acknowledged) throws IOException {
        try (UdpSocket socket = site.amongNodes(() -> Generator.socket(new Endpoint(site.careOf(), 0)))) {
            Reckoning newest = new Reckoning(socket, site.agent(), plan.population(), requests);
            newest.ask(ledger::newest);
            Reckoning before = new Reckoning(socket, site.agent(), plan.population(), requests);
            before.ask(ledger::before);
            int checked = newest.granted().cardinality() + newest.refused().cardinality();
            Map<String, Object> status = status(site);
            long bindings = number(status.get("bindings"));
            long accepted =
                    status.get("registrations") instanceof Map<?, ?> counts ? number(counts.get("accepted")) : -1;
            long lost = newest.otherwise().cardinality()
                    + Math.max(0, checked + newest.otherwise().cardinality() - bindings);
            return new Outcome(
                    1,
                    acknowledged,
                    checked,
                    lost,
                    before.granted().cardinality() + Math.max(0, accepted),
                    newest.silent() + before.silent(),
                    seed);
        }
    }

    /** Asked again where it had no time to answer on a busy machine. */
    private static Map<String, Object> status(OwnSite site) throws IOException {
        IOException silence = new IOException("the home agent was not asked how it is");
        for (int attempt = 0; attempt < MOST_QUESTIONS; attempt++) {
            try {
                return ControlClient.ask(site.controlSocket(), "status");
            } catch (ControlException noAnswer) {
                silence = new IOException("the home agent does not say how it is: " + noAnswer.getMessage(), noAnswer);
            }
        }
        throw silence;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : -1;
    }
}
