/* Puts and gets in the store through the stubs of stock rpcgen, with all-zero headers.
 *
 *   kv_client TRANSPORT HOST PORT AUTH BUFFER < calls
 *
 * Each line of input is `put KEY VALUE`, `get KEY`, `delete KEY`, `range PREFIX` or
 * `watch PREFIX REVISION OFFSET`, keys and values in hexadecimal (`.` for an empty one). Each line
 * of output is `put REVISION`, `got VALUE MOD_REVISION VERSION`, `deleted COUNT`,
 * `ranged REVISION KEY=VALUE ...` for the first page, `watched REVISION OFFSET EVENT ...` with
 * where to go on, each event `put:KEY=VALUE` or `delete:KEY`, `code N MESSAGE` for another result,
 * or `error STATUS MESSAGE` (enum clnt_stat). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "endpoint.h"
#include "kv.h"

/* rpcgen's stubs of both styles: a pointer to the result, NULL when there is none. */
#ifdef BY_VALUE
#define CALL(STUB, ARGUMENT, RESULT, CLIENT_HANDLE) \
	(memset((RESULT), 0, sizeof *(RESULT)), \
	 STUB(*(ARGUMENT), (RESULT), (CLIENT_HANDLE)) == RPC_SUCCESS ? (RESULT) : NULL)
#else
#define CALL(STUB, ARGUMENT, RESULT, CLIENT_HANDLE) \
	((void) (RESULT), STUB((ARGUMENT), (CLIENT_HANDLE)))
#endif

struct bytes {
	char *value;
	u_int length;
};

static struct bytes
next_word(void)
{
	const char *word = strtok(NULL, " \n");
	struct bytes found = { NULL, 0 };

	if (word == NULL)
		exit(2);
	found.value = bytes_of(strcmp(word, ".") == 0 ? "" : word, &found.length);
	return found;
}

static void
put_rpc_error(CLIENT *client)
{
	struct rpc_err error;

	clnt_geterr(client, &error);
	printf("error %d %s\n", (int) error.re_status, clnt_sperrno(error.re_status));
}

static void
put_bytes(const char *value, u_int length)
{
	if (length == 0)
		fputs(".", stdout);
	put_hexadecimal(stdout, value, length);
}

static void
put_item(const kv_item *item)
{
	put_bytes(item->key.key_val, item->key.key_len);
	fputs("=", stdout);
	put_bytes(item->value.value_val, item->value.value_len);
}

static unsigned long long
next_number(void)
{
	const char *word = strtok(NULL, " \n");

	if (word == NULL)
		exit(2);
	return strtoull(word, NULL, 10);
}

static void
put(CLIENT *client)
{
	struct bytes key = next_word(), value = next_word();
	kv_put_reply room, *reply;
	kv_put_args args;

	memset(&args, 0, sizeof args);
	args.put.key.key_val = key.value;
	args.put.key.key_len = key.length;
	args.put.value.value_val = value.value;
	args.put.value.value_len = value.length;
	reply = CALL(kv_put_1, &args, &room, client);
	if (reply == NULL) {
		put_rpc_error(client);
	} else {
		kv_put_result *result = &reply->result;

		if (result->code == KV_OK)
			printf("put %llu\n",
			    (unsigned long long) result->kv_put_result_u.ok.commit.revision);
		else
			printf("code %d %s\n", result->code, result->kv_put_result_u.error.message);
		xdr_free((xdrproc_t) xdr_kv_put_reply, reply);
	}
	free(key.value);
	free(value.value);
}

static void
get(CLIENT *client)
{
	struct bytes key = next_word();
	kv_get_reply room, *reply;
	kv_get_args args;

	memset(&args, 0, sizeof args);
	args.key.key_val = key.value;
	args.key.key_len = key.length;
	reply = CALL(kv_get_1, &args, &room, client);
	if (reply == NULL) {
		put_rpc_error(client);
	} else {
		kv_get_result *result = &reply->result;
		kv_item *item = &result->kv_get_result_u.item;

		if (result->code == KV_OK) {
			fputs("got ", stdout);
			put_bytes(item->value.value_val, item->value.value_len);
			printf(" %llu %llu\n", (unsigned long long) item->mod_revision,
			    (unsigned long long) item->key_version);
		} else if (result->code == KV_NOT_FOUND) {
			printf("code %d\n", result->code);
		} else {
			printf("code %d %s\n", result->code, result->kv_get_result_u.error.message);
		}
		xdr_free((xdrproc_t) xdr_kv_get_reply, reply);
	}
	free(key.value);
}

static void
delete(CLIENT *client)
{
	struct bytes key = next_word();
	kv_delete_reply room, *reply;
	kv_delete_args args;

	memset(&args, 0, sizeof args);
	args.deletion.keys.key.key_val = key.value;
	args.deletion.keys.key.key_len = key.length;
	reply = CALL(kv_delete_1, &args, &room, client);
	if (reply == NULL) {
		put_rpc_error(client);
	} else {
		kv_delete_result *result = &reply->result;

		if (result->code == KV_OK)
			printf("deleted %llu\n",
			    (unsigned long long) result->kv_delete_result_u.ok.deleted.count);
		else
			printf("code %d %s\n", result->code,
			    result->kv_delete_result_u.error.message);
		xdr_free((xdrproc_t) xdr_kv_delete_reply, reply);
	}
	free(key.value);
}

static void
range(CLIENT *client)
{
	struct bytes prefix = next_word();
	kv_range_reply room, *reply;
	kv_range_args args;

	memset(&args, 0, sizeof args);
	args.range.keys.kind = KV_PREFIX;
	args.range.keys.key.key_val = prefix.value;
	args.range.keys.key.key_len = prefix.length;
	reply = CALL(kv_range_1, &args, &room, client);
	if (reply == NULL) {
		put_rpc_error(client);
	} else {
		kv_range_result *result = &reply->result;
		kv_range_ok *ok = &result->kv_range_result_u.ok;

		if (result->code == KV_OK) {
			printf("ranged %llu", (unsigned long long) ok->revision);
			for (u_int i = 0; i < ok->items.items_len; i++) {
				fputs(" ", stdout);
				put_item(&ok->items.items_val[i]);
			}
			fputs("\n", stdout);
		} else {
			printf("code %d %s\n", result->code,
			    result->kv_range_result_u.error.message);
		}
		xdr_free((xdrproc_t) xdr_kv_range_reply, reply);
	}
	free(prefix.value);
}

static void
put_event(const kv_event *event)
{
	if (event->kind == KV_EVENT_PUT) {
		fputs(" put:", stdout);
		put_item(&event->item);
	} else {
		fputs(" delete:", stdout);
		put_bytes(event->item.key.key_val, event->item.key.key_len);
	}
}

static void
watch(CLIENT *client)
{
	struct bytes prefix = next_word();
	kv_key_range ranges[1];
	kv_watch_reply room, *reply;
	kv_watch_args args;

	memset(&args, 0, sizeof args);
	memset(ranges, 0, sizeof ranges);
	ranges[0].kind = KV_PREFIX;
	ranges[0].key.key_val = prefix.value;
	ranges[0].key.key_len = prefix.length;
	args.ranges.ranges_val = ranges;
	args.ranges.ranges_len = 1;
	args.position.revision = next_number();
	args.position.offset = (u_int) next_number();
	reply = CALL(kv_watch_1, &args, &room, client);
	if (reply == NULL) {
		put_rpc_error(client);
	} else {
		kv_watch_result *result = &reply->result;
		kv_watch_ok *ok = &result->kv_watch_result_u.ok;

		if (result->code == KV_OK) {
			printf("watched %llu %u", (unsigned long long) ok->next.revision,
			    ok->next.offset);
			for (u_int i = 0; i < ok->events.events_len; i++)
				put_event(&ok->events.events_val[i]);
			fputs("\n", stdout);
		} else {
			printf("code %d %s\n", result->code,
			    result->kv_watch_result_u.error.message);
		}
		xdr_free((xdrproc_t) xdr_kv_watch_reply, reply);
	}
	free(prefix.value);
}

static const struct verb {
	const char *name;
	void (*call)(CLIENT *);
} verbs[] = {
	{ "put", put }, { "get", get }, { "delete", delete }, { "range", range }, { "watch", watch },
};

int
main(int argc, char **argv)
{
	struct endpoint where;
	CLIENT *client;
	char *line = NULL;
	size_t room = 0;

	if (argc != 1 + ENDPOINT_ARGUMENTS) {
		fprintf(stderr, "usage: kv_client TRANSPORT HOST PORT AUTH BUFFER\n");
		return 2;
	}
	where = endpoint_of(argv + 1);
	client = open_client(&where, KV_PROGRAM, KV_V1);
	while (getline(&line, &room, stdin) > 0) {
		const char *name = strtok(line, " \n");

		for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
			if (strcmp(name, verbs[i].name) == 0)
				verbs[i].call(client);
		fflush(stdout);
	}
	free(line);
	return 0;
}
