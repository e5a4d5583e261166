"""Any type of any .x file, encoded and decoded at run time, without generated code."""
