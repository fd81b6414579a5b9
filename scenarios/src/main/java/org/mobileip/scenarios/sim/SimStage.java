package org.mobileip.scenarios.sim;

import java.time.Duration;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.act.Stage;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.sim.machine.Nat;
import org.mobileip.scenarios.sim.machine.Timeline;

/** The simulated world as the actions of a script find it. */
final class SimStage implements Stage {

    private static final long LOOK_EVERY = 5_000_000L;

    private final Plant plant;
    private final Programs programs;
    private final Timeline timeline;
    private final MoveReporter reporter;
    private boolean isLooking;

    SimStage(Plant plant, Programs programs, Timeline timeline, MoveReporter reporter) {
        this.plant = plant;
        this.programs = programs;
        this.timeline = timeline;
        this.reporter = reporter;
    }

    @Override
    public long nanos() {
        return timeline.nanos();
    }

    @Override
    public void at(long nanos, Runnable deed) {
        timeline.at(nanos, deed);
    }

    @Override
    public Roamer roamer(String mobile) {
        return plant.roamer(mobile);
    }

    @Override
    public void moveBegan() {
        if (!isLooking) {
            isLooking = true;
            timeline.in(LOOK_EVERY, this::look);
        }
    }

    private void look() {
        isLooking = false;
        reporter.look(timeline.nanos());
        if (reporter.isWaiting()) {
            moveBegan();
        }
    }

    @Override
    public boolean prefer(String mobile, String network) {
        return programs.node(mobile).move(plant.interfaceName(network));
    }

    @Override
    public void setCarrier(String node, String network, boolean up) {
        plant.cable(node, network).ifPresent(nic -> nic.setCarrier(up));
    }

    @Override
    public void changeQuality(String node, String network, LinkChange change) {
        plant.cable(node, network).ifPresent(nic -> {
            nic.out().change(nic.out().impairment().with(change));
            nic.in().change(nic.in().impairment().with(change));
        });
    }

    @Override
    public void control(Verb verb, String node) {
        programs.control(verb, node);
    }

    @Override
    public boolean drop(String homeAgent, String mobile) {
        return programs.agent(homeAgent).drop(mobile);
    }

    @Override
    public void rebindNat(String network) {
        plant.nat(network).ifPresent(Nat::rebind);
    }

    @Override
    public void shiftClock(String node, Duration by) {
        plant.machineOf(node).shiftClock(by);
    }
}
