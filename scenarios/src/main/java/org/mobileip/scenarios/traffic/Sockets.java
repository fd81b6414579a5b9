package org.mobileip.scenarios.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.mobileip.net.Endpoint;

/** The border to the JDK's sockets. */
final class Sockets {

    private Sockets() {}

    /** Made of numbers: no name server is asked. */
    static InetSocketAddress address(Endpoint endpoint) {
        byte[] octets = ByteBuffer.allocate(Integer.BYTES)
                .putInt(endpoint.address().bits())
                .array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), endpoint.port());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }

    /** Closes what is of no more use; a connection that cannot even be closed is as closed as it will be. */
    static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
        }
    }
}
