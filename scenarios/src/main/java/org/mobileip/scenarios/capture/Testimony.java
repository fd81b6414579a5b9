package org.mobileip.scenarios.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.Leak;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.RegistrationSeen;

/**
 * What the packets of a run say.
 *
 * @param moves in the order in which they began
 * @param registrations in the order in which the replies arrived
 * @param bindings in the order in which they changed
 * @param comments on the frames that matter
 * @param steps the frames of each move
 */
public record Testimony(
        List<MoveObserved> moves,
        List<RegistrationSeen> registrations,
        List<BindingSeen> bindings,
        List<Leak> leaks,
        Map<FrameId, List<String>> comments,
        List<MoveSteps> steps) {

    public Testimony {
        moves = List.copyOf(moves);
        registrations = List.copyOf(registrations);
        bindings = List.copyOf(bindings);
        leaks = List.copyOf(leaks);
        comments = Map.copyOf(comments);
        steps = List.copyOf(steps);
    }

    /** The moves with the numbers of their frames. */
    public List<MoveObserved> moves(Map<FrameId, Integer> numbers) {
        List<MoveObserved> shown = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            shown.add(moves.get(i).shownBy(steps.get(i).numbered(numbers)));
        }
        return shown;
    }
}
