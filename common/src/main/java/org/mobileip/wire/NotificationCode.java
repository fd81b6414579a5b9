package org.mobileip.wire;

/**
 * What became of a notification (RFC 6098 §4.2).
 *
 * @param value 0 to 255; values nobody assigned are allowed, they arrive from the network
 */
public record NotificationCode(int value) {

    public static final NotificationCode ACCEPTED = new NotificationCode(0);

    /** By the home agent: it is not new, or its clock is another. */
    public static final NotificationCode IDENTIFICATION_MISMATCH_AT_HOME_AGENT = new NotificationCode(133);

    /** The same, by the mobile node. */
    public static final NotificationCode IDENTIFICATION_MISMATCH_AT_NODE = new NotificationCode(197);

    public NotificationCode {
        Fields.check("notification code", value, 0xff);
    }

    public boolean isAccepted() {
        return value == 0;
    }

    /** The RFC's words in lower case; {@code unassigned} where there are none. */
    public String meaning() {
        return switch (value) {
            case 0 -> "notification accepted";
            case 64, 128, 192 -> "reason unspecified";
            case 65, 129, 193 -> "administratively prohibited";
            case 66, 130, 194 -> "insufficient resources";
            case 67, 131 -> "mobile node failed authentication";
            case 132, 195 -> "foreign agent failed authentication";
            case 68, 196 -> "home agent failed authentication";
            case 69, 133, 197 -> "notification identification mismatch";
            default -> "unassigned";
        };
    }

    /** Like {@code 197 notification identification mismatch}. */
    @Override
    public String toString() {
        return value + " " + meaning();
    }
}
