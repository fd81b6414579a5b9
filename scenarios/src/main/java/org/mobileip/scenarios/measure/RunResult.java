package org.mobileip.scenarios.measure;

import java.util.List;
import java.util.Map;
import org.mobileip.scenarios.language.Direction;

/**
 * All that is known of one run when it is over.
 *
 * @param script what was played
 * @param world {@code netns} or {@code sim}
 * @param seed of everything that is left to chance
 * @param passed whether every check held that may fail the run
 * @param streams how each tcp stream fared
 * @param datagrams how each udp stream fared, by its directions
 * @param pings how each ping stream fared
 * @param notes what a reader of the figures must know
 */
public record RunResult(
        Script script,
        String world,
        long seed,
        Environment environment,
        boolean passed,
        List<MoveResult> moves,
        Map<String, TcpResult> streams,
        Map<String, Map<Direction, StreamResult>> datagrams,
        Map<String, PingResult> pings,
        List<Verdict> expectations,
        List<String> notes) {

    public RunResult {
        moves = List.copyOf(moves);
        streams = Ordered.copyOf(streams);
        datagrams = Ordered.copyOf(datagrams);
        pings = Ordered.copyOf(pings);
        expectations = List.copyOf(expectations);
        notes = List.copyOf(notes);
    }

    /** How many checks were missed that may fail the run. */
    public long missed() {
        return expectations.stream().filter(Verdict::isMissed).count();
    }

    /**
     * A script.
     *
     * @param name what files and directories are called after
     * @param sha256 of its source in UTF-8, in hexadecimal
     * @param source as it was read
     * @param settings what the settings and loops stood for in this run
     */
    public record Script(String name, String title, String sha256, String source, Map<String, String> settings) {
        public Script {
            settings = Ordered.copyOf(settings);
        }
    }
}
