package org.mobileip.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kernel can do, by its version. */
final class KernelVersion {

    /** The first with TCX, to which the programs of the bpf dataplane are attached. */
    private static final int TCX_MAJOR = 6;

    private static final int TCX_MINOR = 6;
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    private KernelVersion() {}

    /** @param release as {@code uname -r} prints it; one that is none is taken for a new kernel */
    static boolean hasTcx(String release) {
        Matcher numbers = RELEASE.matcher(release);
        if (!numbers.matches()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > TCX_MAJOR || (major == TCX_MAJOR && Integer.parseInt(numbers.group(2)) >= TCX_MINOR);
    }
}
