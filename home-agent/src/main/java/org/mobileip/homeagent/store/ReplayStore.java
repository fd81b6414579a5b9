package org.mobileip.homeagent.store;

import java.io.IOException;
import java.util.Map;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Identification;

/**
 * The highest Identification accepted from each node, kept over a restart: without it a request overheard before the restart
 * would be believed after it, while its timestamp is within the tolerance (RFC 5944 §5.7.1).
 */
public interface ReplayStore {

    /** What was remembered, by home address. */
    Map<Ipv4, Identification> load() throws IOException;

    /** Replaces what was remembered for {@code home}; when this returns, an end of this process no longer undoes it. */
    void remember(Ipv4 home, Identification accepted) throws IOException;
}
