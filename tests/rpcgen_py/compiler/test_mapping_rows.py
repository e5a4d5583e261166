"""docs/mapping.md as a whole: no row without a test, and no test for a row that is gone."""

from __future__ import annotations

from tests.rpcgen_py.compiler import (
    test_mapping_lists,
    test_mapping_modules,
    test_mapping_names,
    test_mapping_programs,
    test_mapping_types,
    test_percent_types,
)
from tests.rpcgen_py.compiler.rows import rows_of_the_page


def test_every_row_of_the_page_has_a_test() -> None:
    tested = {
        name
        for module in (
            test_mapping_lists,
            test_mapping_modules,
            test_mapping_names,
            test_mapping_programs,
            test_mapping_types,
            test_percent_types,
        )
        for test in vars(module).values()
        for name in getattr(test, "rows", ())
    }
    assert set(rows_of_the_page()) == tested
