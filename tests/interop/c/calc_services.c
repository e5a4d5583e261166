#include "calc.h"
#include "endpoint.h"

void calc_prog_1(struct svc_req *, SVCXPRT *);
void calc_prog_2(struct svc_req *, SVCXPRT *);

const struct service services[] = {
	{ CALC_PROG, CALC_V1, calc_prog_1 },
	{ CALC_PROG, CALC_V2, calc_prog_2 },
	{ 0, 0, NULL },
};
