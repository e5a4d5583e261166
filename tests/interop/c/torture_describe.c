/* Values of torture.x as one line of text, so that Python can compare meaning and not only bytes.
 *
 *   integers, enums, bools  decimal          floats  x and the bits in hexadecimal
 *   strings, opaque         'hexadecimal'    arrays  [a b c]
 *   structs, unions         {a b c}          absent  -
 *
 * A union shows its discriminant and then its arm, if that is not void. */
#include "torture_types.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "endpoint.h"

/* DESCRIBE(TYPE-NAME, C-TYPE) { ... } defines describe_NAME with `v` pointing at the value. */
#define DESCRIBE(NAME, TYPE) \
	static void show_##NAME(FILE *out, const TYPE *v); \
	void describe_##NAME(FILE *out, const void *value) { show_##NAME(out, value); } \
	static void show_##NAME(FILE *out, const TYPE *v)

#define EACH(FIRST, COUNT, SHOW) \
	do { \
		fputs("[", out); \
		for (size_t each = 0; each < (size_t) (COUNT); each++) { \
			if (each > 0) \
				fputs(" ", out); \
			SHOW(out, (FIRST) + each); \
		} \
		fputs("]", out); \
	} while (0)

#define MAYBE(POINTER, SHOW) \
	do { \
		if ((POINTER) == NULL) \
			fputs("-", out); \
		else \
			SHOW(out, (POINTER)); \
	} while (0)

#define GAP fputs(" ", out)
#define OPEN fputs("{", out)
#define CLOSE fputs("}", out)

static void
show_bytes(FILE *out, const void *bytes, size_t length)
{
	fputs("'", out);
	put_hexadecimal(out, bytes, length);
	fputs("'", out);
}

DESCRIBE(bool, bool_t) { fprintf(out, "%d", *v); }
DESCRIBE(char, char) { fprintf(out, "%d", *v); }
DESCRIBE(u_char, u_char) { fprintf(out, "%u", *v); }
DESCRIBE(short, short) { fprintf(out, "%d", *v); }
DESCRIBE(u_short, u_short) { fprintf(out, "%u", *v); }
DESCRIBE(int, int) { fprintf(out, "%d", *v); }
DESCRIBE(u_int, u_int) { fprintf(out, "%u", *v); }
DESCRIBE(u_long, u_long) { fprintf(out, "%lu", *v); }
/* XDR's long has 32 bits. Where C's has more, libtirpc does not extend the sign when it decodes. */
DESCRIBE(long, long) { fprintf(out, "%d", (int) *v); }
DESCRIBE(hyper, quad_t) { fprintf(out, "%lld", (long long) *v); }
DESCRIBE(u_hyper, u_quad_t) { fprintf(out, "%llu", (unsigned long long) *v); }
DESCRIBE(colour, colour) { fprintf(out, "%d", (int) *v); }
DESCRIBE(paint, paint) { show_colour(out, v); }
DESCRIBE(counter_again, counter_again) { show_u_int(out, v); }

DESCRIBE(float, float)
{
	uint32_t bits;

	memcpy(&bits, v, sizeof bits);
	fprintf(out, "x%08x", bits);
}

DESCRIBE(double, double)
{
	uint64_t bits;

	memcpy(&bits, v, sizeof bits);
	fprintf(out, "x%016llx", (unsigned long long) bits);
}

DESCRIBE(quadruple, quadruple) { show_bytes(out, v->bytes, sizeof v->bytes); }
DESCRIBE(string, string) { show_bytes(out, *v, strlen(*v)); }
DESCRIBE(name, name) { show_string(out, v); }
DESCRIBE(any_text, any_text) { show_string(out, v); }
DESCRIBE(blob, blob) { show_bytes(out, v->blob_val, v->blob_len); }
DESCRIBE(any_blob, any_blob) { show_bytes(out, v->any_blob_val, v->any_blob_len); }

DESCRIBE(big_numbers, big_numbers) { EACH(v->big_numbers_val, v->big_numbers_len, show_hyper); }
DESCRIBE(maybe_number, maybe_number) { MAYBE(*v, show_int); }

static void show_row(FILE *out, const row *v) { EACH(*v, SHORT_COUNT, show_int); }
static void show_digest(FILE *out, const digest *v) { show_bytes(out, *v, sizeof *v); }

DESCRIBE(small_integers, small_integers)
{
	OPEN;
	show_char(out, &v->c); GAP;
	show_u_char(out, &v->uc); GAP;
	show_short(out, &v->s); GAP;
	show_u_short(out, &v->us);
	CLOSE;
}

DESCRIBE(integers, integers)
{
	OPEN;
	show_int(out, &v->i); GAP;
	show_u_int(out, &v->ui); GAP;
	show_u_int(out, &v->u); GAP;
	show_long(out, &v->l); GAP;
	show_u_long(out, &v->ul); GAP;
	show_u_int(out, &v->another_ui); GAP;
	show_u_long(out, &v->another_ul); GAP;
	show_short(out, &v->s); GAP;
	show_u_short(out, &v->us); GAP;
	show_char(out, &v->c); GAP;
	show_u_char(out, &v->uc); GAP;
	EACH(v->plain, SHORT_COUNT, show_int); GAP;
	EACH(v->halves, 2, show_short); GAP;
	show_bool(out, &v->yes); GAP;
	show_colour(out, &v->shade);
	CLOSE;
}

DESCRIBE(wide_integers, wide_integers)
{
	OPEN;
	show_hyper(out, &v->h); GAP;
	show_u_hyper(out, &v->uh); GAP;
	show_hyper(out, &v->q); GAP;
	show_u_hyper(out, &v->uq);
	CLOSE;
}

DESCRIBE(sized_integers, sized_integers)
{
	fprintf(out, "{%d %u %d %u %ld %lu %lld %llu}", v->i8, v->u8, v->i16, v->u16,
	    (long) v->i32, (unsigned long) v->u32, (long long) v->i64, (unsigned long long) v->u64);
}

DESCRIBE(floats, floats)
{
	OPEN;
	show_float(out, &v->f); GAP;
	show_double(out, &v->d); GAP;
	show_quadruple(out, &v->q); GAP;
	EACH(v->several_f, 2, show_float); GAP;
	EACH(v->many_d.many_d_val, v->many_d.many_d_len, show_double);
	CLOSE;
}

DESCRIBE(bytes_and_text, bytes_and_text)
{
	OPEN;
	show_name(out, &v->n); GAP;
	show_string(out, (const string *) &v->bounded); GAP;
	show_string(out, (const string *) &v->unbounded); GAP;
	show_bytes(out, v->fixed_1, sizeof v->fixed_1); GAP;
	show_bytes(out, v->fixed_4, sizeof v->fixed_4); GAP;
	show_digest(out, &v->d); GAP;
	show_bytes(out, v->upto.upto_val, v->upto.upto_len); GAP;
	show_bytes(out, v->unlimited.unlimited_val, v->unlimited.unlimited_len); GAP;
	show_any_text(out, &v->t); GAP;
	show_any_blob(out, &v->b);
	CLOSE;
}

DESCRIBE(arrays, arrays)
{
	OPEN;
	show_row(out, &v->one); GAP;
	EACH(v->matrix, 2, show_row); GAP;
	EACH(v->rows.rows_val, v->rows.rows_len, show_row); GAP;
	EACH(v->names.names_val, v->names.names_len, show_name); GAP;
	EACH(v->pair, 2, show_name); GAP;
	show_big_numbers(out, &v->bigs); GAP;
	EACH(v->octets, 3, show_u_char); GAP;
	EACH(v->letters.letters_val, v->letters.letters_len, show_char); GAP;
	EACH(v->flags.flags_val, v->flags.flags_len, show_bool); GAP;
	EACH(v->palette.palette_val, v->palette.palette_len, show_colour); GAP;
	EACH(v->inner.inner_val, v->inner.inner_len, show_small_integers); GAP;
	EACH(v->grid, sizeof v->grid / sizeof v->grid[0], show_double); GAP;
	EACH(v->shorts.shorts_val, v->shorts.shorts_len, show_short);
	CLOSE;
}

DESCRIBE(options, options)
{
	OPEN;
	MAYBE(v->number, show_int); GAP;
	MAYBE(v->title, show_name); GAP;
	MAYBE(v->small, show_small_integers); GAP;
	show_maybe_number(out, &v->again); GAP;
	MAYBE(v->shade, show_colour); GAP;
	MAYBE(v->sum, show_digest);
	CLOSE;
}

DESCRIBE(by_enum, by_enum)
{
	OPEN;
	show_colour(out, &v->shade);
	switch (v->shade) {
	case RED:
		GAP; show_int(out, &v->by_enum_u.count);
		break;
	case GREEN:
	case BLUE:
		GAP; show_name(out, &v->by_enum_u.label);
		break;
	case INFRARED:
		break;
	case ULTRAVIOLET:
		GAP; show_small_integers(out, &v->by_enum_u.small);
		break;
	}
	CLOSE;
}

DESCRIBE(by_int, by_int)
{
	OPEN;
	show_int(out, &v->status);
	switch (v->status) {
	case 0:
		GAP; show_bytes(out, v->by_int_u.body.body_val, v->by_int_u.body.body_len);
		break;
	case BELOW_ZERO:
		break;
	case 0x7fffffff:
		GAP; show_bytes(out, v->by_int_u.tag, sizeof v->by_int_u.tag);
		break;
	default:
		GAP; show_string(out, (const string *) &v->by_int_u.reason);
	}
	CLOSE;
}

DESCRIBE(by_unsigned, by_unsigned)
{
	OPEN;
	show_u_int(out, &v->kind);
	switch (v->kind) {
	case 1:
		GAP; show_hyper(out, &v->by_unsigned_u.big);
		break;
	case 2:
	case 3:
		GAP;
		EACH(v->by_unsigned_u.numbers.numbers_val, v->by_unsigned_u.numbers.numbers_len,
		    show_int);
		break;
	case 4:
		GAP; show_row(out, (const row *) &v->by_unsigned_u.fixed_row);
		break;
	}
	CLOSE;
}

DESCRIBE(by_bool, by_bool)
{
	OPEN;
	show_bool(out, &v->present);
	if (v->present) {
		GAP; show_double(out, &v->by_bool_u.value);
	}
	CLOSE;
}

DESCRIBE(by_bool_default, by_bool_default)
{
	OPEN;
	show_bool(out, &v->present); GAP;
	if (v->present)
		show_counter_again(out, &v->by_bool_default_u.value);
	else
		show_string(out, (const string *) &v->by_bool_default_u.excuse);
	CLOSE;
}

DESCRIBE(nested, nested)
{
	OPEN;
	show_int(out, &v->depth);
	switch (v->depth) {
	case 0:
		break;
	case 1:
		GAP; show_by_enum(out, &v->nested_u.inner_enum);
		break;
	case 2:
		GAP; show_by_int(out, &v->nested_u.inner_int);
		break;
	case 3:
		GAP;
		MAYBE(v->nested_u.maybe, show_by_bool);
		break;
	case 4:
		GAP;
		EACH(v->nested_u.several.several_val, v->nested_u.several.several_len, show_by_unsigned);
		break;
	case 5:
		GAP;
		MAYBE(v->nested_u.deeper, show_nested);
		break;
	default:
		GAP; show_paint(out, &v->nested_u.shade);
	}
	CLOSE;
}

DESCRIBE(list, list)
{
	size_t length = 0;

	for (const node *at = *v; at != NULL; at = at->next, length++) {
		OPEN;
		show_int(out, &at->value); GAP;
		show_string(out, (const string *) &at->label); GAP;
	}
	fputs("-", out);
	while (length-- > 0)
		CLOSE;
}

DESCRIBE(tree, tree)
{
	OPEN;
	show_int(out, &v->value); GAP;
	MAYBE(v->left, show_tree); GAP;
	MAYBE(v->right, show_tree);
	CLOSE;
}

DESCRIBE(folder, folder)
{
	OPEN;
	show_name(out, &v->title); GAP;
	EACH(v->entries.entries_val, v->entries.entries_len, show_folder);
	CLOSE;
}

DESCRIBE(everything, everything)
{
	OPEN;
	show_small_integers(out, &v->small); GAP;
	show_integers(out, &v->ints); GAP;
	show_wide_integers(out, &v->wide); GAP;
	show_sized_integers(out, &v->sized); GAP;
	show_floats(out, &v->fractions); GAP;
	show_bytes_and_text(out, &v->content); GAP;
	show_arrays(out, &v->many); GAP;
	show_options(out, &v->some); GAP;
	show_by_enum(out, &v->e); GAP;
	show_by_int(out, &v->i); GAP;
	show_by_unsigned(out, &v->u); GAP;
	show_by_bool(out, &v->b); GAP;
	show_by_bool_default(out, &v->bd); GAP;
	show_nested(out, &v->deep); GAP;
	show_list(out, (const list *) &v->chain); GAP;
	MAYBE(v->root, show_tree); GAP;
	show_folder(out, &v->top); GAP;
	show_paint(out, &v->last_paint);
	CLOSE;
}

DESCRIBE(caller_identity, caller_identity)
{
	OPEN;
	show_u_int(out, &v->flavor); GAP;
	show_string(out, (const string *) &v->machine); GAP;
	show_u_int(out, &v->uid); GAP;
	show_u_int(out, &v->gid); GAP;
	EACH(v->gids.gids_val, v->gids.gids_len, show_u_int);
	CLOSE;
}
