package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.wire.Identification;

/** The newest Identification of each node where it stands in files. */
final class RawNewest extends AbstractMap<NodeIdentity, Identification> {

    private final RawFiles files;
    private final RawIndex index;

    RawNewest(RawFiles files, RawIndex index) {
        this.files = files;
        this.index = index;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public boolean containsKey(@Nullable Object node) {
        return get(node) != null;
    }

    @Override
    public @Nullable Identification get(@Nullable Object node) {
        if (!(node instanceof NodeIdentity identity)) {
            return null;
        }
        ByteBuffer asked = ChangeCodec.encode(new Change.Newest(identity, new Identification(0)));
        int number = index.find(
                RawChange.hashOfNode(asked, 0),
                there -> RawChange.isSameNode(files.at(there), RawFiles.offset(there), asked, 0));
        return number < 0 ? null : identification(index.position(number));
    }

    private Identification identification(long position) {
        return RawChange.identification(files.at(position), RawFiles.offset(position));
    }

    @Override
    public Set<Map.Entry<NodeIdentity, Identification>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<NodeIdentity, Identification>> iterator() {
                return IntStream.range(0, index.numbers()) // None of them is ever taken back.
                        .mapToObj(number -> entry(index.position(number)))
                        .iterator();
            }

            @Override
            public int size() {
                return index.size();
            }
        };
    }

    private Map.Entry<NodeIdentity, Identification> entry(long position) {
        Change.Newest change = ChangeCodec.readNewest(files.change(position));
        return Map.entry(change.node(), change.identification());
    }
}
