package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.KeptGlance;
import org.mobileip.net.Ipv4;

/** Bindings where they stand in files. */
final class RawBindings extends KeptBindings {

    private final RawFiles files;
    private final RawIndex index;
    private final long latest;
    private volatile int @Nullable [] order;

    /** @param latest in milliseconds since 1970 */
    RawBindings(RawFiles files, RawIndex index, long latest) {
        this.files = files;
        this.index = index;
        this.latest = latest;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public int numbers() {
        return index.numbers();
    }

    @Override
    public KeptBinding numbered(int number) {
        return ChangeCodec.readBinding(files.change(index.position(number)));
    }

    @Override
    public KeptGlance glance(int number) {
        long position = index.position(number);
        return RawChange.glance(files.at(position), RawFiles.offset(position));
    }

    @Override
    public void arrange() {
        order = sorted();
    }

    @Override
    public int number(int place) {
        int[] known = order;
        if (known == null) {
            known = sorted();
            order = known;
        }
        return known[place];
    }

    /** By the time when they were made, in milliseconds; of one millisecond in the order of the files. */
    private int[] sorted() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(index.numbers());
        long[] keys = new long[index.size()];
        int[] count = {0};
        index.forEach((number, position) -> {
            long since = RawChange.since(files.at(position), RawFiles.offset(position));
            keys[count[0]++] = (since << bits)
                    | number; // 41 bits are enough until 2039, and a few more for whoever sets a clock wrong.
        });
        Arrays.sort(keys);
        int[] numbers = new int[keys.length];
        for (int place = 0; place < keys.length; place++) {
            numbers[place] = (int) (keys[place] & ((1L << bits) - 1));
        }
        return numbers;
    }

    @Override
    public List<Integer> of(Ipv4 home) {
        List<Integer> numbers = new ArrayList<>(1);
        index.forEach(RawIndex.hash(home.bits()), (number, position) -> {
            if (RawChange.home(files.at(position), RawFiles.offset(position)) == home.bits()) {
                numbers.add(number);
            }
        });
        if (numbers.size() > 1) {
            numbers.sort((one, other) -> Long.compare(since(one), since(other)));
        }
        return numbers;
    }

    private long since(int number) {
        ByteBuffer file = files.at(index.position(number));
        return RawChange.since(file, RawFiles.offset(index.position(number)));
    }

    @Override
    public Instant latest(Instant otherwise) {
        return latest == Long.MIN_VALUE ? otherwise : Instant.ofEpochMilli(latest);
    }
}
