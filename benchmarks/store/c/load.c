/*
 * load HOST PORT CONNECTIONS SECONDS REQUEST CODE_OFFSET [ANSWER]
 *
 * Sends the ONC RPC calls in the file REQUEST (one record each, mark included) over each connection,
 * one at a time and in turn, each with a fresh xid, and reads the answer. The connections begin at
 * different ones. After SECONDS prints on one line:
 *
 *     answers refused seconds p50_us p95_us
 *
 * An answer counts as refused unless it is accepted and the four bytes at CODE_OFFSET, counted
 * from the record's mark, are zero. A broken connection ends the run with exit code 1.
 *
 * With ANSWER the request may be anything, is sent as it is, and each answer has to be the bytes in
 * that file: for servers that speak something else.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    ANSWER_MAX = 8 << 20,
    LONGEST_US = 10 * 1000 * 1000,
    STEP_US = 2,
    REQUESTS_MAX = 1024
};

struct request {
    unsigned char *bytes;
    size_t length;
};

struct connection {
    int socket;
    uint32_t xid;
    size_t next;
    size_t have;
    uint64_t sent_at;
    unsigned char *answer;
    size_t room;
};

static struct request requests[REQUESTS_MAX];
static size_t request_count;
static size_t code_offset;
static unsigned char *expected;
static size_t expected_length;
static uint32_t latencies[LONGEST_US / STEP_US + 1];

static uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static unsigned char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = malloc(ANSWER_MAX);
    if (file == NULL)
        fail(path);
    *length = fread(bytes, 1, ANSWER_MAX, file);
    fclose(file);
    return bytes;
}

/* One that is not to be a call is sent as it is. */
static void read_requests(const char *path, int are_calls)
{
    size_t left, length;
    unsigned char *bytes = read_file(path, &left);
    while (left > 0 && request_count < REQUESTS_MAX) {
        uint32_t mark;
        length = left;
        if (are_calls) {
            memcpy(&mark, bytes, 4);
            length = 4 + (ntohl(mark) & 0x7fffffff);
        }
        requests[request_count++] = (struct request){ bytes, length };
        bytes += length;
        left -= length;
    }
}

static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
    int one = 1;
    if (getaddrinfo(host, port, &hints, &found) != 0)
        fail(host);
    for (struct addrinfo *each = found; each != NULL; each = each->ai_next) {
        int made = socket(each->ai_family, SOCK_STREAM, 0);
        if (made >= 0 && connect(made, each->ai_addr, each->ai_addrlen) == 0) {
            freeaddrinfo(found);
            setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            return made;
        }
        close(made);
    }
    fail("connect");
    return -1;
}

static void send_request(struct connection *c)
{
    uint32_t xid = htonl(++c->xid);
    const struct request *request = &requests[c->next++ % request_count];
    if (expected == NULL)
        memcpy(request->bytes + 4, &xid, 4);
    c->sent_at = now_us();
    if (send(c->socket, request->bytes, request->length, 0) != (ssize_t)request->length)
        fail("send");
}

/* Returns whether the answer is complete. */
static int receive(struct connection *c)
{
    uint32_t mark;
    size_t wanted;
    ssize_t got = recv(c->socket, c->answer + c->have, c->room - c->have, 0);
    if (got <= 0)
        fail("recv");
    c->have += got;
    if (expected != NULL)
        return c->have >= expected_length;
    if (c->have < 4)
        return 0;
    memcpy(&mark, c->answer, 4);
    wanted = 4 + (ntohl(mark) & 0x7fffffff);
    if (wanted > c->room) {
        c->answer = realloc(c->answer, wanted);
        c->room = wanted;
    }
    return c->have >= wanted;
}

static int refused(const struct connection *c)
{
    uint32_t accepted, code, xid;
    if (expected != NULL)
        return c->have != expected_length || memcmp(c->answer, expected, expected_length) != 0;
    memcpy(&xid, c->answer + 4, 4);
    memcpy(&accepted, c->answer + 24, 4);
    if (c->have < code_offset + 4)
        return 1;
    memcpy(&code, c->answer + code_offset, 4);
    return ntohl(xid) != c->xid || accepted != 0 || code != 0;
}

static uint64_t percentile(uint64_t answers, double share)
{
    uint64_t seen = 0, wanted = (uint64_t)(answers * share);
    for (size_t step = 0; step <= LONGEST_US / STEP_US; step++)
        if ((seen += latencies[step]) > wanted)
            return step * STEP_US;
    return LONGEST_US;
}

int main(int argc, char **argv)
{
    if (argc != 7 && argc != 8) {
        fprintf(stderr, "usage: load HOST PORT CONNECTIONS SECONDS REQUEST CODE_OFFSET [ANSWER]\n");
        return 2;
    }
    int count = atoi(argv[3]), poll = epoll_create1(0);
    uint64_t answers = 0, refusals = 0, begun, end;
    struct connection *connections = calloc(count, sizeof *connections);
    struct epoll_event events[256];
    read_requests(argv[5], argc == 7);
    code_offset = atoi(argv[6]);
    if (argc == 8)
        expected = read_file(argv[7], &expected_length);
    for (int i = 0; i < count; i++) {
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };
        connections[i].socket = connect_to(argv[1], argv[2]);
        connections[i].next = i * request_count / count;
        connections[i].room = 64 << 10;
        connections[i].answer = malloc(connections[i].room);
        epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].socket, &event);
    }
    begun = now_us();
    end = begun + (uint64_t)(atof(argv[4]) * 1e6);
    for (int i = 0; i < count; i++)
        send_request(&connections[i]);
    while (now_us() < end) {
        int ready = epoll_wait(poll, events, 256, 100);
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (!receive(c))
                continue;
            uint64_t taken = now_us() - c->sent_at;
            latencies[(taken < LONGEST_US ? taken : LONGEST_US) / STEP_US]++;
            answers++;
            refusals += refused(c);
            c->have = 0;
            send_request(c);
        }
    }
    printf("%llu %llu %.6f %llu %llu\n", (unsigned long long)answers,
           (unsigned long long)refusals, (now_us() - begun) / 1e6,
           (unsigned long long)percentile(answers, 0.5),
           (unsigned long long)percentile(answers, 0.95));
    return 0;
}
