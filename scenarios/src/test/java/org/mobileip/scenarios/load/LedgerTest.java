package org.mobileip.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger(2);

    @Test
    void knowsTheLastTwoOfEachNode() {
        ledger.acknowledged(1, 0xee000000_00000001L); // A time of our days has its highest bit set.
        assertThat(ledger.newest(1)).isEqualTo(0xee000000_00000001L);
        assertThat(ledger.before(1)).isZero();
        ledger.acknowledged(1, 0xee000000_00000005L);
        assertThat(ledger.newest(1)).isEqualTo(0xee000000_00000005L);
        assertThat(ledger.before(1)).isEqualTo(0xee000000_00000001L);
        assertThat(ledger.newest(0)).isZero();
    }

    @Test
    void aGrantThatWasOvertakenIsHistory() {
        ledger.acknowledged(0, 7);
        ledger.acknowledged(0, 5);
        assertThat(ledger.newest(0)).isEqualTo(7);
        assertThat(ledger.before(0)).isZero();
    }
}
