package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file of the store as it is read.
 *
 * <p>A batch is written when the one before it is durable, perhaps over what an older file held. So octets that are no frame, at the end and with no frame behind them,
 * are what was being written when the machine stopped: nobody was promised anything about them, and they are cut off. With a
 * frame behind them they were durable once: that is damage, which is never passed over in silence.
 */
final class StoreFile {

    private final Path path;
    private final ByteBuffer octets;
    private final Optional<FileHeader> header;

    private StoreFile(Path path, ByteBuffer octets) throws IOException {
        this.path = path;
        this.octets = octets;
        this.header = FileHeader.decode(path, octets);
    }

    static StoreFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new UnreadableException(path + " is larger than any that this home agent writes");
            }
            return new StoreFile(path, channel.map(MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    Path path() {
        return path;
    }

    /** Empty where the file was not whole yet when the machine stopped. */
    Optional<FileHeader> header() {
        return header;
    }

    /**
     * Reads a log.
     *
     * @param sink gets each batch, and says whether to go on
     * @return how many octets are whole; as many as there are, unless the end is torn or {@code sink} had enough
     * @throws UnreadableException where it is damaged
     */
    int readLog(Predicate<Batch> sink) throws IOException {
        return readLogFrames(frame -> sink.test(frame.batch()));
    }

    /** What is done with a frame; whether to go on. */
    interface FrameSink {
        boolean take(Frame frame) throws IOException;
    }

    /** As {@link #readLog}, with changes that are not decoded. */
    int readLogFrames(FrameSink sink) throws IOException {
        FileHeader its = header.orElseThrow(() -> damaged(0));
        long expected = its.index();
        int at = FileHeader.SIZE;
        while (at < octets.limit()) {
            Optional<Frame> frame = Frame.at(its.salt(), octets, at);
            if (frame.isEmpty()) {
                refuseIfSomethingFollows(its, at);
                return at;
            }
            if (frame.get().index() != expected) {
                throw damaged(at);
            }
            at += frame.get().size();
            expected++;
            if (!sink.take(frame.get())) {
                return at;
            }
        }
        return at;
    }

    /** Reads a picture, which ends with an empty frame, with changes that are not decoded; all of them, whatever {@code sink} says. */
    void readPictureFrames(FrameSink sink) throws IOException {
        FileHeader its = header.orElseThrow(() -> damaged(0));
        int at = FileHeader.SIZE;
        boolean hasEnded = false;
        while (!hasEnded) {
            int here = at;
            Frame frame = Frame.at(its.salt(), octets, at)
                    .filter(each -> each.index() == its.index())
                    .orElseThrow(() -> damaged(here));
            at += frame.size();
            hasEnded = frame.length() == 0;
            sink.take(frame);
        }
        if (at != octets.limit()) {
            throw damaged(at);
        }
    }

    /** Whether a file without a header has never held anything. */
    boolean isStillborn() {
        return header.isEmpty() && octets.limit() <= FileHeader.SIZE;
    }

    private void refuseIfSomethingFollows(FileHeader its, int at) throws UnreadableException {
        for (int behind = at + 1; behind <= octets.limit() - Frame.HEADER; behind++) {
            if (Frame.at(its.salt(), octets, behind).isPresent()) {
                throw damaged(at);
            }
        }
    }

    UnreadableException damaged(int at) {
        return new UnreadableException(path + " is damaged at octet " + at + " of " + octets.limit()
                + ". It was whole once, so the disk or somebody has changed it. Bring it back from a copy; or move "
                + path.getParent()
                + " away: then every node must register anew, and requests that were overheard within the"
                + " clock tolerance are believed once more");
    }
}
