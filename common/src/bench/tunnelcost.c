/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a packet costs in the kernel, in ns of processor time: routed plainly, and through the programs of tunnel.bpf.c.
 *
 *   gcc -O2 -o tunnelcost tunnelcost.c && unshare -n -m ./tunnelcost OBJECT [OBJECT...]
 *
 * It makes a router of the namespace that it is started in: two virtual wires, what leaves by them is dropped at their other ends.
 * Packets are put in where a wire ends by running an XDP program on them that lets them pass (BPF_F_TEST_XDP_LIVE_FRAMES): so no sender
 * takes part, all work is done by this one thread, and its processor time is what a packet costs, whatever else runs on the machine.
 * Each object has its turn in each round; of 9 rounds median, least and most are printed. Unlike real packets these come 64 at a time, for
 * which the kernel looks up one route where it finds them in a list: so plain routing is cheaper here than on a wire. PAYLOAD in the
 * environment is how many octets of UDP payload they have, 64 if not. HEARD, as 0x0800, has a packet socket listen to that type of
 * frame all the time, at all interfaces or at the one that HEARD_AT names (h0: where what is for the node comes); its filter refuses everything, and
 * of what leaves it hears nothing. BINDINGS is how many home addresses there are, 1 if not. Needs root, ip(8) and Linux 6.6.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef BPF_TCX_INGRESS
#define BPF_TCX_INGRESS 46
#define BPF_TCX_EGRESS 47
#endif

#define PACKETS 200000
#define BATCH 64
#define MOST 8
#define ROUNDS 9

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static void sh(const char *command)
{
	if (system(command))
		fail(command);
}

static long bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

struct map { __u32 type, key_size, value_size, max_entries, flags; };
struct object {
	const char *file;
	uint8_t *octets;
	Elf64_Shdr *sections;
	const char *names;
	int maps[64]; /* by symbol */
	int processors;
};

static uint8_t *read_file(const char *name)
{
	struct stat st;
	int fd = open(name, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) < 0)
		fail(name);
	uint8_t *all = malloc(st.st_size);
	if (read(fd, all, st.st_size) != st.st_size)
		fail(name);
	close(fd);
	return all;
}

static Elf64_Shdr *section(struct object *o, const char *name)
{
	Elf64_Ehdr *h = (Elf64_Ehdr *)o->octets;
	for (int i = 0; i < h->e_shnum; i++)
		if (!strcmp(o->names + o->sections[i].sh_name, name))
			return &o->sections[i];
	errno = ENOENT;
	fail(name);
	return NULL;
}

static struct { char name[32]; int fd; struct map shape; } maps[64];
static int map_count;

static void load_maps(struct object *o)
{
	Elf64_Ehdr *h = (Elf64_Ehdr *)(o->octets = read_file(o->file));
	o->sections = (Elf64_Shdr *)(o->octets + h->e_shoff);
	o->names = (char *)o->octets + o->sections[h->e_shstrndx].sh_offset;
	Elf64_Shdr *symtab = section(o, ".symtab"), *in = section(o, "maps");
	const char *names = (char *)o->octets + o->sections[symtab->sh_link].sh_offset;
	Elf64_Sym *symbols = (Elf64_Sym *)(o->octets + symtab->sh_offset);
	map_count = 0;
	for (unsigned i = 0; i < symtab->sh_size / sizeof(Elf64_Sym); i++) {
		if (&o->sections[symbols[i].st_shndx] != in || !names[symbols[i].st_name])
			continue;
		struct map *m = (struct map *)(o->octets + in->sh_offset + symbols[i].st_value);
		union bpf_attr a = { .map_type = m->type, .key_size = m->key_size, .value_size = m->value_size,
				     .max_entries = m->max_entries, .map_flags = m->flags };
		strncpy(maps[map_count].name, names + symbols[i].st_name, 31);
		maps[map_count].shape = *m;
		if ((maps[map_count].fd = bpf(BPF_MAP_CREATE, &a)) < 0)
			fail("map");
		map_count++;
	}
}

static int map_of(const char *name)
{
	for (int i = 0; i < map_count; i++)
		if (!strcmp(maps[i].name, name))
			return i;
	return -1;
}

static int load_program(struct object *o, const char *name)
{
	char full[64], rel[80];
	static char log[1 << 18];
	snprintf(full, sizeof(full), "tc/%s", name);
	snprintf(rel, sizeof(rel), ".reltc/%s", name);
	Elf64_Shdr *code = section(o, full), *relocations = section(o, rel), *symtab = section(o, ".symtab");
	const char *names = (char *)o->octets + o->sections[symtab->sh_link].sh_offset;
	Elf64_Sym *symbols = (Elf64_Sym *)(o->octets + symtab->sh_offset);
	struct bpf_insn *insns = (struct bpf_insn *)(o->octets + code->sh_offset);
	Elf64_Rel *r = (Elf64_Rel *)(o->octets + relocations->sh_offset);
	for (unsigned i = 0; i < relocations->sh_size / sizeof(*r); i++) {
		struct bpf_insn *at = insns + r[i].r_offset / 8;
		at->src_reg = BPF_PSEUDO_MAP_FD;
		at->imm = maps[map_of(names + symbols[ELF64_R_SYM(r[i].r_info)].st_name)].fd;
	}
	union bpf_attr a = { .prog_type = BPF_PROG_TYPE_SCHED_CLS, .insns = (uintptr_t)insns, .insn_cnt = code->sh_size / 8,
			     .license = (uintptr_t)"Dual BSD/GPL", .log_level = 1, .log_buf = (uintptr_t)log, .log_size = sizeof(log) };
	strncpy(a.prog_name, name, 15);
	int fd = bpf(BPF_PROG_LOAD, &a);
	if (fd < 0) {
		fprintf(stderr, "%s\n", log + (strlen(log) > 3000 ? strlen(log) - 3000 : 0));
		fail(name);
	}
	struct bpf_prog_info info = {};
	union bpf_attr q = { .info = { .bpf_fd = fd, .info_len = sizeof(info), .info = (uintptr_t)&info } };
	bpf(BPF_OBJ_GET_INFO_BY_FD, &q);
	fprintf(stderr, "%s %s: %u instructions, %u octets of machine code\n", o->file, name, info.xlated_prog_len / 8, info.jited_prog_len);
	return fd;
}

static void put(const char *map, __u32 key, const void *octets, size_t size)
{
	int i = map_of(map);
	uint8_t value[4096] = {};
	if (i < 0)
		return;
	if (maps[i].shape.type == BPF_MAP_TYPE_ARRAY)
		key = 0;
	if (maps[i].shape.type == BPF_MAP_TYPE_PERCPU_HASH || maps[i].shape.type == BPF_MAP_TYPE_PERCPU_ARRAY)
		size = 0;
	memcpy(value, octets, size < maps[i].shape.value_size ? size : maps[i].shape.value_size);
	union bpf_attr a = { .map_fd = maps[i].fd, .key = (uintptr_t)&key, .value = (uintptr_t)value };
	if (bpf(BPF_MAP_UPDATE_ELEM, &a) < 0)
		fail(map);
}

static int attach(int program, int ifindex, int type)
{
	union bpf_attr a = { .link_create = { .prog_fd = program, .target_ifindex = ifindex, .attach_type = type } };
	int fd = bpf(BPF_LINK_CREATE, &a);
	if (fd < 0)
		fail("attach");
	return fd;
}

/* Writes the first octets of the frame anew, which the router has changed the last time it had this page, and lets it pass. */
static int pass_program(const uint8_t *octets, int length)
{
	struct bpf_insn code[64] = {};
	int n = 0, words = length / 4;
	if (words > 16)
		words = 16;
	code[n++] = (struct bpf_insn){ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1, .off = 0 };
	code[n++] = (struct bpf_insn){ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 3, .src_reg = 1, .off = 4 };
	code[n++] = (struct bpf_insn){ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 4, .src_reg = 2 };
	code[n++] = (struct bpf_insn){ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 4, .imm = words * 4 };
	code[n++] = (struct bpf_insn){ .code = BPF_JMP | BPF_JGT | BPF_X, .dst_reg = 4, .src_reg = 3, .off = words };
	for (int i = 0; i < words; i++) {
		code[n] = (struct bpf_insn){ .code = BPF_ST | BPF_MEM | BPF_W, .dst_reg = 2, .off = 4 * i };
		memcpy(&code[n++].imm, octets + 4 * i, 4);
	}
	code[n++] = (struct bpf_insn){ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_PASS };
	code[n++] = (struct bpf_insn){ .code = BPF_JMP | BPF_EXIT };
	union bpf_attr a = { .prog_type = BPF_PROG_TYPE_XDP, .insns = (uintptr_t)code, .insn_cnt = n, .license = (uintptr_t)"GPL" };
	int fd = bpf(BPF_PROG_LOAD, &a);
	if (fd < 0)
		fail("xdp");
	return fd;
}

static int drop_program(void)
{
	struct bpf_insn code[] = { { .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 2 }, { .code = BPF_JMP | BPF_EXIT } };
	union bpf_attr a = { .prog_type = BPF_PROG_TYPE_SCHED_CLS, .insns = (uintptr_t)code, .insn_cnt = 2, .license = (uintptr_t)"GPL" };
	int fd = bpf(BPF_PROG_LOAD, &a);
	if (fd < 0)
		fail("drop");
	return fd;
}

static uint16_t sum(const void *header)
{
	const uint16_t *w = header;
	uint32_t s = 0;
	for (int i = 0; i < 10; i++)
		s += w[i];
	s = (s & 0xffff) + (s >> 16);
	return ~((s & 0xffff) + (s >> 16));
}

static int ip_header(uint8_t *at, int protocol, const char *from, const char *to, int length)
{
	struct iphdr h = { .version = 4, .ihl = 5, .ttl = 64, .protocol = protocol, .tot_len = htons(length), .frag_off = htons(0x4000),
			   .saddr = inet_addr(from), .daddr = inet_addr(to) };
	h.check = sum(&h);
	memcpy(at, &h, 20);
	return 20;
}

static int frame(uint8_t *at, const uint8_t *to, bool tunnelled, const char *from, const char *dest, int payload)
{
	int n = 14;
	memcpy(at, to, 6);
	memset(at + 6, 2, 6);
	at[12] = 8;
	at[13] = 0;
	if (tunnelled)
		n += ip_header(at + n, 4, "172.16.2.10", "172.16.1.1", 48 + payload);
	n += ip_header(at + n, 17, from, dest, 28 + payload);
	struct udphdr u = { htons(9998), htons(9998), htons(8 + payload), 0 };
	memcpy(at + n, &u, 8);
	return n + 8 + payload;
}

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static long arrived(const char *dev)
{
	char name[128];
	long n;
	snprintf(name, sizeof(name), "/sys/class/net/%s/statistics/tx_packets", dev);
	FILE *f = fopen(name, "r");
	if (!f || fscanf(f, "%ld", &n) != 1)
		fail(name);
	fclose(f);
	return n;
}

static double cost(int ifindex, uint8_t *octets, int length, const char *leaves)
{
	struct xdp_md context = { .data_end = length, .ingress_ifindex = ifindex };
	union bpf_attr a = { .test = { .data_in = (uintptr_t)octets, .data_size_in = length, .repeat = PACKETS,
				       .flags = BPF_F_TEST_XDP_LIVE_FRAMES, .batch_size = BATCH, .ctx_in = (uintptr_t)&context,
				       .ctx_size_in = sizeof(context) } };
	a.test.prog_fd = pass_program(octets, length);
	long before = arrived(leaves);
	double begin = now_ns();
	if (bpf(BPF_PROG_TEST_RUN, &a) < 0)
		fail("run");
	double spent = now_ns() - begin;
	close(a.test.prog_fd);
	long out = arrived(leaves) - before;
	if (out < PACKETS * 0.999)
		fprintf(stderr, "only %ld of %d left by %s\n", out, PACKETS, leaves);
	return spent / PACKETS;
}

static int by_value(const void *a, const void *b)
{
	double d = *(double *)a - *(double *)b;
	return d < 0 ? -1 : d > 0;
}

static void print(const char *what, double *values)
{
	qsort(values, ROUNDS, sizeof(double), by_value);
	printf("%-40s %7.0f ns (%.0f ... %.0f)\n", what, values[ROUNDS / 2], values[0], values[ROUNDS - 1]);
}

static int index_of(const char *name)
{
	int i = if_nametoindex(name);
	if (!i)
		fail(name);
	return i;
}

static void address(const char *name, uint8_t *to)
{
	char file[64], text[32];
	snprintf(file, sizeof(file), "/sys/class/net/%s/address", name);
	FILE *f = fopen(file, "r");
	unsigned b[6];
	if (!f || !fgets(text, 32, f) || sscanf(text, "%x:%x:%x:%x:%x:%x", b, b + 1, b + 2, b + 3, b + 4, b + 5) != 6)
		fail(file);
	fclose(f);
	for (int i = 0; i < 6; i++)
		to[i] = b[i];
}

/* As the tun dataplane does beside the programs, or did. */
static void hear(int type)
{
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	struct sock_filter refuse = { BPF_RET | BPF_K, 0, 0, 0 };
	struct sock_fprog program = { 1, &refuse };
	struct sockaddr_ll all = { .sll_family = AF_PACKET, .sll_protocol = htons(type) };
	int one = 1;

	if (getenv("HEARD_AT"))
		all.sll_ifindex = index_of(getenv("HEARD_AT"));
	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)) < 0 || setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) < 0 ||
	    bind(fd, (struct sockaddr *)&all, sizeof(all)) < 0)
		fail("packet socket");
}

int main(int count, char **files)
{
	struct object objects[MOST] = {};
	int into[MOST], out[MOST], n = count - 1;
	double plain[2][ROUNDS], encapsulated[MOST][ROUNDS], decapsulated[MOST][ROUNDS];
	uint8_t to0[6], to1[6], packet[2048] = {};
	const int payload = getenv("PAYLOAD") ? atoi(getenv("PAYLOAD")) : 64;
	const __u32 others = getenv("BINDINGS") ? atoi(getenv("BINDINGS")) : 1;

	sh("mount -t sysfs s /sys"); /* that of the new namespace */
	sh("ip link set lo up; for i in 0 1; do ip link add h$i type veth peer name s$i; ip link set h$i up; ip link set s$i up; "
	   "ip link set s$i arp off; "
	   "echo 0 > /proc/sys/net/ipv4/conf/h$i/rp_filter; done; echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter;"
	   "echo 1 > /proc/sys/net/ipv4/ip_forward; ip addr add 10.1.0.1/24 dev h0; ip addr add 172.16.1.1/24 dev h1;"
	   "ip neigh add 10.1.0.2 lladdr $(cat /sys/class/net/s0/address) dev h0;"
	   "ip neigh add 172.16.1.2 lladdr $(cat /sys/class/net/s1/address) dev h1;"
	   "ip route add 172.16.2.0/24 via 172.16.1.2");
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR, .ifr_name = "mipha0" };
	int tun = open("/dev/net/tun", O_RDWR);
	if (tun < 0 || ioctl(tun, TUNSETIFF, &request) < 0)
		fail("tun");
	sh("ip link set mipha0 up; ip route add 10.9.0.0/24 dev mipha0; ip route add 10.8.0.0/24 via 172.16.1.2; echo 0 > /proc/sys/net/ipv4/conf/mipha0/rp_filter");
	int h0 = index_of("h0"), h1 = index_of("h1"), own = index_of("mipha0");
	address("h0", to0);
	address("h1", to1);
	if (getenv("HEARD"))
		hear(strtol(getenv("HEARD"), NULL, 0));
	int xdp = pass_program(to0, 0);
	int drop = drop_program();
	attach(drop, index_of("s0"), BPF_TCX_INGRESS);
	attach(drop, index_of("s1"), BPF_TCX_INGRESS);
	attach(xdp, h0, BPF_XDP);
	attach(xdp, h1, BPF_XDP);

	for (int i = 0; i < n; i++) {
		objects[i].file = files[i + 1];
		load_maps(&objects[i]);
		__u32 far = inet_addr("172.16.2.10"), local = inet_addr("172.16.1.1"), home = inet_addr("10.9.0.10"), one = 1;
		__u8 binding[192] = {};
		__u32 settings[4] = { own, 0, 0x4d49 };
		memcpy(binding, &far, 4);
		memcpy(binding + 4, &local, 4);
		*(__u16 *)(binding + 8) = 1500;
		put("settings", 0, settings, sizeof(settings));
		put("bindings", home, binding, sizeof(binding));
		put("exits", far, &one, 4);
		put("local_ends", local, &one, 4);
		for (__u32 other = 1; other < others; other++) {
			__u32 at = htonl(ntohl(inet_addr("100.64.0.0")) + other), of = htonl(ntohl(inet_addr("10.64.0.0")) + other);
			put("exits", at, &one, 4);
			memcpy(binding, &at, 4);
			put("bindings", of, binding, sizeof(binding));
		}
		put("of_home", home, &one, 0);
		into[i] = load_program(&objects[i], "into_tunnel");
		out[i] = load_program(&objects[i], "out_of_tunnel");
	}
	for (int round = 0; round < ROUNDS; round++) {
		int length = frame(packet, to0, false, "10.1.0.2", "10.8.0.10", payload);
		plain[0][round] = cost(h0, packet, length, "h1");
		length = frame(packet, to1, false, "10.9.0.10", "10.1.0.2", payload);
		plain[1][round] = cost(h1, packet, length, "h0");
		for (int i = 0; i < n; i++) {
			int link = attach(into[i], own, BPF_TCX_EGRESS);
			length = frame(packet, to0, false, "10.1.0.2", "10.9.0.10", payload);
			encapsulated[i][round] = cost(h0, packet, length, "h1");
			close(link);
			link = attach(out[i], h1, BPF_TCX_INGRESS);
			length = frame(packet, to1, true, "10.9.0.10", "10.1.0.2", payload);
			decapsulated[i][round] = cost(h1, packet, length, "h0");
			close(link);
		}
	}
	print("plain, there", plain[0]);
	print("plain, back", plain[1]);
	for (int i = 0; i < n; i++) {
		char what[128];
		snprintf(what, sizeof(what), "%.28s into", objects[i].file);
		print(what, encapsulated[i]);
		snprintf(what, sizeof(what), "%.28s out of", objects[i].file);
		print(what, decapsulated[i]);
	}
	return 0;
}
