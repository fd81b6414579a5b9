package org.mobileip.host.linux;

import java.nio.ByteBuffer;

/**
 * Files in memory. The JVM unmaps a file when it happens to collect what was known of it, which may be hours after the last look: until
 * then all pages that were looked at count as memory of the process.
 */
public final class MappedFile {

    private MappedFile() {}

    /**
     * Nobody is about to look at {@code mapped}, which begins at the beginning of a file and was only read: its pages are no memory of
     * this process any more. Whoever looks all the same has them back from the page cache, or from the disk. It is advice: a kernel that does
     * not take it does no harm.
     */
    public static void leave(ByteBuffer mapped) {
        if (mapped.isDirect() && mapped.capacity() > 0) {
            Kernel.forgetPages(mapped);
        }
    }
}
