/* Calls calc.x through the stubs of stock rpcgen.
 *
 *   calc_client TRANSPORT HOST PORT AUTH BUFFER < calls
 *
 * Each line of input is `VERSION PROCEDURE A B`; each line of output `value N`, `status N` for
 * a version 2 answer without a value, or `error STATUS MESSAGE` (enum clnt_stat). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calc.h"
#include "endpoint.h"

/* rpcgen's stubs of both styles, as functions that fill in a result and say how it went. */
#ifdef BY_VALUE
#define CALL(STUB, ARGUMENT, RESULT, CLIENT_HANDLE) STUB(*(ARGUMENT), (RESULT), (CLIENT_HANDLE))
#else
static enum clnt_stat
copied(const void *answer, void *result, size_t size, CLIENT *client)
{
	struct rpc_err error;

	if (answer == NULL) {
		clnt_geterr(client, &error);
		return error.re_status;
	}
	memcpy(result, answer, size);
	return RPC_SUCCESS;
}
#define CALL(STUB, ARGUMENT, RESULT, CLIENT_HANDLE) \
	copied(STUB((ARGUMENT), (CLIENT_HANDLE)), (RESULT), sizeof *(RESULT), (CLIENT_HANDLE))
#endif

static enum clnt_stat
call_1(const char *procedure, operands *both, int *result, CLIENT *client)
{
	if (strcmp(procedure, "add") == 0)
		return CALL(add_1, both, result, client);
	if (strcmp(procedure, "subtract") == 0)
		return CALL(subtract_1, both, result, client);
	return CALL(multiply_1, both, result, client);
}

static enum clnt_stat
call_2(const char *procedure, operands *both, answer *result, CLIENT *client)
{
	if (strcmp(procedure, "add") == 0)
		return CALL(add_2, both, result, client);
	if (strcmp(procedure, "subtract") == 0)
		return CALL(subtract_2, both, result, client);
	if (strcmp(procedure, "multiply") == 0)
		return CALL(multiply_2, both, result, client);
	return CALL(divide_2, both, result, client);
}

int
main(int argc, char **argv)
{
	CLIENT *clients[3] = { NULL, NULL, NULL };
	struct endpoint where;
	char line[128], procedure[16];
	unsigned version;
	operands both;

	if (argc != 1 + ENDPOINT_ARGUMENTS) {
		fprintf(stderr, "usage: calc_client TRANSPORT HOST PORT AUTH BUFFER\n");
		return 2;
	}
	where = endpoint_of(argv + 1);
	while (fgets(line, sizeof line, stdin) != NULL) {
		enum clnt_stat status;
		answer result = { .status = CALC_OK };

		if (sscanf(line, "%u %15s %d %d", &version, procedure, &both.a, &both.b) != 4
		    || version < 1 || version > 2)
			return 2;
		if (clients[version] == NULL)
			clients[version] = open_client(&where, CALC_PROG, version);
		status = version == 1
		    ? call_1(procedure, &both, &result.answer_u.value, clients[1])
		    : call_2(procedure, &both, &result, clients[2]);
		if (status != RPC_SUCCESS)
			printf("error %d %s\n", (int) status, clnt_sperrno(status));
		else if (result.status == CALC_OK)
			printf("value %d\n", result.answer_u.value);
		else
			printf("status %d\n", result.status);
		fflush(stdout);
	}
	return 0;
}
