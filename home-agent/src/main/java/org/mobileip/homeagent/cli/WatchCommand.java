package org.mobileip.homeagent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.ControlOptions;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Watch;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watch}: the binding table and the events, as they change. */
@Command(
        name = "watch",
        description =
                "Show the binding table and events as they change; where stdout is no terminal, one line an event.")
final class WatchCommand implements Callable<Integer> {

    /** More fit on no screen, and to list them every second would keep a busy home agent from its work. */
    private static final int MOST_ROWS = 200;

    @Mixin
    private final ControlOptions control =
            new ControlOptions(HomeAgentConfig.DEFAULT_FILE, HomeAgentConfig.DEFAULT_CONTROL);

    @Option(names = "--json", description = "Print mobileip.event/1, a line for each event.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws ControlException, ConfigException {
        Watch.Form form = Watch.form(json);
        Watch watch = new Watch(Output.of(command), form, WatchCommand::screen);
        return watch.runHere(() -> look(form), form, Watch.NO_ACTIONS) ? ExitCode.DONE : ExitCode.INTERRUPTED;
    }

    private Map<String, Object> look(Watch.Form form) throws ControlException, ConfigException {
        Map<String, Object> all = new LinkedHashMap<>(control.ask("status"));
        if (form == Watch.Form.SCREEN && Document.of(all).number("bindings") <= MOST_ROWS) {
            all.put("table", control.ask("bindings"));
        }
        return all;
    }

    static String screen(Map<String, Object> seen) {
        Document status = Document.of(seen);
        StringBuilder screen = new StringBuilder("home agent ")
                .append(status.text("address"))
                .append(status.words("health").isEmpty() ? "" : "   !  " + String.join("; ", status.words("health")))
                .append("\n\n");
        boolean isTooLong = status.number("bindings") > MOST_ROWS;
        return screen.append(
                        isTooLong
                                ? status.number("bindings") + " bindings: too many to watch, see home-agent bindings\n"
                                : BindingsCommand.table(status.object("table")))
                .toString();
    }
}
