/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * IP in IP (RFC 2003) for a home agent and for a mobile node, in the kernel: one program where the tunnel's interface sends,
 * one where the links receive. They take the plain case alone; whatever is not plain is passed on unchanged to the interface
 * and to the sockets behind it, where the packet path of the tun dataplane decides, answers with ICMP errors and counts.
 *
 *   correspondent -> kernel routes, counts the hop, knows the MTU -> mipha0 [into_tunnel] -> FIB -> link
 *   link [out_of_tunnel] -> as if received by mipha0 -> kernel routes -> correspondent
 *
 *   application -> kernel routes -> mip0 [into_home] -> the link of the route to the home agent
 *   link [out_of_home] -> as if received by mip0 -> application
 *
 * The socket of the tun dataplane need not hear every IP packet of the machine to get what is left to it: that would
 * cost each of them a copy of its description (seen on Linux 6.18). It hears a type of frame that nobody else has, and the programs of the links
 * send it copies as such frames, of what may be a tunnel's packet.
 *
 * Addresses are in network order, everything else in the order of this machine. TunnelMaps.java mirrors the structures.
 */
#include <linux/bpf.h>
#include <linux/errno.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <stdbool.h>
#include <stddef.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* linux/bpf.h older than Linux 6.10 lacks it. */
#define FIB_LOOKUP_MARK (1U << 5)
#define PASS (-1) /* TCX_NEXT, TC_ACT_UNSPEC: whoever comes next */

#define FAMILY_INET 2
#define TYPE_HOST 0
#define ECN_MASK 3
#define ECT_1 1
#define ECT_0 2
#define CE 3
#define DONT_FRAGMENT 0x4000
#define FRAGMENT 0x3fff /* more fragments, or an offset */
#define FRAGMENT_OFFSET 0x1fff
#define TIME_TO_LIVE 64
#define REGISTRATION_PORT 434
#define SYN 0x02
#define SAMPLES 9
#define SAMPLE_MARK (1ULL << 16)
#define LEAST_MTU 576
#define TIME_UNIT 20             /* 2^20 ns, somewhat more than a millisecond */
#define PAUSE 190                /* 0.2 s: what comes after this overtakes nothing on the slow path */
#define SHOWN_EVERY 9537         /* 10 s */
#define GIVEN_TYPE 0x88b5        /* IEEE 802, local experimental EtherType 1 */
#define GIVEN_MARK 0x4d495034    /* by which the socket tells copies from frames of that type which somebody sends */
#define GIVEN_INDEX 0x4d49       /* a packet that a bridge or a bond will receive again has been copied already */

/* What a map is like; the loader reads it from the section "maps". */
struct map {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 flags;
};

/* Which end of the tunnel this machine is. */
enum end { HOME_AGENT, MOBILE_NODE };

/* The one tunnel of a home address: the key. No other home address is behind the same far end, a care-of address. */
struct binding {
	__be32 far_end; /* of a mobile node: the home agent */
	__be32 local_end;
	__u16 mtu;        /* the longest outer packet that the path takes */
	__u8 is_troubled; /* an ICMP error said that the exit is out of reach: senders are to be told, which is not done here */
	__u8 ttl_heard;   /* what was left of the time to live of the last packet from there */
	__u32 identification[2]; /* where DF is clear, and where it is set (RFC 6864) */
	__u32 sent[2];           /* how many shorter and longer packets were sampled */
	__u32 link;              /* of a mobile node: the interface that its packets leave by */
	__u64 samples[2][SAMPLES]; /* SentSamples.java */
	__u32 long_at;  /* when the last long packet was sent there, in TIME_UNITs */
	__u32 shown_at; /* and when the slow path last got one, which probes the path by them (PathProbe.java) */
	__u32 counted;  /* where its packets are counted: a key of "of_home" */
	__u32 reserved; /* with more than this an entry of the map would take 512 octets, not 256 */
};

/* Who may send into our end of a tunnel: the key is a care-of address, or that of a mobile node's home agent. */
struct exit {
	__u32 is_plain; /* all its home addresses are in "bindings"; else the slow path knows more */
};

struct counts {
	__u64 encapsulated_packets;
	__u64 encapsulated_octets;
	__u64 decapsulated_packets;
	__u64 decapsulated_octets;
};

/* The way to a far end, as the kernel said during this tick of its clock, of 1 to 10 ms. */
struct way {
	__be32 far_end;
	__u32 tick;
	__u32 link;
	__be32 next_hop; /* whose link address was known then */
	__u32 mtu;       /* the longest packet that the kernel is known to take */
};

enum reason { OUTER_SOURCE_NOT_CARE_OF, SOURCE_NOT_HOME, SEND_FAILED, DELIVERY_FAILED, OUTER_SOURCE_NOT_HOME_AGENT, REASONS };

struct settings {
	__u32 tunnel_interface;
	__u32 clamps_segments; /* SYNs take the slow path */
	__u32 mark;            /* of outer packets, by which rules keep them out of the tunnel; 0: none */
	__u32 lacks_exits;     /* "exits" had no room for some: who is not there may be one of them, and the slow path knows */
	__u32 gives;           /* the slow path hears of what is given to it alone */
	__be16 ports[2];       /* of tunnels within UDP (RFC 3519); 0: none */
};

#define MOST_BINDINGS (1 << 17)
#define MOST_EXITS (1 << 18) /* where nodes are, and where they were */
#define MOST_LOCAL_ENDS (1 << 10)
#define WAYS 256

struct map bindings SEC("maps") = {
	BPF_MAP_TYPE_HASH, sizeof(__be32), sizeof(struct binding), MOST_BINDINGS, BPF_F_NO_PREALLOC};
struct map exits SEC("maps") = {
	BPF_MAP_TYPE_HASH, sizeof(__be32), sizeof(struct exit), MOST_EXITS, BPF_F_NO_PREALLOC};
struct map local_ends SEC("maps") = {
	BPF_MAP_TYPE_HASH, sizeof(__be32), sizeof(__u32), MOST_LOCAL_ENDS, BPF_F_NO_PREALLOC};
struct map of_home SEC("maps") = {
	BPF_MAP_TYPE_ARRAY, sizeof(__u32), sizeof(struct counts), MOST_BINDINGS, 0};
struct map totals SEC("maps") = {
	BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(__u32), sizeof(struct counts), 1, 0};
struct map drops SEC("maps") = {
	BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(__u32), sizeof(__u64), REASONS, 0};
struct map ways SEC("maps") = {
	BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(__u32), sizeof(struct way), WAYS, 0};
struct map settings SEC("maps") = {
	BPF_MAP_TYPE_ARRAY, sizeof(__u32), sizeof(struct settings), 1, 0};

static __always_inline int drop(enum reason why)
{
	__u32 key = why;
	__u64 *count = bpf_map_lookup_elem(&drops, &key);

	if (count)
		*count += 1;
	return TC_ACT_SHOT;
}

static __always_inline __u16 header_sum(const struct iphdr *header)
{
	const __u32 *words = (const __u32 *)header;
	__u64 sum = (__u64)words[0] + words[1] + words[2] + words[3] + words[4];

	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

/* The header at offset, if it is one without options, of a whole datagram, with a right checksum; else NULL. */
static __always_inline struct iphdr *plain_header(struct __sk_buff *skb, __u32 offset)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct iphdr *header = data + offset;

	if ((void *)(header + 1) > end)
		return NULL;
	if (header->version != 4 || header->ihl != 5 || header->ttl == 0 || header_sum(header) != 0xffff)
		return NULL;
	return header;
}

static __always_inline bool is_tunnelled(__u8 protocol)
{
	return protocol == IPPROTO_IPIP || protocol == IPPROTO_GRE || protocol == IPPROTO_IPV6 ||
	       protocol == 55; /* RFC 2004 */
}

/* The octets of the transport header at offset that TCP and UDP begin with; false: there are not as many. */
static __always_inline bool is_syn(struct __sk_buff *skb, __u32 offset)
{
	__u8 flags;

	return bpf_skb_load_bytes(skb, offset + 13, &flags, sizeof(flags)) < 0 || (flags & SYN);
}

/* How long the packets will be that the kernel cuts this one into, IP header included; 0: nobody knows. */
static __always_inline __u32 segment_length(struct __sk_buff *skb, __u32 offset, __u8 protocol)
{
	__u8 words;

	if (skb->gso_size == 0)
		return skb->len - offset;
	if (protocol == IPPROTO_UDP)
		return sizeof(struct iphdr) + 8 + skb->gso_size;
	if (protocol != IPPROTO_TCP ||
	    bpf_skb_load_bytes(skb, offset + sizeof(struct iphdr) + 12, &words, sizeof(words)) < 0)
		return 0;
	return sizeof(struct iphdr) + (words >> 4) * 4 + skb->gso_size;
}

static __always_inline __u32 next_identification(struct binding *to, bool atomic, __u32 packets)
{
	__u32 *counter = &to->identification[atomic ? 1 : 0];
	__u32 next = __sync_fetch_and_add(counter, packets) & 0xffff;

	if (next == 0)
		next = __sync_fetch_and_add(counter, packets) & 0xffff;
	return next;
}

/* Keeps a sample as SentSamples.java does: the n-th slot every 4^n-th packet. */
static __always_inline void remember(struct binding *to, __u32 length, __u32 identification, __u32 second_word)
{
	__u32 kind = length > LEAST_MTU;
	__u32 number = ++to->sent[kind];
	__u32 slot = 0;

#pragma unroll
	for (int i = 0; i < SAMPLES - 1; i++) {
		if (number & 3)
			break;
		number >>= 2;
		slot++;
	}
	if (slot < SAMPLES)
		to->samples[kind][slot] = (SAMPLE_MARK | identification) << 32 | second_word;
}

/* Whether the slow path is to have this packet, so that it finds out whether such long ones arrive. */
static __always_inline bool is_to_be_shown(struct binding *to, __u32 length)
{
	__u32 now, pause;

	if (length <= LEAST_MTU)
		return false;
	now = bpf_ktime_get_ns() >> TIME_UNIT;
	pause = now - to->long_at;
	to->long_at = now;
	if (pause < PAUSE && now - to->shown_at < SHOWN_EVERY)
		return false;
	to->shown_at = now;
	return true;
}

static __always_inline void count_encapsulated(const struct binding *to, __u32 octets)
{
	__u32 zero = 0, counted = to->counted;
	struct counts *of = bpf_map_lookup_elem(&of_home, &counted);
	struct counts *all = bpf_map_lookup_elem(&totals, &zero);

	if (of) {
		__sync_fetch_and_add(&of->encapsulated_packets, 1);
		__sync_fetch_and_add(&of->encapsulated_octets, octets);
	}
	if (all) {
		all->encapsulated_packets++;
		all->encapsulated_octets += octets;
	}
}

static __always_inline void count_decapsulated(const struct binding *from, __u32 octets)
{
	__u32 zero = 0, counted = from->counted;
	struct counts *of = bpf_map_lookup_elem(&of_home, &counted);
	struct counts *all = bpf_map_lookup_elem(&totals, &zero);

	if (of) {
		__sync_fetch_and_add(&of->decapsulated_packets, 1);
		__sync_fetch_and_add(&of->decapsulated_octets, octets);
	}
	if (all) {
		all->decapsulated_packets++;
		all->decapsulated_octets += octets;
	}
}

/*
 * The interface by which an outer packet of so many octets leaves, and the next hop if the kernel knows its link address now; 0: the
 * slow path shall find out. What the kernel has said is believed until the next tick of its clock, by the processor that asked.
 */
static __always_inline __u32 way_to(struct __sk_buff *skb, const struct binding *to, __u32 octets,
				    const struct settings *ours, struct bpf_redir_neigh *next)
{
	struct bpf_fib_lookup route = {};
	__u32 *mark = (__u32 *)route.smac;
	__u32 tick = bpf_jiffies64(), place = (to->far_end * 0x9e3779b1U) >> 24;
	struct way *way = bpf_map_lookup_elem(&ways, &place);
	long found = -EINVAL;

	if (way && way->far_end == to->far_end && way->tick == tick && octets <= way->mtu) {
		next->nh_family = FAMILY_INET;
		next->ipv4_nh = way->next_hop;
		return way->link;
	}
	route.family = FAMILY_INET;
	route.l4_protocol = IPPROTO_IPIP;
	route.tot_len = octets;
	route.ifindex = ours->tunnel_interface;
	route.ipv4_src = to->local_end;
	route.ipv4_dst = to->far_end;
	if (ours->mark) {
		*mark = ours->mark;
		found = bpf_fib_lookup(skb, &route, sizeof(route), FIB_LOOKUP_MARK);
	}
	if (found == -EINVAL) /* no mark, or before Linux 6.10 */
		found = bpf_fib_lookup(skb, &route, sizeof(route), 0);
	if (route.ifindex == ours->tunnel_interface)
		return 0;
	if (found == BPF_FIB_LKUP_RET_SUCCESS && route.family == FAMILY_INET) {
		next->nh_family = FAMILY_INET;
		next->ipv4_nh = route.ipv4_dst;
		if (way) {
			way->far_end = to->far_end;
			way->tick = tick;
			way->link = route.ifindex;
			way->next_hop = route.ipv4_dst;
			way->mtu = route.tot_len; /* since Linux 5.12 what the route takes; before that as it was */
		}
	} else if (found != BPF_FIB_LKUP_RET_SUCCESS && found != BPF_FIB_LKUP_RET_NO_NEIGH) {
		return 0;
	}
	return route.ifindex;
}

/* The kernel looks up no route for a program where it does not forward, as on a mobile node: there the daemon has said which it is. */
static __always_inline __u32 leaves_by(struct __sk_buff *skb, const enum end end, const struct binding *to, __u32 octets,
				       const struct settings *ours, struct bpf_redir_neigh *next)
{
	return end == MOBILE_NODE ? to->link : way_to(skb, to, octets, ours, next);
}

/*
 * What the kernel routed to the tunnel's interface: it has counted the hop (RFC 2003 section 3.1), and answered what is too
 * big for the interface. skb->data is at offset before the IP header: 0 on the interface itself.
 */
static __always_inline int encapsulate(struct __sk_buff *skb, const enum end end, const __u32 offset)
{
	struct iphdr outer = {};
	struct iphdr *inner;
	struct binding *to;
	struct settings *ours;
	struct bpf_redir_neigh next = {};
	__u32 zero = 0;
	__u32 length, segment, second_word, link;
	__be32 home;
	bool atomic;

	if (skb->protocol != bpf_htons(ETH_P_IP))
		return PASS;
	inner = plain_header(skb, offset);
	if (!inner)
		return PASS;
	home = end == HOME_AGENT ? inner->daddr : inner->saddr;
	to = bpf_map_lookup_elem(&bindings, &home);
	ours = bpf_map_lookup_elem(&settings, &zero);
	if (!to || !ours || to->is_troubled)
		return PASS;
	length = bpf_ntohs(inner->tot_len);
	if (length != skb->len - offset)
		return PASS;
	/* RFC 2003 section 3.2, RFC 5944 section 4.2.3: loops are for the slow path to tell. */
	if (inner->saddr == to->far_end || is_tunnelled(inner->protocol))
		return PASS;
	if (ours->clamps_segments && inner->protocol == IPPROTO_TCP && is_syn(skb, offset + sizeof(*inner)))
		return PASS;
	segment = segment_length(skb, offset, inner->protocol);
	if (segment == 0 || segment + sizeof(outer) > to->mtu)
		return PASS;
	/* Not a fragment: the next one of its datagram would overtake it. */
	if (!(inner->frag_off & bpf_htons(FRAGMENT)) && is_to_be_shown(to, segment + sizeof(outer)))
		return PASS;

	link = leaves_by(skb, end, to, segment + sizeof(outer), ours, &next);
	if (link == 0)
		return PASS;

	atomic = inner->frag_off & bpf_htons(DONT_FRAGMENT);
	second_word = (__u32)bpf_ntohs(inner->id) << 16 | bpf_ntohs(inner->frag_off);
	outer.version = 4;
	outer.ihl = sizeof(outer) / 4;
	outer.tos = inner->tos; /* RFC 6040 section 4.1: normal mode; RFC 2983: uniform model */
	outer.tot_len = bpf_htons(length + sizeof(outer));
	outer.id = bpf_htons(next_identification(to, atomic, skb->gso_size ? length / skb->gso_size + 1 : 1));
	outer.frag_off = atomic ? bpf_htons(DONT_FRAGMENT) : 0;
	outer.ttl = TIME_TO_LIVE;
	outer.protocol = IPPROTO_IPIP;
	outer.saddr = to->local_end;
	outer.daddr = to->far_end;
	outer.check = ~header_sum(&outer);

	if (length + sizeof(outer) > 0xffff ||
	    bpf_skb_adjust_room(skb, sizeof(outer), BPF_ADJ_ROOM_MAC,
				BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_FIXED_GSO) < 0)
		return PASS;
	inner = (void *)(long)skb->data + offset; /* where it was: the room for the outer header */
	if ((void *)(inner + 1) > (void *)(long)skb->data_end)
		return drop(SEND_FAILED);
	*inner = outer;
	if (offset == 0 && bpf_skb_change_head(skb, ETH_HLEN, 0) < 0) /* what bpf_redirect_neigh writes over */
		return drop(SEND_FAILED);
	remember(to, segment + sizeof(outer), bpf_ntohs(outer.id), second_word);
	count_encapsulated(to, length);
	if (ours->mark)
		skb->mark = ours->mark;
	/*
	 * The kernel writes the link header, and notices when the neighbour has got another address. It is told the next hop only where
	 * the neighbour is known at this moment: for the packet keeps the route to the tunnel's interface, by which the kernel
	 * sends what had to wait for the neighbour - without a link header. Else it routes the packet again, by that interface.
	 */
	if (next.nh_family)
		return bpf_redirect_neigh(link, &next, sizeof(next), 0);
	return bpf_redirect_neigh(link, NULL, 0, 0);
}

SEC("tc/into_tunnel")
int into_tunnel(struct __sk_buff *skb)
{
	return encapsulate(skb, HOME_AGENT, 0);
}

SEC("tc/into_home")
int into_home(struct __sk_buff *skb)
{
	return encapsulate(skb, MOBILE_NODE, 0);
}

/* The same where a link header comes first: for tests, which cannot run the others without one. */
SEC("tc/into_tunnel_of_link")
int into_tunnel_of_link(struct __sk_buff *skb)
{
	return encapsulate(skb, HOME_AGENT, ETH_HLEN);
}

SEC("tc/into_home_of_link")
int into_home_of_link(struct __sk_buff *skb)
{
	return encapsulate(skb, MOBILE_NODE, ETH_HLEN);
}

/* RFC 6040 section 4.2: whether the inner field stays as it is. */
static __always_inline bool keeps_ecn(__u8 outer, __u8 inner)
{
	if (inner == CE || outer == inner)
		return true;
	return outer != CE && !(outer == ECT_1 && inner == ECT_0);
}

/* Beyond what plain_header() looks at: whether the slow path would let it out of the tunnel unchanged. */
static __always_inline bool is_plain_inner(struct __sk_buff *skb, const enum end end, struct iphdr *inner, __u32 offset,
					   const struct settings *ours)
{
	__be16 port;
	__be32 other;

	if ((inner->frag_off & bpf_htons(FRAGMENT)) || is_tunnelled(inner->protocol))
		return false;
	if (inner->protocol == IPPROTO_IGMP) /* which groups a node has joined */
		return false;
	if (inner->protocol == IPPROTO_ICMP) { /* among those between the two ends are answers to probes */
		other = end == HOME_AGENT ? inner->daddr : inner->saddr;
		return !(end == HOME_AGENT ? bpf_map_lookup_elem(&local_ends, &other) : bpf_map_lookup_elem(&exits, &other));
	}
	if (inner->protocol == IPPROTO_UDP) {
		const __be16 *ports = (const __be16 *)(inner + 1);

		if ((void *)(ports + 2) <= (void *)(long)skb->data_end)
			return ports[1] != bpf_htons(REGISTRATION_PORT);
		return bpf_skb_load_bytes(skb, offset + sizeof(*inner) + 2, &port, sizeof(port)) == 0 &&
		       port != bpf_htons(REGISTRATION_PORT);
	}
	return !(ours->clamps_segments && inner->protocol == IPPROTO_TCP && is_syn(skb, offset + sizeof(*inner)));
}

/* What becomes of a packet that no binding is for in all three: our end, the far end, the home address; in this order. */
static __always_inline int turn_away(const enum end end, __be32 destination, __be32 source, bool is_datagram, bool is_bound)
{
	struct settings *ours;
	struct exit *exit;
	__u32 zero = 0;

	if (!bpf_map_lookup_elem(&local_ends, &destination))
		return PASS;
	exit = bpf_map_lookup_elem(&exits, &source);
	ours = bpf_map_lookup_elem(&settings, &zero);
	if (!exit && (!ours || ours->lacks_exits))
		return PASS;
	if (!exit)
		return drop(end == HOME_AGENT ? OUTER_SOURCE_NOT_CARE_OF : OUTER_SOURCE_NOT_HOME_AGENT);
	if (!is_datagram || is_bound || !exit->is_plain)
		return PASS;
	return drop(SOURCE_NOT_HOME);
}

/*
 * Default-deny (RFC 3024 section 4.3.2): our end, the far end and a home address that is bound to it; only then is
 * anything else of the inner datagram read. That all three are those of one binding is one look at it, since who has a binding is in
 * the other maps, too. What is not to an end of ours is none of our business.
 */
static __always_inline int decapsulate(struct __sk_buff *skb, const enum end end)
{
	const __u32 outer_at = ETH_HLEN, inner_at = ETH_HLEN + sizeof(struct iphdr);
	struct iphdr *outer, *inner;
	struct settings *ours;
	struct binding *from = NULL;
	__be32 home, source, destination;
	__u32 zero = 0;
	__u32 length;
	bool is_datagram;
	__u8 ecn, ttl;

	/* What has a VLAN tag comes again, on the interface of that VLAN. */
	if (skb->protocol != bpf_htons(ETH_P_IP) || skb->pkt_type != TYPE_HOST || skb->vlan_present)
		return PASS;
	if ((void *)(long)skb->data + inner_at + sizeof(*inner) > (void *)(long)skb->data_end)
		bpf_skb_pull_data(skb, inner_at + sizeof(*inner));
	outer = plain_header(skb, outer_at);
	if (!outer || outer->protocol != IPPROTO_IPIP)
		return PASS;
	source = outer->saddr;
	destination = outer->daddr;
	length = bpf_ntohs(outer->tot_len);
	inner = (struct iphdr *)((void *)(long)skb->data + inner_at);
	is_datagram = !(outer->frag_off & bpf_htons(FRAGMENT)) && length >= 2 * sizeof(*outer) &&
		      length <= skb->len - outer_at && (void *)(inner + 1) <= (void *)(long)skb->data_end;
	if (is_datagram) {
		home = end == HOME_AGENT ? inner->saddr : inner->daddr;
		from = bpf_map_lookup_elem(&bindings, &home);
	}
	/* A mobile node is, for a while, heard at two care-of addresses: local_ends holds both. */
	if (!from || from->far_end != source ||
	    (from->local_end != destination && (end == HOME_AGENT || !bpf_map_lookup_elem(&local_ends, &destination))))
		return turn_away(end, destination, source, is_datagram, from != NULL);
	ours = bpf_map_lookup_elem(&settings, &zero);
	if (!ours || from->is_troubled)
		return PASS;

	ecn = outer->tos & ECN_MASK;
	ttl = outer->ttl;
	inner = plain_header(skb, inner_at);
	if (!inner || bpf_ntohs(inner->tot_len) != length - sizeof(*outer) ||
	    !keeps_ecn(ecn, inner->tos & ECN_MASK) || !is_plain_inner(skb, end, inner, inner_at, ours))
		return PASS;
	if (bpf_skb_adjust_room(skb, -(__s32)sizeof(*outer), BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO) < 0)
		return PASS;
	if (from->ttl_heard != ttl)
		from->ttl_heard = ttl;
	count_decapsulated(from, length - sizeof(*outer));
	return bpf_redirect(ours->tunnel_interface, BPF_F_INGRESS);
}

/* Whether the slow path may want a packet that was passed on: its socket looks closer. Later fragments have no ports. */
static __always_inline bool is_for_slow_path(struct __sk_buff *skb, const struct settings *ours)
{
	struct iphdr *outer = (void *)(long)skb->data + ETH_HLEN;
	__be16 port;

	if ((void *)(outer + 1) > (void *)(long)skb->data_end)
		return false;
	if (outer->protocol != IPPROTO_UDP)
		return is_tunnelled(outer->protocol);
	if (ours->ports[0] == 0)
		return false;
	return (outer->frag_off & bpf_htons(FRAGMENT_OFFSET)) ||
	       (bpf_skb_load_bytes(skb, ETH_HLEN + outer->ihl * 4 + 2, &port, sizeof(port)) == 0 &&
		(port == ours->ports[0] || port == ours->ports[1]));
}

/* Gives the slow path a copy of what it may want, where that hears nothing else; the packet itself stays as it is. */
static __always_inline void give(struct __sk_buff *skb)
{
	const __be16 given = bpf_htons(GIVEN_TYPE), ip = bpf_htons(ETH_P_IP);
	__u32 zero = 0, mark = skb->mark;
	struct settings *ours = bpf_map_lookup_elem(&settings, &zero);

	if (!ours || !ours->gives || skb->protocol != ip || skb->pkt_type != TYPE_HOST || skb->vlan_present ||
	    skb->tc_index == GIVEN_INDEX || !is_for_slow_path(skb, ours) ||
	    bpf_skb_store_bytes(skb, offsetof(struct ethhdr, h_proto), &given, sizeof(given), 0) < 0)
		return;
	skb->mark = GIVEN_MARK;
	bpf_clone_redirect(skb, skb->ifindex, BPF_F_INGRESS); /* by which the kernel reads its type again */
	skb->mark = mark;
	skb->tc_index = GIVEN_INDEX;
	bpf_skb_store_bytes(skb, offsetof(struct ethhdr, h_proto), &ip, sizeof(ip), 0);
}

static __always_inline int judge(struct __sk_buff *skb, const enum end end)
{
	int verdict = decapsulate(skb, end);

	if (verdict == PASS)
		give(skb);
	return verdict;
}

SEC("tc/out_of_tunnel")
int out_of_tunnel(struct __sk_buff *skb)
{
	return judge(skb, HOME_AGENT);
}

SEC("tc/out_of_home")
int out_of_home(struct __sk_buff *skb)
{
	return judge(skb, MOBILE_NODE);
}

/* Those helpers that look up routes are for programs that are free software by the kernel's own list. */
char _license[] SEC("license") = "Dual BSD/GPL";
