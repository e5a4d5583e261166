#include "endpoint.h"

#include <arpa/inet.h>
#include <netconfig.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static void
fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

struct endpoint
endpoint_of(char **arguments)
{
	struct endpoint where = {
		.transport = arguments[0],
		.host = arguments[1],
		.port = arguments[2],
		.auth = arguments[3],
		.buffer = (u_int) strtoul(arguments[4], NULL, 10),
	};
	return where;
}

static socklen_t
address_of(const struct endpoint *where, struct sockaddr_storage *address)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *) address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) address;
	struct sockaddr_un *local = (struct sockaddr_un *) address;
	in_port_t port = htons((in_port_t) atoi(where->port));

	memset(address, 0, sizeof *address);
	if (strcmp(where->transport, "local") == 0) {
		local->sun_family = AF_UNIX;
		strncpy(local->sun_path, where->host, sizeof local->sun_path - 1);
		return (socklen_t) SUN_LEN(local);
	}
	if (inet_pton(AF_INET6, where->host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = port;
		return sizeof *v6;
	}
	memset(address, 0, sizeof *address);
	if (inet_pton(AF_INET, where->host, &v4->sin_addr) != 1)
		fail("HOST is no numeric address");
	v4->sin_family = AF_INET;
	v4->sin_port = port;
	return sizeof *v4;
}

static AUTH *
auth_sys(const char *claim)
{
	char machine[256];
	unsigned int uid, gid;
	gid_t groups[16];
	int count = 0, used = 0;

	if (sscanf(claim, "sys:%u:%u:%255[^:]%n", &uid, &gid, machine, &used) != 3)
		fail("AUTH must be none or sys:UID:GID:MACHINE[:GID,...]");
	for (const char *next = claim + used; *next != '\0' && count < 16;) {
		char *end;
		groups[count++] = (gid_t) strtoul(next + 1, &end, 10);
		next = end;
	}
	return authunix_create(machine, (uid_t) uid, (gid_t) gid, count, groups);
}

CLIENT *
open_client(const struct endpoint *where, rpcprog_t program, rpcvers_t version)
{
	struct timeval patience = { 10, 0 };
	CLIENT *client;

	if (strcmp(where->port, "-") == 0) {
		client = clnt_create(where->host, program, version, where->transport);
	} else {
		struct sockaddr_storage address;
		struct netbuf where_to = { .buf = &address };
		struct netconfig *network = getnetconfigent(where->transport);

		if (network == NULL)
			fail("TRANSPORT is not in /etc/netconfig");
		where_to.len = where_to.maxlen = address_of(where, &address);
		client = clnt_tli_create(RPC_ANYFD, network, &where_to, program, version,
		    where->buffer, where->buffer);
		freenetconfigent(network);
	}
	if (client == NULL)
		fail(clnt_spcreateerror("create"));
	clnt_control(client, CLSET_TIMEOUT, (char *) &patience);
	if (strcmp(where->auth, "none") != 0)
		client->cl_auth = auth_sys(where->auth);
	return client;
}

static int
digit_of(char character)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = character == '\0' ? NULL : strchr(digits, character);

	return found == NULL ? -1 : (int) (found - digits);
}

char *
bytes_of(const char *hexadecimal, u_int *length)
{
	size_t count = strlen(hexadecimal) / 2;
	char *bytes = malloc(count + 1);

	for (size_t i = 0; i < count; i++) {
		int high = digit_of(hexadecimal[2 * i]), low = digit_of(hexadecimal[2 * i + 1]);

		if (high < 0 || low < 0)
			fail("a call is not hexadecimal");
		bytes[i] = (char) (high << 4 | low);
	}
	*length = (u_int) count;
	return bytes;
}

void
put_hexadecimal(FILE *out, const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++) {
		putc(digits[byte[i] >> 4], out);
		putc(digits[byte[i] & 15], out);
	}
}
