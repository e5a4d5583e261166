/* Serves `services` on loopback ports the kernel chooses, without rpcbind.
 *
 *   direct_server BUFFER [PATH]
 *
 * prints `TRANSPORT PORT` for each transport, then `ready`. rpcgen's own main() always
 * registers; tests that run side by side need servers that do not. */
#include "endpoint.h"

#include <netconfig.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static void
serve(const char *transport, void *address, socklen_t length, u_int buffer)
{
	struct netconfig *network = getnetconfigent(transport);
	struct t_bind where = { .addr = { .buf = address, .len = length, .maxlen = length }, .qlen = 64 };
	SVCXPRT *transport_handle;

	transport_handle = svc_tli_create(RPC_ANYFD, network, &where, buffer, buffer);
	if (transport_handle == NULL) {
		fprintf(stderr, "cannot serve %s\n", transport);
		exit(1);
	}
	for (const struct service *one = services; one->dispatch != NULL; one++) {
		if (!svc_reg(transport_handle, one->program, one->version, one->dispatch, NULL)) {
			fprintf(stderr, "cannot add program %u\n", (unsigned) one->program);
			exit(1);
		}
	}
	freenetconfigent(network);
	if (((struct sockaddr *) address)->sa_family != AF_UNIX) {
		struct sockaddr_storage bound;
		socklen_t size = sizeof bound;

		getsockname(transport_handle->xp_fd, (struct sockaddr *) &bound, &size);
		/* The port stands at the same place in both families. */
		printf("%s %u\n", transport, ntohs(((struct sockaddr_in *) &bound)->sin_port));
	}
}

int
main(int argc, char **argv)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	u_int buffer;

	if (argc < 2) {
		fprintf(stderr, "usage: direct_server BUFFER [PATH]\n");
		return 2;
	}
	buffer = (u_int) strtoul(argv[1], NULL, 10);
	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	serve("tcp", &v4, sizeof v4, buffer);
	serve("udp", &v4, sizeof v4, 0);
	serve("tcp6", &v6, sizeof v6, buffer);
	serve("udp6", &v6, sizeof v6, 0);
	if (argc > 2) {
		strncpy(local.sun_path, argv[2], sizeof local.sun_path - 1);
		serve("local", &local, (socklen_t) SUN_LEN(&local), buffer);
	}
	puts("ready");
	fflush(stdout);
	svc_run();
	return 1;
}
