/* The calculator for stock rpcgen's server. */
#include <limits.h>

#include "calc.h"

static answer
checked(long long exact)
{
	answer result = { .status = CALC_OVERFLOW };

	if (exact >= INT_MIN && exact <= INT_MAX) {
		result.status = CALC_OK;
		result.answer_u.value = (int) exact;
	}
	return result;
}

static answer
quotient(int a, int b)
{
	answer result = { .status = CALC_DIVISION_BY_ZERO };

	return b == 0 ? result : checked((long long) a / b);
}

/* rpcgen's dispatchers can answer a result or nothing, no error: version 1 wraps around, as C
 * servers do. */
#ifdef BY_VALUE

#define SERVE(NAME, EXACT) \
	bool_t NAME##_1_svc(operands both, int *result, struct svc_req *request) \
	{ \
		(void) request; \
		*result = (int) (EXACT); \
		return TRUE; \
	} \
	bool_t NAME##_2_svc(operands both, answer *result, struct svc_req *request) \
	{ \
		(void) request; \
		*result = checked(EXACT); \
		return TRUE; \
	}

bool_t
divide_2_svc(operands both, answer *result, struct svc_req *request)
{
	(void) request;
	*result = quotient(both.a, both.b);
	return TRUE;
}

int
calc_prog_1_freeresult(SVCXPRT *transport, xdrproc_t codec, caddr_t result)
{
	(void) transport;
	xdr_free(codec, result);
	return TRUE;
}

int
calc_prog_2_freeresult(SVCXPRT *transport, xdrproc_t codec, caddr_t result)
{
	return calc_prog_1_freeresult(transport, codec, result);
}

#else

#define SERVE(NAME, EXACT) \
	int *NAME##_1_svc(operands *argument, struct svc_req *request) \
	{ \
		static int result; \
		operands both = *argument; \
		(void) request; \
		result = (int) (EXACT); \
		return &result; \
	} \
	answer *NAME##_2_svc(operands *argument, struct svc_req *request) \
	{ \
		static answer result; \
		operands both = *argument; \
		(void) request; \
		result = checked(EXACT); \
		return &result; \
	}

answer *
divide_2_svc(operands *both, struct svc_req *request)
{
	static answer result;

	(void) request;
	result = quotient(both->a, both->b);
	return &result;
}

#endif

SERVE(add, (long long) both.a + both.b)
SERVE(subtract, (long long) both.a - both.b)
SERVE(multiply, (long long) both.a * both.b)
