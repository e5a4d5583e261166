/* The C side of the calls benchmark: asks a calculator to add, as fast as it answers.
 *
 *   load stock tcp|udp|local ADDRESS CALLS     rpcgen's stub over libtirpc, one call at a time
 *   load pipeline tcp PORT CALLS DEPTH         DEPTH calls written together, then DEPTH answers
 *   load connections tcp PORT CALLS COUNT      COUNT connections with one call each in flight
 *
 * ADDRESS is a port or, for local, a path. Prints seconds. The last two write the bytes of the
 * call themselves: libtirpc's client cannot have two calls in flight. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "calc.h"

enum { CALL_SIZE = 52, REPLY_SIZE = 32, MAX_DEPTH = 1024 };

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static struct sockaddr_in
loopback(const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short) atoi(port));
	return address;
}

static int
connected(const char *port)
{
	struct sockaddr_in address = loopback(port);
	int yes = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *) &address, sizeof address) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	return fd;
}

/* The bytes of ADD(5, 3) with `xid` (RFC 5531 section 9, one fragment). */
static void
write_call(unsigned char *out, uint32_t xid)
{
	const uint32_t words[] = { 0x80000000u | (CALL_SIZE - 4), xid, 0, 2, CALC_PROG, CALC_V1, 1, 0, 0,
				   0, 0, 5, 3 };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		uint32_t big = htonl(words[i]);
		memcpy(out + 4 * i, &big, 4);
	}
}

static void
check_reply(const unsigned char *reply)
{
	uint32_t sum;

	memcpy(&sum, reply + REPLY_SIZE - 4, 4);
	if (ntohl(sum) != 8) {
		fprintf(stderr, "wrong answer\n");
		exit(1);
	}
}

static void
read_exactly(int fd, unsigned char *buffer, size_t wanted)
{
	while (wanted > 0) {
		ssize_t got = read(fd, buffer, wanted);
		if (got <= 0)
			die("read");
		buffer += got;
		wanted -= (size_t) got;
	}
}

static double
pipeline(const char *port, long calls, long depth)
{
	static unsigned char out[MAX_DEPTH * CALL_SIZE], in[MAX_DEPTH * REPLY_SIZE];
	int fd = connected(port);
	double started = now();

	for (long done = 0; done < calls; done += depth) {
		for (long i = 0; i < depth; i++)
			write_call(out + i * CALL_SIZE, (uint32_t) (done + i + 1));
		if (write(fd, out, (size_t) depth * CALL_SIZE) != depth * CALL_SIZE)
			die("write");
		read_exactly(fd, in, (size_t) depth * REPLY_SIZE);
		for (long i = 0; i < depth; i++)
			check_reply(in + i * REPLY_SIZE);
	}
	return now() - started;
}

static double
connections(const char *port, long calls, long count)
{
	unsigned char call[CALL_SIZE], reply[REPLY_SIZE];
	struct epoll_event events[MAX_DEPTH];
	int poller = epoll_create1(0);
	long sent = 0, answered = 0;
	double started;

	int fds[MAX_DEPTH];
	for (long i = 0; i < count; i++) {
		struct epoll_event event = { .events = EPOLLIN };
		fds[i] = event.data.fd = connected(port);
		epoll_ctl(poller, EPOLL_CTL_ADD, fds[i], &event);
	}
	started = now();
	for (long i = 0; i < count; i++) {
		write_call(call, (uint32_t) ++sent);
		if (write(fds[i], call, CALL_SIZE) != CALL_SIZE)
			die("write");
	}
	while (answered < calls) {
		int ready = epoll_wait(poller, events, MAX_DEPTH, 10000);
		if (ready <= 0)
			die("epoll_wait");
		for (int i = 0; i < ready; i++) {
			read_exactly(events[i].data.fd, reply, REPLY_SIZE);
			check_reply(reply);
			answered++;
			if (sent < calls) {
				write_call(call, (uint32_t) ++sent);
				if (write(events[i].data.fd, call, CALL_SIZE) != CALL_SIZE)
					die("write");
			}
		}
	}
	return now() - started;
}

static CLIENT *
stock_client(const char *transport, const char *where)
{
	struct sockaddr_in address;
	struct timeval retry = { .tv_sec = 5 };
	int fd = RPC_ANYSOCK;

	if (strcmp(transport, "local") == 0) {
		struct sockaddr_un path = { .sun_family = AF_UNIX };
		struct netbuf server = { .buf = &path, .len = sizeof path, .maxlen = sizeof path };

		strncpy(path.sun_path, where, sizeof path.sun_path - 1);
		fd = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(fd, (struct sockaddr *) &path, sizeof path) != 0)
			die("connect");
		return clnt_vc_create(fd, &server, CALC_PROG, CALC_V1, 0, 0);
	}
	address = loopback(where);
	if (strcmp(transport, "udp") == 0)
		return clntudp_create(&address, CALC_PROG, CALC_V1, retry, &fd);
	return clnttcp_create(&address, CALC_PROG, CALC_V1, &fd, 0, 0);
}

static double
stock(const char *transport, const char *where, long calls)
{
	CLIENT *client = stock_client(transport, where);
	double started;

	if (client == NULL) {
		clnt_pcreateerror("load");
		exit(1);
	}
	started = now();
	for (long i = 0; i < calls; i++) {
		operands both = { 5, 3 };
		int *sum = add_1(&both, client);
		if (sum == NULL || *sum != 8) {
			clnt_perror(client, "load");
			exit(1);
		}
	}
	return now() - started;
}

int
main(int argc, char **argv)
{
	long calls = argc > 4 ? atol(argv[4]) : 0;
	long many = argc > 5 ? atol(argv[5]) : 1;
	double seconds;

	if (calls < 1 || many < 1 || many > MAX_DEPTH) {
		fprintf(stderr, "usage: load stock|pipeline|connections TRANSPORT ADDRESS CALLS [N]\n");
		return 2;
	}
	if (strcmp(argv[1], "pipeline") == 0)
		seconds = pipeline(argv[3], calls, many);
	else if (strcmp(argv[1], "connections") == 0)
		seconds = connections(argv[3], calls, many);
	else
		seconds = stock(argv[2], argv[3], calls);
	printf("%.6f\n", seconds);
	return 0;
}
