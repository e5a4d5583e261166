#include "endpoint.h"
#include "torture.h"

void torture_prog_1(struct svc_req *, SVCXPRT *);
void torture_prog_2(struct svc_req *, SVCXPRT *);
void torture_other_prog_7(struct svc_req *, SVCXPRT *);

const struct service services[] = {
	{ TORTURE_PROG, TORTURE_V1, torture_prog_1 },
	{ TORTURE_PROG, TORTURE_V2, torture_prog_2 },
	{ TORTURE_OTHER_PROG, TORTURE_OTHER_V7, torture_other_prog_7 },
	{ 0, 0, NULL },
};
