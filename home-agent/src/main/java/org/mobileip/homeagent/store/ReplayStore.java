package org.mobileip.homeagent.store;

import java.io.IOException;
import java.util.Map;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.wire.Identification;

/**
 * The highest Identification accepted from each node, kept over a restart: without it a request overheard before the restart
 * would be believed after it, while its timestamp is within the tolerance (RFC 5944 §5.7.1).
 */
public interface ReplayStore {

    /** What was appended last for each node, ever. */
    Map<NodeIdentity, Identification> load() throws IOException;

    /** Replaces what was kept for these nodes; when this returns, an end of this process no longer undoes it. */
    void append(Map<NodeIdentity, Identification> newest) throws IOException;
}
