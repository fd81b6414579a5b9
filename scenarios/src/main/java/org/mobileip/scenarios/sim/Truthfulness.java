package org.mobileip.scenarios.sim;

import java.util.List;
import org.mobileip.homeagent.Binding;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Status;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Scenario;

/**
 * I15: a node that calls itself registered is: some home agent has a binding of it to the very care-of address that it has. While a home
 * agent does not run nobody can say so, and nothing is asked; nor while a node is being told that its binding was dropped.
 */
final class Truthfulness {

    private final Scenario scenario;
    private final Programs programs;
    private final Court court;

    Truthfulness(Scenario scenario, Programs programs, Court court) {
        this.scenario = scenario;
        this.programs = programs;
        this.court = court;
    }

    /** Looks at every node; to be called every now and then. */
    void look() {
        if (programs.agents().stream().allMatch(AgentProgram::runs)) {
            List<Binding> bindings = bindings();
            scenario.mobiles().forEach(mobile -> look(mobile, bindings));
        }
    }

    private void look(Scenario.MobileNode mobile, List<Binding> bindings) {
        programs.node(mobile.name())
                .engine()
                .map(MobileNode::status)
                .ifPresent(status -> look(mobile, status, bindings));
    }

    private void look(Scenario.MobileNode mobile, Status status, List<Binding> bindings) {
        if (status.registered() && status.attachment() instanceof Attachment.Away away) {
            boolean isBound = bindings.stream().anyMatch(made -> isOf(made, mobile.home(), away.careOf()));
            court.check(
                    "I15",
                    isBound || isBeingTold(mobile),
                    () -> mobile.name() + " calls itself registered from " + away.careOf()
                            + ", and the home agents have " + bindings);
        }
    }

    /** Its binding was dropped by a person, which it is told by a datagram that takes its time, and may be lost. */
    private boolean isBeingTold(Scenario.MobileNode mobile) {
        return programs.agent(scenario.homeAgentOf(mobile).name()).hasDropped(mobile.name());
    }

    private List<Binding> bindings() {
        return programs.agents().stream()
                .flatMap(agent -> agent.engine().stream())
                .flatMap(engine -> engine.bindings().stream())
                .toList();
    }

    private static boolean isOf(Binding made, Ipv4 home, Ipv4 careOf) {
        return made.home().equals(home) && made.careOf().equals(careOf);
    }
}
