/* The procedures of torture.x for stock rpcgen's server: every argument comes back. */
#include <stdio.h>
#include <string.h>

#include "torture_types.h"

static void
identify(struct svc_req *request, caller_identity *who)
{
	/* The reply is encoded before the next call is decoded, so these may stay where they are. */
	static char machine[256];
	static u_int gids[16];
	struct authunix_parms *claim;

	memset(who, 0, sizeof *who);
	who->flavor = (u_int) request->rq_cred.oa_flavor;
	machine[0] = '\0';
	who->machine = machine;
	who->gids.gids_val = gids;
	if (request->rq_cred.oa_flavor != AUTH_SYS)
		return;
	claim = (struct authunix_parms *) request->rq_clntcred;
	snprintf(machine, sizeof machine, "%s", claim->aup_machname);
	who->uid = claim->aup_uid;
	who->gid = claim->aup_gid;
	who->gids.gids_len = claim->aup_len;
	for (u_int i = 0; i < who->gids.gids_len; i++)
		gids[i] = claim->aup_gids[i];
}

static char greeting[] = "hello from C";

#ifdef BY_VALUE

#define SERVE_ECHO(NAME, TYPE, CODEC) \
	bool_t echo_##NAME##_1_svc(TYPE argument, TYPE *result, struct svc_req *request) \
	{ \
		(void) request; \
		*result = argument; \
		return TRUE; \
	}

bool_t
nothing_1_svc(void *result, struct svc_req *request)
{
	(void) result, (void) request;
	return TRUE;
}

bool_t
who_am_i_1_svc(caller_identity *result, struct svc_req *request)
{
	identify(request, result);
	return TRUE;
}

bool_t
echo_last_1_svc(int number, name title, quad_t big, by_bool last, by_bool *result,
    struct svc_req *request)
{
	(void) number, (void) title, (void) big, (void) request;
	*result = last;
	return TRUE;
}

bool_t
negate_2_svc(int number, int *result, struct svc_req *request)
{
	(void) request;
	*result = -number;
	return TRUE;
}

bool_t
swallow_7_svc(everything all, void *result, struct svc_req *request)
{
	(void) all, (void) result, (void) request;
	return TRUE;
}

bool_t
greet_7_svc(any_text *result, struct svc_req *request)
{
	(void) request;
	*result = greeting;
	return TRUE;
}

/* Results share their memory with the arguments, which the stub frees. */
int
torture_prog_1_freeresult(SVCXPRT *transport, xdrproc_t codec, caddr_t result)
{
	(void) transport, (void) codec, (void) result;
	return TRUE;
}

int
torture_prog_2_freeresult(SVCXPRT *transport, xdrproc_t codec, caddr_t result)
{
	return torture_prog_1_freeresult(transport, codec, result);
}

int
torture_other_prog_7_freeresult(SVCXPRT *transport, xdrproc_t codec, caddr_t result)
{
	return torture_prog_1_freeresult(transport, codec, result);
}

#else

#define SERVE_ECHO(NAME, TYPE, CODEC) \
	TYPE *echo_##NAME##_1_svc(TYPE *argument, struct svc_req *request) \
	{ \
		(void) request; \
		return argument; \
	}

void *
nothing_1_svc(void *argument, struct svc_req *request)
{
	static char something;

	(void) argument, (void) request;
	return &something;
}

caller_identity *
who_am_i_1_svc(void *argument, struct svc_req *request)
{
	static caller_identity who;

	(void) argument;
	identify(request, &who);
	return &who;
}

int *
negate_2_svc(int *number, struct svc_req *request)
{
	static int result;

	(void) request;
	result = -*number;
	return &result;
}

void *
swallow_7_svc(everything *all, struct svc_req *request)
{
	return nothing_1_svc(all, request);
}

any_text *
greet_7_svc(void *argument, struct svc_req *request)
{
	static any_text result = greeting;

	(void) argument, (void) request;
	return &result;
}

#endif

FOR_EACH_ECHO(SERVE_ECHO)
