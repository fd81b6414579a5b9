package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/**
 * What changes come to when they are made one after the other, of changes that are not decoded: where the last one about each thing
 * stands, in files that stay as they are. So a million bindings are read in the time that it takes to look at each once.
 */
final class RawTable {

    /** What a binding and the newest Identification of its node take at least, in octets; most take some more. */
    private static final int LEAST_OF_NODE = 150;

    private static final int MOST_WAITING = 64;

    private final RawFiles files = new RawFiles();

    /** By home address; what is there says which care-of address. */
    private final RawIndex bindings;

    private final RawIndex newest;
    private final RawIndex flows = new RawIndex(0);
    private long index;
    private long latest = Long.MIN_VALUE;

    /**
     * Changes that are still to be made, by where they stand: what each will look at is far apart in memory, so it is looked at for many of
     * them first, where a processor need not wait for one before it asks for the next.
     */
    private final long[] waiting = new long[MOST_WAITING];

    private final RawIndex[] theirs = new RawIndex[MOST_WAITING];
    private final int[] hashes = new int[MOST_WAITING];
    private final long[] found = new long[MOST_WAITING];
    private int howMany;
    private int unusedSum; // So that no compiler leaves out looking.

    /** The change that is being made, and what is asked of those that are there: the same questions for all, so that none is made anew. */
    private ByteBuffer file = ByteBuffer.allocate(0);

    private int at;
    private final RawIndex.Match isOfSamePlace = this::isOfSamePlace;
    private final RawIndex.Match isOfSameNode = this::isOfSameNode;
    private final RawIndex.Match isOfSameHome = this::isOfSameHome;

    RawTable() {
        this(0);
    }

    /** @param octets that files with all changes have: so that what has room for them need not be made larger on the way */
    RawTable(long octets) {
        int expected = (int) Math.min(octets / LEAST_OF_NODE, Integer.MAX_VALUE);
        bindings = new RawIndex(expected);
        newest = new RawIndex(expected);
    }

    /** Makes the changes of a frame, at the latest when it is asked what they have come to; always true. */
    boolean take(Frame frame) throws UnreadableException {
        files.add(frame.file());
        ByteBuffer its = frame.file();
        int end = frame.from() + frame.length();
        int next = frame.from();
        while (next < end) {
            int size = RawChange.checkedSize(its, next, end);
            await(its, next);
            next += size;
        }
        index = frame.index();
        return true;
    }

    private void await(ByteBuffer its, int from) {
        waiting[howMany] = files.position(from);
        RawChange.Kind kind = RawChange.kind(its, from);
        theirs[howMany] = switch (kind) {
            case BOUND, UNBOUND -> bindings;
            case NEWEST -> newest;
            case FLOWS -> flows;
        };
        hashes[howMany] = kind == RawChange.Kind.NEWEST
                ? RawChange.hashOfNode(its, from)
                : RawIndex.hash(RawChange.home(its, from));
        howMany++;
        if (howMany == MOST_WAITING) {
            makeWaiting();
        }
    }

    private void makeWaiting() {
        for (int i = 0; i < howMany; i++) {
            found[i] = theirs[i].first(hashes[i]);
        }
        for (int i = 0; i < howMany; i++) {
            found[i] = theirs[i].likely(hashes[i], found[i]);
        }
        for (int i = 0; i < howMany; i++) {
            if (found[i] >= 0) {
                unusedSum += files.at(found[i]).get(RawFiles.offset(found[i]));
            }
        }
        for (int i = 0; i < howMany; i++) {
            file = files.at(waiting[i]);
            at = RawFiles.offset(waiting[i]);
            apply(waiting[i], hashes[i]);
        }
        howMany = 0;
    }

    private void apply(long position, int hash) {
        switch (RawChange.kind(file, at)) {
            case BOUND -> {
                latest = Math.max(latest, RawChange.accepted(file, at));
                put(bindings, position, bindings.find(hash, isOfSamePlace), hash);
            }
            case UNBOUND -> {
                int number = bindings.find(hash, isOfSamePlace);
                if (number >= 0) {
                    bindings.remove(number);
                }
            }
            case NEWEST -> applyNewest(position, hash);
            case FLOWS -> applyFlows(position, hash);
        }
    }

    private boolean isOfSamePlace(long there) {
        return RawChange.place(files.at(there), RawFiles.offset(there)) == RawChange.place(file, at);
    }

    private void applyNewest(long position, int hash) {
        int number = newest.find(hash, isOfSameNode);
        boolean isOlder =
                number >= 0 && !RawChange.identification(file, at).isNewerThan(identification(newest.position(number)));
        if (!isOlder) {
            put(newest, position, number, hash);
        }
    }

    private boolean isOfSameNode(long there) {
        return RawChange.isSameNode(files.at(there), RawFiles.offset(there), file, at);
    }

    private void applyFlows(long position, int hash) {
        int number = flows.find(hash, isOfSameHome);
        if (!RawChange.isNone(file, at)) {
            put(flows, position, number, hash);
        } else if (number >= 0) {
            flows.remove(number);
        }
    }

    private boolean isOfSameHome(long there) {
        return RawChange.home(files.at(there), RawFiles.offset(there)) == RawChange.home(file, at);
    }

    private Identification identification(long position) {
        return RawChange.identification(files.at(position), RawFiles.offset(position));
    }

    private static void put(RawIndex things, long position, int number, int hash) {
        if (number >= 0) {
            things.move(number, position);
        } else {
            things.add(hash, position);
        }
    }

    /** Shows the files that it has looked at. */
    void forEachFile(Consumer<ByteBuffer> visitor) {
        files.forEach(visitor);
    }

    /** The last batch in it; 0 for none. */
    long index() {
        return index;
    }

    /** What is done with a change, as it stands in its file. */
    interface ChangeSink {
        void take(ByteBuffer change) throws IOException;
    }

    /** Shows the fewest changes that come to the same, one after the other: all at once they would be as much memory as what they are about. */
    void forEachChange(ChangeSink sink) throws IOException {
        makeWaiting();
        for (RawIndex things : List.of(newest, bindings, flows)) {
            for (int number = 0; number < things.numbers(); number++) {
                if (things.has(number)) {
                    sink.take(files.change(things.position(number)));
                }
            }
        }
    }

    /** What it all comes to, decoded when it is asked for: nothing is to be taken any more. */
    Contents contents() {
        makeWaiting();
        Map<Ipv4, Octets> decoded = new HashMap<>();
        flows.forEach((number, position) -> {
            ByteBuffer change = files.change(position);
            decoded.put(new Ipv4(RawChange.home(change, 0)), RawChange.extensions(change));
        });
        return new Contents(
                index, new RawBindings(files, bindings, latest), new RawNewest(files, newest), Map.copyOf(decoded));
    }
}
