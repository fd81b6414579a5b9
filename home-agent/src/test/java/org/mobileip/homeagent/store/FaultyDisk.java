package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A disk of this machine that can be made full, slow or broken. */
final class FaultyDisk implements Disk {

    private final Disk real = Disk.ofThisMachine();
    private final Semaphore turns = new Semaphore(0);
    private volatile boolean isSlow;
    private volatile boolean isBroken;
    private volatile boolean isHasty;
    private long room = Long.MAX_VALUE;

    /** From now on no log is durable before {@link #spin}. */
    void beSlow() {
        isSlow = true;
    }

    /** Lets one of the things that wait for the slow disk be durable. */
    void spin() {
        turns.release();
    }

    /** One that writes nothing down before it must: where nothing is about power failures, and much is about time. */
    static FaultyDisk hasty() {
        FaultyDisk disk = new FaultyDisk();
        disk.isHasty = true;
        return disk;
    }

    /** From now on no log becomes durable: EIO. */
    void breakDown() {
        isBroken = true;
    }

    /** From now on only so many octets can be written, and half of what is written last is. */
    synchronized void leave(long octets) {
        room = octets;
    }

    /** Takes as much of {@code wanted} as there is; several threads write, and one says meanwhile what is left. */
    private synchronized int take(int wanted) {
        int there = (int) Math.min(wanted, room);
        room -= there;
        return there;
    }

    @Override
    public File open(Path path) throws IOException {
        File file = real.open(path);
        boolean isLog = path.toString().endsWith(".log");
        return new File() {
            @Override
            public void write(ByteBuffer octets, long position) throws IOException {
                int wanted = octets.remaining();
                int there = take(wanted);
                file.write(octets.slice().limit(there), position);
                if (there < wanted) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void force() throws IOException {
                if (isSlow && isLog) {
                    turns.acquireUninterruptibly();
                }
                if (isBroken && isLog) {
                    throw new IOException("Input/output error");
                }
                if (!isHasty) {
                    file.force();
                }
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (!isHasty) {
            real.forceDirectory(directory);
        }
    }
}
