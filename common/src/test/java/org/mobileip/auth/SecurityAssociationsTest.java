package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations.Entry;

/** Which of several associations is meant, while keys change (RFC 5944 §3.8.2.1 a). */
class SecurityAssociationsTest {

    private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    private static final SecurityAssociation OLD = association(0x101);
    private static final SecurityAssociation NEW = association(0x102);
    private static final SecurityAssociation SPARE = association(0x103);

    private final SecurityAssociations changing = new SecurityAssociations(List.of(
            new Entry(OLD, new Validity(Instant.MIN, DECEMBER)),
            new Entry(NEW, new Validity(NOVEMBER, Instant.MAX)),
            new Entry(SPARE, new Validity(NOVEMBER, DECEMBER))));

    @Test
    void findsAnAssociationWhileItIsGoodAndNotAMomentLonger() {
        assertThat(changing.find(0x101, OCTOBER)).contains(OLD);
        assertThat(changing.find(0x101, DECEMBER.minusNanos(1))).contains(OLD);
        assertThat(changing.find(0x101, DECEMBER)).isEmpty();
        assertThat(changing.find(0x102, NOVEMBER.minusNanos(1))).isEmpty();
        assertThat(changing.find(0x102, NOVEMBER)).contains(NEW);
        assertThat(changing.find(0x104, NOVEMBER)).isEmpty();
    }

    @Test
    void hasBothOfAPeerWhoseKeysChange() {
        assertThat(changing.find(0x101, NOVEMBER)).contains(OLD);
        assertThat(changing.find(0x102, NOVEMBER)).contains(NEW);
    }

    @Test
    void prefersTheFirstThatIsGood() {
        assertThat(changing.preferred(OCTOBER)).contains(OLD);
        assertThat(changing.preferred(DECEMBER)).contains(NEW);
        assertThat(new SecurityAssociations(List.of(new Entry(NEW, new Validity(NOVEMBER, DECEMBER))))
                        .preferred(OCTOBER))
                .isEmpty();
    }

    @Test
    void takesAnOlderOneThenALongerOneForTheOneThatThePeerStillHas() {
        assertThat(changing.mostLikelyShared(0x102, NOVEMBER)).contains(OLD);
        assertThat(changing.mostLikelyShared(0x101, NOVEMBER)).contains(NEW);
        assertThat(changing.mostLikelyShared(0x999, NOVEMBER)).contains(OLD);
        assertThat(changing.mostLikelyShared(0x101, OCTOBER)).contains(OLD);
        assertThat(changing.mostLikelyShared(0x101, DECEMBER)).contains(NEW);
    }

    @Test
    void isAlwaysGoodWhereNothingElseIsSaid() {
        SecurityAssociations always = SecurityAssociations.of(OLD, NEW);
        assertThat(always.find(0x102, Instant.EPOCH)).contains(NEW);
        assertThat(always.find(0x101, Instant.parse("9999-01-01T00:00:00Z"))).contains(OLD);
        assertThat(always.mostLikelyShared(0x101, Instant.EPOCH)).contains(NEW);
    }

    @Test
    void isNeitherEmptyNorAmbiguousNorNeverGood() {
        assertThatThrownBy(() -> new SecurityAssociations(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecurityAssociations.of(OLD, association(0x101)))
                .hasMessage("SPI 0x101 is there twice");
        assertThatThrownBy(() -> new Validity(NOVEMBER, NOVEMBER)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Validity(NOVEMBER, NOVEMBER.plusNanos(1)).includes(NOVEMBER))
                .isTrue();
    }

    private static SecurityAssociation association(int spi) {
        return new SecurityAssociation(spi, AuthenticationAlgorithm.HMAC_MD5, Key.of(new byte[16]));
    }
}
