/*
 * null_server ANSWER
 *
 * Prints the port it listens at on loopback, and answers every record with the bytes in the file
 * ANSWER (one record, mark included), the xid put in: what a load generator can do at most.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECORD_MAX = 1 << 20 };

struct connection {
    int socket;
    size_t have;
    unsigned char record[RECORD_MAX];
};

int main(int argc, char **argv)
{
    static unsigned char answer[RECORD_MAX];
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, events[256];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL || bind(listener, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    size_t answer_length = fread(answer, 1, sizeof answer, file);
    listen(listener, 256);
    getsockname(listener, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == NULL) {
                c = malloc(sizeof *c);
                c->have = 0;
                c->socket = accept(listener, NULL, NULL);
                setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                event.data.ptr = c;
                epoll_ctl(poll, EPOLL_CTL_ADD, c->socket, &event);
                continue;
            }
            ssize_t got = recv(c->socket, c->record + c->have, RECORD_MAX - c->have, 0);
            if (got <= 0) {
                close(c->socket);
                free(c);
                continue;
            }
            c->have += got;
            uint32_t mark;
            memcpy(&mark, c->record, 4);
            if (c->have < 4 || c->have < 4 + (ntohl(mark) & 0x7fffffff))
                continue;
            memcpy(answer + 4, c->record + 4, 4);
            c->have = 0;
            if (send(c->socket, answer, answer_length, 0) != (ssize_t)answer_length)
                return 1;
        }
    }
}
