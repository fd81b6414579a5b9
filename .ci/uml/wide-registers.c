/*
 * User-mode Linux 6.1 sets the registers of its processes from a buffer that is smaller than what newer processors have
 * (AMX), and the kernel below refuses anything but all of them. Preloaded, this fills up the missing part with what is there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

#define EXTENDED_STATE ((void *)0x202) /* NT_X86_XSTATE */

typedef long (*original)(int request, pid_t process, void *address, void *data);

long ptrace(enum __ptrace_request request, ...)
{
	static _Alignas(64) char registers[1 << 16];
	static original next;
	struct iovec all = {registers, sizeof(registers)};
	struct iovec *given;
	va_list arguments;
	pid_t process;
	void *address, *data;

	va_start(arguments, request);
	process = va_arg(arguments, pid_t);
	address = va_arg(arguments, void *);
	data = va_arg(arguments, void *);
	va_end(arguments);
	if (!next)
		next = (original)dlsym(RTLD_NEXT, "ptrace");
	if (request != PTRACE_SETREGSET || address != EXTENDED_STATE)
		return next(request, process, address, data);
	if (next(PTRACE_GETREGSET, process, address, &all) < 0)
		return -1;
	given = data;
	memcpy(registers, given->iov_base, given->iov_len < all.iov_len ? given->iov_len : all.iov_len);
	return next(PTRACE_SETREGSET, process, address, &all);
}
