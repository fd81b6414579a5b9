package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/**
 * What changes come to when they are made one after the other, of changes that are not decoded: where the last one about each thing
 * stands, in files that stay as they are. So a million bindings are read in the time that it takes to look at each once.
 */
final class RawTable {

    private final RawFiles files = new RawFiles();

    /** By home address; what is there says which care-of address. */
    private final RawIndex bindings = new RawIndex();

    private final RawIndex newest = new RawIndex();
    private final RawIndex flows = new RawIndex();
    private long index;
    private long latest = Long.MIN_VALUE;

    /** Makes the changes of a frame; always true. */
    boolean take(Frame frame) throws UnreadableException {
        files.add(frame.file());
        int end = frame.from() + frame.length();
        int at = frame.from();
        while (at < end) {
            int size = RawChange.checkedSize(frame.file(), at, end);
            apply(frame.file(), at);
            at += size;
        }
        index = frame.index();
        return true;
    }

    private void apply(ByteBuffer file, int at) {
        long position = files.position(at);
        switch (RawChange.kind(file, at)) {
            case BOUND -> {
                latest = Math.max(latest, RawChange.accepted(file, at));
                put(bindings, position, findBinding(file, at), RawIndex.hash(RawChange.home(file, at)));
            }
            case UNBOUND -> {
                int number = findBinding(file, at);
                if (number >= 0) {
                    bindings.remove(number);
                }
            }
            case NEWEST -> applyNewest(file, at, position);
            case FLOWS -> applyFlows(file, at, position);
        }
    }

    private int findBinding(ByteBuffer file, int at) {
        long place = RawChange.place(file, at);
        return bindings.find(
                RawIndex.hash(RawChange.home(file, at)),
                there -> RawChange.place(files.at(there), RawFiles.offset(there)) == place);
    }

    private void applyNewest(ByteBuffer file, int at, long position) {
        int hash = RawChange.hashOfNode(file, at);
        int number =
                newest.find(hash, there -> RawChange.isSameNode(files.at(there), RawFiles.offset(there), file, at));
        boolean isOlder =
                number >= 0 && !RawChange.identification(file, at).isNewerThan(identification(newest.position(number)));
        if (!isOlder) {
            put(newest, position, number, hash);
        }
    }

    private void applyFlows(ByteBuffer file, int at, long position) {
        int home = RawChange.home(file, at);
        int hash = RawIndex.hash(home);
        int number = flows.find(hash, there -> RawChange.home(files.at(there), RawFiles.offset(there)) == home);
        if (!RawChange.isNone(file, at)) {
            put(flows, position, number, hash);
        } else if (number >= 0) {
            flows.remove(number);
        }
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

    /** The last batch in it; 0 for none. */
    long index() {
        return index;
    }

    /** The fewest changes that come to the same. */
    List<ByteBuffer> changes() {
        List<ByteBuffer> changes = new ArrayList<>(newest.size() + bindings.size() + flows.size());
        List.of(newest, bindings, flows)
                .forEach(things -> things.forEach((number, position) -> changes.add(files.change(position))));
        return changes;
    }

    /** What it all comes to, decoded when it is asked for: nothing is to be taken any more. */
    Contents contents() {
        Map<Ipv4, Octets> decoded = new HashMap<>();
        flows.forEach((number, position) -> {
            ByteBuffer change = files.change(position);
            decoded.put(new Ipv4(RawChange.home(change, 0)), RawChange.extensions(change));
        });
        return new Contents(
                index, new RawBindings(files, bindings, latest), new RawNewest(files, newest), Map.copyOf(decoded));
    }
}
