/* Every echoing procedure of torture.x: its name in C, and the type it takes and returns. */
#ifndef TORTURE_TYPES_H
#define TORTURE_TYPES_H

#include "torture.h"

typedef char *string;

#define FOR_EACH_ECHO(ECHO) \
	ECHO(bool, bool_t, xdr_bool) \
	ECHO(char, char, xdr_char) \
	ECHO(u_char, u_char, xdr_u_char) \
	ECHO(short, short, xdr_short) \
	ECHO(u_short, u_short, xdr_u_short) \
	ECHO(int, int, xdr_int) \
	ECHO(u_int, u_int, xdr_u_int) \
	ECHO(long, long, xdr_long) \
	ECHO(u_long, u_long, xdr_u_long) \
	ECHO(hyper, quad_t, xdr_quad_t) \
	ECHO(u_hyper, u_quad_t, xdr_u_quad_t) \
	ECHO(float, float, xdr_float) \
	ECHO(double, double, xdr_double) \
	ECHO(quadruple, quadruple, xdr_quadruple) \
	ECHO(string, string, xdr_wrapstring) \
	ECHO(colour, colour, xdr_colour) \
	ECHO(name, name, xdr_name) \
	ECHO(any_text, any_text, xdr_any_text) \
	ECHO(blob, blob, xdr_blob) \
	ECHO(any_blob, any_blob, xdr_any_blob) \
	ECHO(big_numbers, big_numbers, xdr_big_numbers) \
	ECHO(counter_again, counter_again, xdr_counter_again) \
	ECHO(paint, paint, xdr_paint) \
	ECHO(maybe_number, maybe_number, xdr_maybe_number) \
	ECHO(small_integers, small_integers, xdr_small_integers) \
	ECHO(integers, integers, xdr_integers) \
	ECHO(wide_integers, wide_integers, xdr_wide_integers) \
	ECHO(sized_integers, sized_integers, xdr_sized_integers) \
	ECHO(floats, floats, xdr_floats) \
	ECHO(bytes_and_text, bytes_and_text, xdr_bytes_and_text) \
	ECHO(arrays, arrays, xdr_arrays) \
	ECHO(options, options, xdr_options) \
	ECHO(by_enum, by_enum, xdr_by_enum) \
	ECHO(by_int, by_int, xdr_by_int) \
	ECHO(by_unsigned, by_unsigned, xdr_by_unsigned) \
	ECHO(by_bool, by_bool, xdr_by_bool) \
	ECHO(by_bool_default, by_bool_default, xdr_by_bool_default) \
	ECHO(nested, nested, xdr_nested) \
	ECHO(list, list, xdr_list) \
	ECHO(tree, tree, xdr_tree) \
	ECHO(folder, folder, xdr_folder) \
	ECHO(everything, everything, xdr_everything)

/* What a C program sees in a value, by reading its members; see torture_describe.c. */
#define DECLARE_DESCRIBE(NAME, TYPE, CODEC) void describe_##NAME(FILE *out, const void *value);
FOR_EACH_ECHO(DECLARE_DESCRIBE)
#undef DECLARE_DESCRIBE
void describe_caller_identity(FILE *out, const void *value);

#endif
