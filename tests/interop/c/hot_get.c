/* hot_get SEGMENT KEY lease|serializable [SECONDS]: one get out of a node's shared memory.

   Written from docs/hotcache.md alone, to prove that the page is enough. It prints the value and
   ends with 0; with 1 if there is no such key; with 2 after a miss, with 3 where the segment is not
   to be used, and says why. SECONDS is how old a serializable answer may be. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { /* words of MAIN's header, of a slot, of SIDE */
    MAGIC, LAYOUT, HEADER_CHECK, BUCKETS = 6, WAYS, SLOT_BYTES, STRIPES, PRIME, FACTOR, EPOCH = 13,
    GATE = 64, LEASE_UNTIL = 65, KNOWN_AT = 80, ALIVE_UNTIL = 88, HEADER_BYTES = 4096,
    CHECK = 0, VERSION, FINGERPRINT, SIZES, RECORD_HEAD = 8,
    WANTED_LEASE = 8, WANTED_SERIALIZABLE = 16, LANES = 32, REPAIR_WANTED = 513, HITS = 8192,
};
enum { ABSENT = 0xFFFFFFFF, KEY_MOST = 9000, SLOT_MOST = 1 << 20, TRIES = 3 };
typedef uint64_t word;
static volatile word *side_words;
static unsigned wanted_at = WANTED_LEASE;
static word copy[SLOT_MOST / 8];

static void leave(int code, const char *why) {
    fprintf(stderr, "hot_get: %s\n", why);
    exit(code);
}

static void miss(const char *why) {
    side_words[wanted_at] = 1;
    __atomic_fetch_add(&side_words[LANES + 1], 1, __ATOMIC_RELAXED);
    leave(2, why);
}

static word at(const word *place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }

static uint32_t crc32(const void *data, size_t count) {
    uint32_t crc = 0xFFFFFFFF;
    for (const uint8_t *byte = data; count--; byte++) {
        crc ^= *byte;
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/* Maps a file that has `need` bytes or more and belongs to us, or to root. */
static void *map(const char *name, int flags, mode_t others, off_t need) {
    char path[300];
    struct stat file;
    snprintf(path, sizeof path, "/dev/shm%s", name);
    int descriptor = open(path, flags | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &file)) leave(3, "cannot be opened");
    if (file.st_uid != geteuid() && file.st_uid != 0) leave(3, "belongs to somebody else");
    if (!S_ISREG(file.st_mode) || file.st_mode & others) leave(3, "others may write to it");
    if (file.st_size < need) leave(3, "is too short");
    int access = PROT_READ | (flags == O_RDWR ? PROT_WRITE : 0);
    void *found = mmap(NULL, file.st_size, access, MAP_SHARED, descriptor, 0);
    if (found == MAP_FAILED) leave(3, "cannot be mapped");
    close(descriptor);
    return found;
}

/* Fetches a sealed time, 0 where it is not valid. */
static word sealed(const word *header, unsigned number, word epoch) {
    word value = at(header + number), seal = at(header + number + 1);
    return seal == (value ^ epoch) * 0x9E3779B97F4A7C15 + number ? value : 0;
}

int main(int count, char **words) {
    if (count < 4 || count > 5 || strlen(words[1]) > 200 || strlen(words[2]) > KEY_MOST - 2)
        leave(3, "usage: hot_get SEGMENT KEY lease|serializable [SECONDS]");
    int by_lease = !strcmp(words[3], "lease");
    if (!by_lease) wanted_at = WANTED_SERIALIZABLE;
    word oldest = count == 5 ? strtod(words[4], NULL) * 1e9 : UINT64_MAX;

    const word *m = map(words[1], O_RDONLY, S_IWGRP | S_IWOTH, HEADER_BYTES);
    word head[EPOCH + 1];
    for (int each = 0; each <= EPOCH; each++) head[each] = at(m + each);
    if (memcmp(head, "kvhotkey", 8) || head[LAYOUT] != 1) leave(3, "is of another layout");
    if (head[HEADER_CHECK] != crc32(head + 3, 11 * 8) || !head[EPOCH]) leave(3, "is not in use");
    word epoch = head[EPOCH], buckets = head[BUCKETS], ways = head[WAYS], bytes = head[SLOT_BYTES];
    if (!buckets || buckets >> 32 || !ways || ways > 1024 || bytes < 64 || bytes > SLOT_MOST
        || bytes % 64 || !head[STRIPES] || head[STRIPES] > 64 || !head[PRIME])
        leave(3, "has impossible sizes");
    word main_bytes = HEADER_BYTES + buckets * ways * (8 + bytes);
    m = map(words[1], O_RDONLY, S_IWGRP | S_IWOTH, main_bytes);
    char side_name[210];
    snprintf(side_name, sizeof side_name, "%s-side", words[1]);
    volatile word *side = side_words = map(side_name, O_RDWR, S_IWOTH, HITS + buckets * ways);
    if (memcmp((void *)side, "kvhotsid", 8) || side[1] != epoch) leave(3, "has another SIDE");

    uint8_t key[KEY_MOST] = {0}; /* the name space of no letters, and its length */
    size_t key_bytes = 1 + strlen(words[2]);
    memcpy(key + 1, words[2], key_bytes - 1);
    word rest = 1 % head[PRIME];
    for (size_t each = 0; each < key_bytes; each++)
        rest = ((unsigned __int128)rest << 8 | key[each]) % head[PRIME];
    unsigned __int128 product = (unsigned __int128)rest * head[FACTOR];
    word fingerprint = (word)(product ^ product >> 61) * head[FACTOR];
    if (!fingerprint) fingerprint = 1;
    word bucket = (fingerprint >> 32) * buckets >> 32;
    word bucket_at = HEADER_BYTES + bucket * ways * (8 + bytes);

    for (int tries = 0; tries < TRIES; tries++) {
        if (at(m + GATE) != epoch) miss("nothing is readable now");
        word way = 0;
        while (way < ways && at(m + bucket_at / 8 + way) != fingerprint) way++;
        if (way == ways) miss("the key is not there");
        word slot_at = bucket_at + ways * 8 + way * bytes;
        const word *slot = m + slot_at / 8;
        word version = at(slot + VERSION);
        if (version & 1) miss("the slot is not readable now");
        word lengths = at(slot + SIZES);
        word value_bytes = lengths >> 32 == ABSENT ? 0 : lengths >> 32;
        word record = RECORD_HEAD * 8 + (lengths & 0xFFFFFFFF) + value_bytes;
        if (record <= bytes)
            for (word each = VERSION; each < (record + 7) / 8; each++) copy[each] = at(slot + each);
        word check = at(slot + CHECK);
        if (at(slot + VERSION) != version) continue;
        if (record > bytes || check != (crc32(copy + VERSION, record - 8) ^ slot_at ^ epoch)) {
            side[REPAIR_WANTED + 8 * (bucket % head[STRIPES])] = bucket * ways + way + 1;
            miss("the slot is damaged");
        }
        if (copy[FINGERPRINT] != fingerprint || copy[SIZES] != lengths
            || (lengths & 0xFFFFFFFF) != key_bytes || memcmp(copy + RECORD_HEAD, key, key_bytes))
            miss("another key is there");

        struct timespec time;
        clock_gettime(CLOCK_BOOTTIME, &time);
        word now = time.tv_sec * 1000000000ull + time.tv_nsec;
        word until = sealed(m, by_lease ? LEASE_UNTIL : ALIVE_UNTIL, epoch);
        if (now >= until) miss(by_lease ? "there is no lease now" : "the node is silent");
        word known = sealed(m, KNOWN_AT, epoch);
        if (!by_lease && count == 5 && (!known || now > known + oldest)) miss("it is too old");
        if (at(m + GATE) != epoch || at(slot + VERSION) != version) continue;

        ((volatile uint8_t *)side)[HITS + bucket * ways + way] = 1;
        side[wanted_at] = 1;
        __atomic_fetch_add(&side[LANES], 1, __ATOMIC_RELAXED);
        if (lengths >> 32 == ABSENT) leave(1, "no such key");
        fwrite((uint8_t *)(copy + RECORD_HEAD) + key_bytes, 1, value_bytes, stdout);
        return 0;
    }
    miss("it changes too often");
}
