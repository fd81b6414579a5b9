package org.mobileip.host.linux.tun;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;

/** The same paths, with the plain case in the kernel: of its packets too an error is told from a forged one. */
final class BpfNarrowTransitNetnsTest extends NarrowTransitNetnsTest {

    @Override
    TransitWorld connected(Encapsulation encapsulation, int mtu) {
        return new TransitWorld(encapsulation, mtu, BpfDataplaneNetnsTest::open);
    }

    @Override
    TransitWorld connected(UnaryOperator<TunOptions> changed) {
        return new TransitWorld(
                Encapsulation.IPIP, 1500, options -> BpfDataplaneNetnsTest.open(changed.apply(options)));
    }

    /** Other encapsulations than IP in IP are the tun dataplane's. */
    @Override
    void transfersCompleteBothWaysAndBothSendersLearnWhatFits(Encapsulation encapsulation, int fits) throws Exception {
        super.transfersCompleteBothWaysAndBothSendersLearnWhatFits(encapsulation, fits);
    }

    /** The tun dataplane finds that out, by the long packets that it is shown: BpfDataplaneNetnsTest looks whether it is. */
    @Override
    void aTransferCompletesThroughABlackHoleAndTheTunnelSaysWhatItIs() throws Exception {
        super.aTransferCompletesThroughABlackHoleAndTheTunnelSaysWhatItIs();
    }

    @Test
    void transfersThatTheKernelCarriesCompleteBothWaysAndBothSendersLearnWhatFits() throws Exception {
        transfersCompleteBothWaysAndBothSendersLearnWhatFits(Encapsulation.IPIP, 980);
    }
}
