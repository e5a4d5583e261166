/* Calls torture.x through the stubs of stock rpcgen.
 *
 *   torture_client TRANSPORT HOST PORT AUTH BUFFER < calls
 *
 * Each line of input is `PROCEDURE HEXADECIMAL`, the XDR of the arguments (`.` for none). Each
 * line of output is `ok HEXADECIMAL DESCRIPTION` for the result, or `error STATUS MESSAGE` with
 * the number of enum clnt_stat, or `undecodable` when C cannot read the arguments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "endpoint.h"
#include "torture_types.h"

struct procedure {
	const char *name;
	rpcprog_t program;
	rpcvers_t version;
	xdrproc_t argument;
	xdrproc_t result;
	enum clnt_stat (*call)(void *argument, void *result, CLIENT *client);
	void (*describe)(FILE *out, const void *result);
};

/* Plain stubs take and return pointers; -N -M stubs take values and fill in the result. */
#ifdef BY_VALUE
#define DEFINE_CALL(NAME, STUB, IN, OUT) \
	static enum clnt_stat call_##NAME(void *argument, void *result, CLIENT *client) \
	{ \
		return STUB(*(IN *) argument, result, client); \
	}
#define DEFINE_CALL_WITHOUT_ARGUMENT(NAME, STUB, OUT) \
	static enum clnt_stat call_##NAME(void *argument, void *result, CLIENT *client) \
	{ \
		(void) argument; \
		return STUB(result, client); \
	}
#else
static enum clnt_stat
status_of(CLIENT *client)
{
	struct rpc_err error;

	clnt_geterr(client, &error);
	return error.re_status;
}

#define COPY_OR_FAIL(ANSWER, OUT) \
	do { \
		if ((ANSWER) == NULL) \
			return status_of(client); \
		memcpy(result, (ANSWER), sizeof(OUT)); \
		return RPC_SUCCESS; \
	} while (0)
#define DEFINE_CALL(NAME, STUB, IN, OUT) \
	static enum clnt_stat call_##NAME(void *argument, void *result, CLIENT *client) \
	{ \
		void *answer = STUB(argument, client); \
		COPY_OR_FAIL(answer, OUT); \
	}
#define DEFINE_CALL_WITHOUT_ARGUMENT(NAME, STUB, OUT) \
	static enum clnt_stat call_##NAME(void *argument, void *result, CLIENT *client) \
	{ \
		void *answer = STUB(argument, client); \
		COPY_OR_FAIL(answer, OUT); \
	}
#endif

#define DEFINE_ECHO(NAME, TYPE, CODEC) DEFINE_CALL(echo_##NAME, echo_##NAME##_1, TYPE, TYPE)
FOR_EACH_ECHO(DEFINE_ECHO)
DEFINE_CALL_WITHOUT_ARGUMENT(nothing, nothing_1, char)
DEFINE_CALL_WITHOUT_ARGUMENT(who_am_i, who_am_i_1, caller_identity)
DEFINE_CALL(negate, negate_2, int, int)
DEFINE_CALL(swallow, swallow_7, everything, char)
DEFINE_CALL_WITHOUT_ARGUMENT(greet, greet_7, any_text)

static void
describe_void(FILE *out, const void *value)
{
	(void) value;
	fputs("void", out);
}

#ifdef BY_VALUE
static enum clnt_stat
call_echo_last(void *argument, void *result, CLIENT *client)
{
	echo_last_1_argument *all = argument;

	return echo_last_1(all->arg1, all->arg2, all->arg3, all->arg4, result, client);
}
#endif

#define ECHO_ENTRY(NAME, TYPE, CODEC) \
	{ "ECHO_" #NAME, TORTURE_PROG, TORTURE_V1, (xdrproc_t) CODEC, (xdrproc_t) CODEC, \
	  call_echo_##NAME, describe_##NAME },

static const struct procedure procedures[] = {
	FOR_EACH_ECHO(ECHO_ENTRY)
	{ "NOTHING", TORTURE_PROG, TORTURE_V1, (xdrproc_t) xdr_void, (xdrproc_t) xdr_void,
	  call_nothing, describe_void },
	{ "WHO_AM_I", TORTURE_PROG, TORTURE_V1, (xdrproc_t) xdr_void,
	  (xdrproc_t) xdr_caller_identity, call_who_am_i, describe_caller_identity },
#ifdef BY_VALUE
	{ "ECHO_LAST", TORTURE_PROG, TORTURE_V1, (xdrproc_t) xdr_echo_last_1_argument,
	  (xdrproc_t) xdr_by_bool, call_echo_last, describe_by_bool },
#endif
	{ "NEGATE", TORTURE_PROG, TORTURE_V2, (xdrproc_t) xdr_int, (xdrproc_t) xdr_int,
	  call_negate, describe_int },
	{ "SWALLOW", TORTURE_OTHER_PROG, TORTURE_OTHER_V7, (xdrproc_t) xdr_everything,
	  (xdrproc_t) xdr_void, call_swallow, describe_void },
	{ "GREET", TORTURE_OTHER_PROG, TORTURE_OTHER_V7, (xdrproc_t) xdr_void,
	  (xdrproc_t) xdr_any_text, call_greet, describe_any_text },
};

enum { PROCEDURES = sizeof procedures / sizeof procedures[0] };

/* Big enough and aligned for any argument and any result. */
union anything {
	everything all;
	caller_identity identity;
	quadruple q;
};

static void
put_result(const struct procedure *procedure, void *result)
{
	u_int size = (u_int) xdr_sizeof(procedure->result, result);
	char *bytes = malloc(size + 1);
	XDR encoder;

	xdrmem_create(&encoder, bytes, size, XDR_ENCODE);
	if (!procedure->result(&encoder, result)) {
		puts("unencodable");
	} else {
		fputs("ok ", stdout);
		if (size == 0)
			fputs(".", stdout);
		put_hexadecimal(stdout, bytes, size);
		fputs(" ", stdout);
		procedure->describe(stdout, result);
		fputs("\n", stdout);
	}
	free(bytes);
}

static void
perform(const struct procedure *procedure, const char *hexadecimal, CLIENT *client)
{
	static union anything argument, result;
	enum clnt_stat status;
	u_int length = 0;
	char *bytes = bytes_of(strcmp(hexadecimal, ".") == 0 ? "" : hexadecimal, &length);
	XDR decoder;

	memset(&argument, 0, sizeof argument);
	memset(&result, 0, sizeof result);
	xdrmem_create(&decoder, bytes, length, XDR_DECODE);
	if (!procedure->argument(&decoder, &argument)) {
		puts("undecodable");
	} else {
		status = procedure->call(&argument, &result, client);
		if (status == RPC_SUCCESS)
			put_result(procedure, &result);
		else
			printf("error %d %s\n", (int) status, clnt_sperrno(status));
	}
	xdr_free(procedure->argument, &argument);
	xdr_free(procedure->result, &result);
	free(bytes);
	fflush(stdout);
}

static const struct procedure *
procedure_named(const char *name)
{
	for (size_t i = 0; i < PROCEDURES; i++)
		if (strcasecmp(procedures[i].name, name) == 0)
			return &procedures[i];
	fprintf(stderr, "no procedure %s\n", name);
	exit(2);
}

/* One handle for each program and version, opened when the first call needs it. */
static CLIENT *
client_for(const struct endpoint *where, const struct procedure *procedure)
{
	static struct { rpcprog_t program; rpcvers_t version; CLIENT *client; } open[3];
	size_t i = 0;

	while (open[i].client != NULL
	    && (open[i].program != procedure->program || open[i].version != procedure->version))
		i++;
	if (open[i].client == NULL) {
		open[i].program = procedure->program;
		open[i].version = procedure->version;
		open[i].client = open_client(where, procedure->program, procedure->version);
	}
	return open[i].client;
}

int
main(int argc, char **argv)
{
	struct endpoint where;
	char *line = NULL;
	size_t room = 0;

	if (argc != 1 + ENDPOINT_ARGUMENTS) {
		fprintf(stderr, "usage: torture_client TRANSPORT HOST PORT AUTH BUFFER\n");
		return 2;
	}
	where = endpoint_of(argv + 1);
	while (getline(&line, &room, stdin) > 0) {
		char *name = strtok(line, " \n");
		char *hexadecimal = strtok(NULL, " \n");
		const struct procedure *procedure = procedure_named(name);

		perform(procedure, hexadecimal, client_for(&where, procedure));
	}
	free(line);
	return 0;
}
