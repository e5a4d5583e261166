"""Any type of any `.x` file, encoded and decoded at run time, without generated code.

Its contract:

1. It is deliberately simple, over `xdrlib3`: generated codecs are tested against it, byte for byte.
2. Values are plain Python (`values`): what the generated classes hold, as `dict`, `list`, `int`, …
3. The limits are those of generated code: declared bounds, a bound for `<>`, a depth, and linked
   lists of any length, which are lists here and are read in a loop.
4. Every value has one lossless JSON form (docs/json.md), shared with whatever else prints values.

Modules: `schema` loads files and finds names; `encoder` and `decoder` walk types; `json_values` and
`json_scalars` are the JSON mapping; `generated` turns values of generated classes into plain ones
and back; `procedures` makes a procedure whose codecs are these, for any client connection to call.
"""
