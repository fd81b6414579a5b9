package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataplanesTest {

    private final Dataplanes dataplanes = new Dataplanes();

    @Test
    void isOneWordWhereAllAreAlike() {
        assertThat(dataplanes.all()).isEmpty();
        dataplanes.said("ha", "tun");
        dataplanes.said("mn", "tun");
        dataplanes.said("van", null);
        assertThat(dataplanes.all()).isEqualTo("tun");
    }

    @Test
    void namesTheNodesWhereTheyDiffer() {
        dataplanes.said("ha", "bpf");
        dataplanes.said("mn", "tun");
        assertThat(dataplanes.all()).isEqualTo("ha bpf, mn tun");
    }
}
