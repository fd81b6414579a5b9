package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.FlowSelector.Range;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** The extensions of RFC 7629 §4 and the traffic selectors of RFC 6088 §3.1 in them. All octets by hand, from the diagrams. */
class FlowBindingTest {

    private static final String REQUEST = "01260258 0a0a0039 0a0a0001 c0000265 eeaf9850 12345678";
    private static final String REPLY = "03000258 0a0a0039 0a0a0001 eeaf9850 12345678";
    private static final FlowSelector UDP = FlowSelector.ANY.ofProtocol(17);

    private static List<Extension> requested(String extensions) throws Exception {
        return RegistrationRequest.decodeMultipath(Octets.ofHex(REQUEST + extensions))
                .extensions();
    }

    private static List<MultipathExtension> multipath(String extensions) throws Exception {
        return MultipathExtension.allOf(requested(extensions));
    }

    private static List<FlowBindingExtension> flows(String extensions) throws Exception {
        return FlowBindingExtension.allOf(requested(extensions));
    }

    @Test
    void writesAMultipathExtensionAsTheDiagramShowsIt() {
        assertThat(new MultipathExtension(4, 1, 2, false, false).toExtension().encode())
                .isEqualTo(Octets.ofHex("9a01 0004 04 01 02 00"));
        assertThat(new MultipathExtension(3, 255, 254, true, false)
                        .toExtension()
                        .encode())
                .isEqualTo(Octets.ofHex("9a01 0004 03 ff fe 80"));
        assertThat(new MultipathExtension(3, 1, 1, false, true).toExtension().encode())
                .isEqualTo(Octets.ofHex("9a01 0004 03 01 01 40"));
    }

    @Test
    void readsAMultipathExtensionInTheLongFormatAndWhatFollowsIt() throws Exception {
        List<Extension> extensions = requested("9a01 0004 04 01 02 80 8301ff");
        assertThat(MultipathExtension.allOf(extensions)).containsExactly(new MultipathExtension(4, 1, 2, true, false));
        assertThat(extensions).extracting(Extension::type).containsExactly(154, 131);
        assertThat(extensions).extracting(Extension::offset).containsExactly(24, 32);
    }

    @Test
    void ignoresTheReservedBitsOfAMultipathExtension() throws Exception {
        assertThat(multipath("9a01 0004 00 00 01 7f")).containsExactly(new MultipathExtension(0, 0, 1, false, true));
    }

    @Test
    void refusesReservedIdentifiersBothFlagsAndAnotherLength() {
        for (String wrong : List.of(
                "9a01 0004 03 01 00 00",
                "9a01 0004 03 01 ff 00",
                "9a01 0004 03 01 01 c0",
                "9a01 0003 03 01 01",
                "9a01 0005 03 01 01 00 00")) {
            assertThatThrownBy(() -> multipath(wrong)).as(wrong).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void doesNotKnowAnotherSubTypeAndMayNotStepOverIt() {
        assertThatThrownBy(() -> requested("9a03 0000")).isInstanceOf(UnrecognizedExtensionException.class);
        assertThatThrownBy(() -> requested("9a00 0000")).isInstanceOf(UnrecognizedExtensionException.class);
    }

    /** MP-05: 154 in the simple format is stepped over by its second octet, here the sub-type; then the length's low octet. */
    @Test
    void isMisreadByWhoeverReadsItAsAnyOtherNumberAbove127() throws Exception {
        assertThatThrownBy(() -> RegistrationRequest.decode(Octets.ofHex(REQUEST + "9a01 0004 04 01 02 00")))
                .isInstanceOf(UnrecognizedExtensionException.class);
        assertThat(RegistrationRequest.decode(Octets.ofHex(REQUEST + "9a02 aabb 8301ff"))
                        .extensions())
                .extracting(Extension::type)
                .containsExactly(154, 131);
    }

    @Test
    void writesAFlowThatIsForwardedToTheFirstOfTwoBindings() {
        FlowSelector voice = UDP.withRemotePort(new Range(5000, 5010));
        assertThat(new FlowBindingExtension(List.of(2, 1), voice).toExtension().encode())
                .isEqualTo(Octets.ofHex("9a02 000e 01 02 0201 01 03080000 1388 1392 11"));
    }

    @Test
    void writesAFlowThatIsDroppedWithTheOneIdentifierThatMeansNone() {
        FlowSelector fromOne = FlowSelector.ANY.ofProtocol(6).withRemote(Ipv4Prefix.host(Ipv4.parse("192.0.2.7")));
        assertThat(FlowBindingExtension.drop(fromOne).toExtension().encode())
                .isEqualTo(Octets.ofHex("9a02 000d 00 01 ff 01 80080000 c0000207 06"));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(flows("9a02 000e 01 02 0201 01 03080000 1388 1392 11"))
                .containsExactly(new FlowBindingExtension(List.of(2, 1), UDP.withRemotePort(new Range(5000, 5010))));
        assertThat(flows("9a02 000d 00 01 07 01 80080000 c0000207 06"))
                .as("the identifier beside DROP is ignored")
                .allMatch(FlowBindingExtension::isDrop);
        assertThat(flows("9a02 0011 01 01 01 01 c0080000 0a140000 0a14ffff 11"))
                .containsExactly(
                        new FlowBindingExtension(List.of(1), UDP.withRemote(Ipv4Prefix.parse("10.20.0.0/16"))));
        assertThat(flows("9a02 0008 01 01 01 01 00000000 9a02 0009 01 02 0201 01 00000000"))
                .containsExactly(
                        new FlowBindingExtension(List.of(1), FlowSelector.ANY),
                        new FlowBindingExtension(List.of(2, 1), FlowSelector.ANY));
    }

    @Test
    void readsEveryFieldOfASelectorInTheOrderOfItsFlags() throws Exception {
        String all = "fffc0000 0a000001 0a000002 0a000003 0a000004 00000100 00000200 0001 0002 0003 0004 b8 bb 06 11";
        FlowSelector expected = new FlowSelector(
                Optional.of(new Range(0x0a000001, 0x0a000002)),
                Optional.of(new Range(0x0a000003, 0x0a000004)),
                Optional.of(new Range(0x100, 0x200)),
                Optional.of(new Range(1, 2)),
                Optional.of(new Range(3, 4)),
                Optional.of(Range.of(46)),
                Optional.of(new Range(6, 17)));
        assertThat(BinaryTrafficSelector.decode(Octets.ofHex(all))).isEqualTo(expected);
    }

    @Test
    void ignoresTheReservedBitsOfASelectorAndTheLowBitsOfItsCodePoints() throws Exception {
        assertThat(BinaryTrafficSelector.decode(Octets.ofHex("0023ffff b9")))
                .isEqualTo(FlowSelector.ANY.withDscp(Range.of(46)));
        assertThat(BinaryTrafficSelector.encode(FlowSelector.ANY.withDscp(Range.of(46))))
                .isEqualTo(Octets.ofHex("00200000 b8"));
    }

    @Test
    void refusesRangesWithoutBeginningOrWithTheEndBeforeItAndOctetsThatNoFlagTellsOf() {
        for (String wrong :
                List.of("40000000 0a000001", "03080000 1392 1388 11", "00080000", "00080000 11 00", "0008", "")) {
            assertThatThrownBy(() -> BinaryTrafficSelector.decode(Octets.ofHex(wrong)))
                    .as(wrong)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void refusesAFlowWithAnotherActionCountIdentifierOrFormat() {
        for (String wrong : List.of(
                "9a02 0008 02 01 01 01 00000000",
                "9a02 0007 01 00 01 00000000",
                "9a02 0010 01 09 010203040506070809 01 00000000",
                "9a02 0009 00 02 0102 01 00000000",
                "9a02 0008 01 01 00 01 00000000",
                "9a02 0008 01 01 ff 01 00000000",
                "9a02 0008 01 01 01 00 00000000",
                "9a02 0008 01 01 01 02 00000000",
                "9a02 0002 01 01",
                "9a02 0000")) {
            assertThatThrownBy(() -> flows(wrong)).as(wrong).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void keepsAListOfFlowsAsWholeExtensions() throws Exception {
        List<FlowBindingExtension> both =
                List.of(new FlowBindingExtension(List.of(2), UDP), FlowBindingExtension.drop(FlowSelector.ANY));
        assertThat(FlowBindingExtension.encodeAll(both))
                .isEqualTo(Octets.ofHex("9a02 0009 01 01 02 01 00080000 11 9a02 0008 00 01 ff 01 00000000"));
        assertThat(FlowBindingExtension.decodeAll(FlowBindingExtension.encodeAll(both)))
                .isEqualTo(both);
    }

    @Test
    void readsFlowsInAReplyToANodeThatUsesThem() throws Exception {
        String flow = "9a02 0008 01 01 01 01 00000000";
        assertThat(FlowBindingExtension.allOf(RegistrationReply.decodeMultipath(Octets.ofHex(REPLY + flow))
                        .extensions()))
                .hasSize(1);
    }

    @Test
    void saysInWordsWhichDatagramsAreMeant() {
        assertThat(FlowSelector.ANY).hasToString("any");
        assertThat(UDP.withRemotePort(new Range(5000, 5010)).withRemote(Ipv4Prefix.parse("10.20.0.0/16")))
                .hasToString("udp remote 10.20.0.0/16 remote port 5000-5010");
        assertThat(FlowSelector.ANY.ofProtocol(89).withLocalPort(Range.of(22)).withDscp(Range.of(46)))
                .hasToString("protocol 89 local port 22 dscp 46");
        assertThat(new FlowSelector(
                        Optional.of(new Range(0x0a000001, 0x0a000002)),
                        Optional.of(Range.of(0x0a0a0039)),
                        Optional.of(Range.of(256)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .hasToString("remote 10.0.0.1-10.0.0.2 local 10.10.0.57 spi 256");
    }
}
