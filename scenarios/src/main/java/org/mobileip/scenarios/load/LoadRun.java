package org.mobileip.scenarios.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.load.LoadRefusal.Kind;
import org.mobileip.scenarios.load.LoadResult.End;

/** Plays a {@link Plan}. Nothing of it is left behind, however it ends. */
public final class LoadRun {

    private static final double FIRST_OWN_RATE = 50_000;
    private static final double OWN_GROWTH = 1.5;
    private static final double MOST_OWN = 1_000_000;
    private static final Duration OWN_STEP = Duration.ofMillis(500);

    private final Plan plan;
    private final Listener listener;
    private volatile boolean isStopped;

    /** Who is told how it goes, while it goes. */
    public interface Listener {

        /** What is being done now, in a few words. */
        void doing(String what);

        /** A step is over. */
        void step(Step step);
    }

    /** A load to be played. */
    public LoadRun(Plan plan, Listener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** Makes {@link #play} return soon, with what there is. From any thread. */
    public void stop() {
        isStopped = true;
    }

    /**
     * Plays it.
     *
     * @throws LoadRefusal where the home agent does not serve the first node
     */
    public LoadResult play() throws IOException, LoadRefusal {
        try (Site site = site()) {
            Requests requests = new Requests(plan.population(), site.agent().address(), site.careOf(), plan.lifetime());
            Optional<Step> ownLimit =
                    plan.measuresItself() && !isStopped ? Optional.of(measureItself(site, requests)) : Optional.empty();
            listener.doing("home agent with " + plan.population().count() + " nodes");
            site.startAgent(() -> isStopped);
            if (isStopped) {
                return new LoadResult(List.of(), ownLimit, End.STOPPED);
            }
            refuseUnlessServed(site, requests);
            return rise(site, requests, ownLimit);
        }
    }

    private Site site() throws IOException {
        return plan.agent().isPresent()
                ? new GivenSite(plan.agent().get(), plan.agentPid(), plan.careOf())
                : new OwnSite(plan, false);
    }

    /** The highest rate of ever higher ones at which an echo loses nothing to speak of. */
    private Step measureItself(Site site, Requests requests) {
        listener.doing("how fast this generator is against an echo");
        try (Echo echo = site.besideAgent(() -> new Echo(site.echo()));
                Generator generator = generator(site, echo.local(), requests)) {
            Step best = generator.run(FIRST_OWN_RATE, 0, OWN_STEP, () -> isStopped);
            for (double rate = FIRST_OWN_RATE; rate < MOST_OWN && !isStopped; rate *= OWN_GROWTH) {
                Step step = generator.run(rate, 0, OWN_STEP, () -> isStopped);
                if (step.lost() > Plan.LIMIT) {
                    break;
                }
                best = step;
            }
            return best;
        }
    }

    private Generator generator(Site site, Endpoint peer, Requests requests) {
        UdpSocket socket = site.amongNodes(() -> Generator.socket(new Endpoint(site.careOf(), 0)));
        return new Generator(socket, peer, plan.population(), requests, site.strangers(), site::serverNanos);
    }

    private void refuseUnlessServed(Site site, Requests requests) throws LoadRefusal {
        Probe.Outcome outcome = site.amongNodes(() -> Probe.ask(site.agent(), requests));
        String who = "the home agent at " + site.agent();
        String node = plan.population().name(0) + " (" + plan.population().home(0) + ")";
        if (outcome instanceof Probe.Outcome.Closed) {
            throw new LoadRefusal(Kind.CLOSED, "no program listens at " + site.agent());
        } else if (outcome instanceof Probe.Outcome.Silence) {
            throw new LoadRefusal(
                    Kind.SILENT,
                    who + " did not answer three requests of " + node
                            + " within 3 s: either nobody is there, or it does"
                            + " not know that node, its SPI or its key, to which a home agent says nothing; its log says"
                            + " which, and --write-config writes the configuration it needs");
        } else if (outcome instanceof Probe.Outcome.Denied denied) {
            throw new LoadRefusal(Kind.DENIED, who + " denied a request of " + node + ": code " + denied.code());
        } else if (outcome instanceof Probe.Outcome.Nonsense nonsense) {
            throw new LoadRefusal(Kind.NONSENSE, who + " answered a request of " + node + " with " + nonsense.what());
        }
    }

    private LoadResult rise(Site site, Requests requests, Optional<Step> ownLimit) {
        List<Step> steps = new ArrayList<>();
        try (Generator generator = generator(site, site.agent(), requests)) {
            warmUp(generator);
            double rate = plan.from();
            while (!isStopped) {
                listener.doing(String.format(Locale.ROOT, "%,.0f registrations/s", rate));
                Step step = generator.run(rate, plan.forged(), plan.step(), () -> isStopped);
                if (isStopped) {
                    break;
                }
                steps.add(step);
                listener.step(step);
                Optional<End> end = end(site, step, rate);
                if (end.isPresent()) {
                    return new LoadResult(steps, ownLimit, end.get());
                }
                rate = Math.min(plan.to(), rate * plan.by());
            }
        }
        return new LoadResult(steps, ownLimit, End.STOPPED);
    }

    /** A first registration costs another price than a renewal, and a home agent has code to compile, for forged requests too. */
    private void warmUp(Generator generator) {
        double seconds = plan.warmUp().toMillis() / 1e3;
        if (seconds > 0) {
            listener.doing(String.format(Locale.ROOT, "warming up for %.0f s", seconds));
            generator.run(plan.from(), plan.forged(), plan.warmUp(), () -> isStopped);
        }
    }

    private Optional<End> end(Site site, Step step, double rate) {
        if (site.isAgentGone()) {
            return Optional.of(End.AGENT_ENDED);
        }
        if (step.lost() > Plan.LIMIT) {
            return Optional.of(End.LIMIT);
        }
        if (step.notGranted() > Plan.LIMIT) {
            return Optional.of(End.DENIED);
        }
        return rate >= plan.to() ? Optional.of(End.WHOLE) : Optional.empty();
    }
}
