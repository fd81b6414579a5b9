package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.at;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** T6, T15 and T16: strangers are worth little, and less the more there are. */
class FailureLimitTest {

    private static final Ipv4 ATTACKER = Ipv4.parse("198.51.100.66");
    private static final Ipv4 BYSTANDER = Ipv4.parse("192.0.2.44");

    private static final Ipv4 SOMEBODY = Ipv4.parse("203.0.113.9");

    private final FailureLimit limit = new FailureLimit(7);

    @Test
    void limitsNobodyWhileThereAreFewFailures() {
        for (int i = 0; i < FailureLimit.ALTOGETHER_PER_SECOND; i++) {
            assertThat(limit.admits(at(0), ATTACKER)).as("failure " + i).isTrue();
            limit.failed(at(0), ATTACKER);
        }
        assertThat(limit.admits(at(0), ATTACKER)).isFalse();
    }

    @Test
    void limitsTheSourceOfAFloodAndNobodyElse() {
        flood(0);
        assertThat(limit.admits(at(0), ATTACKER)).isFalse();
        for (int i = 0; i < FailureLimit.PER_SOURCE_AT_ONCE; i++) {
            assertThat(limit.admits(at(0), BYSTANDER)).as("failure " + i).isTrue();
            limit.failed(at(0), BYSTANDER);
        }
        assertThat(limit.admits(at(0), BYSTANDER)).isFalse();
    }

    @Test
    void givesEachSourceTwentyMoreASecond() {
        flood(0);
        int admitted = 0;
        for (double second = 0.001; second < 10; second += 0.001) {
            exhaustAltogether(second);
            if (limit.admits(at(second), ATTACKER)) {
                limit.failed(at(second), ATTACKER);
                admitted++;
            }
        }
        assertThat(admitted).isBetween(195, 205);
    }

    @Test
    void forgivesASourceThatIsQuiet() {
        flood(0);
        exhaustAltogether(0.26);
        for (int i = 0; i < FailureLimit.PER_SOURCE_AT_ONCE; i++) {
            assertThat(limit.admits(at(0.26), ATTACKER)).isTrue();
            limit.failed(at(0.26), ATTACKER);
        }
        assertThat(limit.admits(at(0.26), ATTACKER)).isFalse();
    }

    /** A hundred thousand forged requests a second from everywhere leave the bystander his allowance. */
    @Test
    void hurtsHardlyAnybodyWhenAFloodComesFromEverywhere() {
        Random random = new Random(5);
        int refused = 0;
        int asked = 0;
        for (int i = 0; i < 300_000; i++) {
            double second = i / 100_000.0;
            Ipv4 source = new Ipv4(random.nextInt());
            if (limit.admits(at(second), source)) {
                limit.failed(at(second), source);
            }
            if (i % 30 == 0) {
                asked++;
                refused += limit.admits(at(second), new Ipv4(random.nextInt())) ? 0 : 1;
            }
        }
        assertThat(refused).isLessThan(asked / 500);
    }

    @Test
    void sharesSlotsAnotherWayWithAnotherSalt() {
        assertThat(neighbourOfAttacker(1)).isNotEqualTo(neighbourOfAttacker(2));
    }

    /** An address that has to suffer for what the attacker does. */
    private static Ipv4 neighbourOfAttacker(int salt) {
        FailureLimit other = new FailureLimit(salt);
        for (int i = 0; i < 2 * FailureLimit.ALTOGETHER_PER_SECOND; i++) {
            other.failed(at(0), ATTACKER);
        }
        for (int bits = 0x0a000000; ; bits++) {
            if (!other.admits(at(0), new Ipv4(bits))) {
                return new Ipv4(bits);
            }
        }
    }

    private void flood(double second) {
        for (int i = 0; i < FailureLimit.ALTOGETHER_PER_SECOND + 100; i++) {
            limit.failed(at(second), ATTACKER);
        }
    }

    /** Somebody else fails until nothing is left of what all have in common. */
    private void exhaustAltogether(double second) {
        for (int i = 0; i < FailureLimit.ALTOGETHER_PER_SECOND; i++) {
            limit.failed(at(second), SOMEBODY);
        }
    }

    @Test
    void givesEverybodyHisAllowanceOnAClockThatBeginsFarBelowZero() {
        FailureLimit early = new FailureLimit(1);
        for (int i = 0; i < FailureLimit.ALTOGETHER_PER_SECOND + 100; i++) {
            early.failed(at(-1000), ATTACKER);
        }
        assertThat(early.admits(at(-1000), ATTACKER)).isFalse();
        assertThat(early.admits(at(-1000), BYSTANDER)).isTrue();
    }
}
