package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.sendIn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Octets;
import org.mobileip.wire.Lifetime;

/** A router of a carrier: SPI 256, a lifetime of 65534 s, a short key in plain text. Octets by hand, HMAC-MD5 by the JDK. */
class CarrierRouterTest {

    private static final byte[] KEY = "carrier".getBytes(StandardCharsets.US_ASCII);

    private final HomeAgent agent = Village.agent(Village.settings(
            HomeAgentSettings.Grants.everythingFor(new Lifetime(65534)),
            false,
            List.of(),
            AuthorizedNode.at(
                    HOME, "router", SecurityAssociations.of(Village.association(256, "carrier")), Village.TIMESTAMPS)));

    private static Octets signed(String message) throws GeneralSecurityException {
        Octets covered = Octets.ofHex(message + "2014 00000100");
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(KEY, "HmacMD5"));
        return covered.plus(Octets.of(mac.doFinal(covered.toArray())));
    }

    /** Not 65535: that would be for ever. */
    @Test
    void isGrantedItsLifetimeAndNotASecondMore() throws GeneralSecurityException {
        Octets request = signed("01 22 fffe 0a01010a 0a010114 0a01020f dc12c500 00000000");
        Octets reply = sendIn(agent.handle(at(0), arrives(0, CAFE, request))).octets();
        assertThat(reply.slice(0, 4)).isEqualTo(Octets.ofHex("03 00 fffe"));
        assertThat(reply).isEqualTo(signed("03 00 fffe 0a01010a 0a010114 dc12c500 00000000"));
        assertThat(agent.nextDeadline()).isEqualTo(at(65534));
        agent.handle(at(65533), new Event.DeadlineCame());
        assertThat(agent.bindings()).hasSize(1);
        agent.handle(at(65534), new Event.DeadlineCame());
        assertThat(agent.bindings()).isEmpty();
    }
}
