package org.mobileip.scenarios.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PacketSocket;

/** One captured interface: where its frames come from and go to. For one thread. */
final class Tap {

    private final FrameSpool spool;
    private final Path file;
    private PacketCapture capture;
    private long droppedBefore;

    Tap(FrameSpool spool, Path file, PacketCapture capture) {
        this.spool = spool;
        this.file = file;
        this.capture = capture;
    }

    Fd fd() {
        return capture.fd();
    }

    FrameSpool spool() {
        return spool;
    }

    Path file() {
        return file;
    }

    /** The interface has been made anew. */
    void replace(PacketCapture newer) {
        droppedBefore += capture.dropped();
        capture.close();
        capture = newer;
    }

    /** The next frame, cut to what is worth keeping. */
    Optional<CapturedFrame> next() {
        int length = capture.receiveLength();
        if (length < 0) {
            return Optional.empty();
        }
        int kept = SnapLength.of(capture.frame().inNetworkOrder(), length);
        return Optional.of(new CapturedFrame(
                capture.atNanos(), capture.type() == PacketSocket.PacketType.OUTGOING, capture.octets(kept), length));
    }

    /** Ends; a remark where frames are missing. */
    Optional<String> close() {
        long missed = droppedBefore + capture.dropped();
        capture.close();
        spool.missed(missed);
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return spool.dropped() == 0
                ? Optional.empty()
                : Optional.of("capture of " + spool.captured().name() + ": " + spool.dropped() + " of "
                        + (spool.kept() + spool.dropped()) + " frames are missing");
    }
}
