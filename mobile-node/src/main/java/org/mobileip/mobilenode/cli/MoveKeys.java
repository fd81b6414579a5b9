package org.mobileip.mobilenode.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mobileip.cli.Asker;
import org.mobileip.cli.Watch;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;

/** To hand over while one watches: m shows the interfaces with a digit each, and the digit moves there. */
final class MoveKeys implements Watch.Actions {

    private static final int MOST = 9;

    private final Asker asker;
    private List<String> offered = List.of();

    MoveKeys(Asker asker) {
        this.asker = asker;
    }

    @Override
    public String legend() {
        return "m move";
    }

    @Override
    public String press(char key, Map<String, Object> seen) {
        if (key == 'm') {
            offered = interfaces(seen);
            return offered.isEmpty()
                    ? "there is no interface to move to"
                    : "move to "
                            + String.join(
                                    "  ",
                                    IntStream.range(0, offered.size())
                                            .mapToObj(i -> (i + 1) + " " + offered.get(i))
                                            .toList());
        }
        int chosen = key - '1';
        if (chosen < 0 || chosen >= offered.size()) {
            offered = List.of();
            return "";
        }
        String name = offered.get(chosen);
        offered = List.of();
        return moveTo(name);
    }

    private String moveTo(String name) {
        try {
            asker.ask("move", name);
            return "moving to " + name;
        } catch (ControlException refused) {
            return refused.reason();
        } catch (ConfigException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private static List<String> interfaces(Map<String, Object> seen) {
        return seen.get("links") instanceof List<?> links
                ? links.stream()
                        .filter(Map.class::isInstance)
                        .map(link -> String.valueOf(((Map<?, ?>) link).get("interface")))
                        .limit(MOST)
                        .toList()
                : List.of();
    }
}
