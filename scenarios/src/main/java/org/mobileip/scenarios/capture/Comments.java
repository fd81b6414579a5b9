package org.mobileip.scenarios.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remarks on frames, as many as a reader can bear. */
final class Comments {

    private static final int MOST = 10_000;

    private final Map<FrameId, List<String>> comments = new HashMap<>();

    void add(FrameId frame, String text) {
        if (comments.size() < MOST) {
            comments.computeIfAbsent(frame, any -> new ArrayList<>()).add(text);
        }
    }

    Map<FrameId, List<String>> all() {
        return comments;
    }
}
