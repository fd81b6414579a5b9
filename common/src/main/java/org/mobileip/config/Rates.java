package org.mobileip.config;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast, as scenarios write it: {@code 500kbit/s}, {@code 1.5Mbit/s}, {@code 1Gbit/s}. */
final class Rates {

    private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([kMG]?)bit/s");
    private static final BigDecimal LEAST = BigDecimal.valueOf(8_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);
    private static final String EXAMPLE = "write it like \"20Mbit/s\", or \"off\"";

    private Rates() {}

    /** 8 kbit/s to 1000 Gbit/s; empty for {@code "off"}. */
    static OptionalLong bitsPerSecond(Object raw) throws BadValue {
        if (raw.equals("off")) {
            return OptionalLong.empty();
        }
        Matcher rate = RATE.matcher(raw instanceof String text ? text : "");
        if (!rate.matches()) {
            throw new BadValue("expected a rate, found " + Values.described(raw), EXAMPLE);
        }
        BigDecimal bits = new BigDecimal(rate.group(1)).scaleByPowerOfTen(power(rate.group(2)));
        if (bits.compareTo(LEAST) < 0 || bits.compareTo(MOST) > 0) {
            throw new BadValue("\"" + raw + "\" is not from 8kbit/s to 1000Gbit/s", EXAMPLE);
        }
        return OptionalLong.of(bits.longValue());
    }

    private static int power(String unit) {
        return switch (unit) {
            case "k" -> 3;
            case "M" -> 6;
            case "G" -> 9;
            default -> 0;
        };
    }
}
