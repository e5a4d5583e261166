/* What the C partners share: opening a client by name or by port, serving without rpcbind. */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include <rpc/rpc.h>

/* Where to call: the first arguments of every C client here.
 *
 *   TRANSPORT  tcp, udp, tcp6, udp6 or local
 *   HOST       a numeric address, a host name when PORT is "-", a path when TRANSPORT is local
 *   PORT       a number, or "-" to ask rpcbind with clnt_create() as C programs do
 *   AUTH       none, or sys:UID:GID:MACHINE[:GID,GID...]
 *   BUFFER     bytes of libtirpc's send and receive buffers, hence of its fragments; 0: its own
 */
struct endpoint {
	const char *transport;
	const char *host;
	const char *port;
	const char *auth;
	u_int buffer;
};

enum { ENDPOINT_ARGUMENTS = 5 };

struct endpoint endpoint_of(char **arguments);

/* A handle for one program and version; on failure says why on stderr and exits with 1. */
CLIENT *open_client(const struct endpoint *where, rpcprog_t program, rpcvers_t version);

struct service {
	rpcprog_t program;
	rpcvers_t version;
	void (*dispatch)(struct svc_req *, SVCXPRT *);
};

/* Defined by each service for direct_server.c; the last entry has no dispatch. */
extern const struct service services[];

/* Hexadecimal text to fresh memory, and back. */
char *bytes_of(const char *hexadecimal, u_int *length);
void put_hexadecimal(FILE *out, const void *bytes, size_t length);

#endif
