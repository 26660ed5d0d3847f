"""Strict comparison of an AnnData with the one that it should equal.

`compare(actual, expected)` answers the differences, and apart from them the deviations: places where
`anndata.concat` gives what no AnnData writer can store, and where a form that we chose stands in
(docs/differences.md). Nothing else is forgiven: dtypes, containers, orders of rows, columns and
categories, names of indices and missing values have to agree. In sparse matrices the order of the
entries of a row and stored zeros do not count.
"""

import math

import awkward as ak
import numpy as np
import pandas as pd
import scipy.sparse as sp
from anndata import AnnData
from natsort import natsorted

MAPPINGS = ("layers", "obsm", "varm", "obsp", "varp")


class Report:
    def __init__(self):
        self.differences = []
        self.deviations = []

    def differ(self, path, what, actual, expected):
        self.differences.append(f"{path}: {what} is {short(actual)}, expected {short(expected)}")

    def same(self, path, what, actual, expected):
        if actual != expected:
            self.differ(path, what, actual, expected)
        return actual == expected

    def deviate(self, path, form):
        self.deviations.append([path, form])


def short(value):
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:157]}..."


def compare(actual, expected):
    report = Report()
    frame(report, "obs", actual.obs, expected.obs)
    frame(report, "var", actual.var, expected.var)
    value(report, "X", actual.X, expected.X)
    for name in MAPPINGS:
        mapping(report, name, named(getattr(actual, name)), named(getattr(expected, name)))
    mapping(report, "uns", dict(actual.uns), dict(expected.uns))
    has_raw = [a.raw is not None for a in (actual, expected)]
    if report.same("raw", "presence", *has_raw) and all(has_raw):
        value(report, "raw/X", actual.raw.X, expected.raw.X)
        frame(report, "raw/var", actual.raw.var, expected.raw.var)
        mapping(report, "raw/varm", dict(actual.raw.varm), dict(expected.raw.varm))
    return report


def named(elems):
    """From 0.13 on, X is in layers, too, without a name."""
    return {k: v for k, v in elems.items() if k is not None}


def mapping(report, path, actual, expected):
    report.same(path, "keys", sorted(actual), sorted(expected))
    for key in sorted(actual.keys() & expected.keys()):
        value(report, f"{path}/{key}", actual[key], expected[key])


def kind(v):
    if v is None:
        return "null"
    if sp.issparse(v):
        return v.format
    if isinstance(v, (dict, pd.DataFrame, pd.Series, ak.Array, AnnData)):
        return type(v).__name__
    if isinstance(v, pd.api.extensions.ExtensionArray):
        return "column"
    if isinstance(v, np.ndarray) and v.ndim > 0:
        return "array"
    return "string" if isinstance(v, str) else "scalar"


def value(report, path, actual, expected):
    if not report.same(path, "kind", kind(actual), kind(expected)):
        return
    match kind(expected):
        case "dict":
            mapping(report, path, actual, expected)
        case "DataFrame":
            frame(report, path, actual, expected)
        case "csr" | "csc":
            sparse(report, path, actual, expected)
        case "array":
            array(report, path, actual, expected)
        case "column":
            column(report, path, pd.Series(actual), pd.Series(expected))
        case "Array":
            awkward(report, path, actual, expected)
        case "scalar":
            actual, expected = np.asarray(actual)[()], np.asarray(expected)[()]
            report.same(path, "dtype", actual.dtype, expected.dtype)
            if not (actual == expected or (actual != actual and expected != expected)):
                report.differ(path, "value", actual, expected)
        case "string":
            report.same(path, "value", actual, expected)


def frame(report, path, actual, expected):
    index(report, f"{path}/index", actual.index, expected.index)
    report.same(path, "columns", list(actual.columns), list(expected.columns))
    if len(actual) != len(expected):
        return
    for name in expected.columns:
        if name in actual.columns:
            column(report, f"{path}/{name}", actual[name], expected[name])


def index(report, path, actual, expected):
    report.same(path, "name", actual.name, expected.name)
    report.same(path, "length", len(actual), len(expected))
    for i, (a, e) in enumerate(zip(actual, expected)):
        if a != e:
            report.differ(path, f"name {i}", a, e)
            return


def column(report, path, actual, expected):
    """Two columns, as Series of the same length."""
    if expected.dtype == object and deviation(report, path, actual, expected):
        return
    if str(expected.dtype).startswith("Float") and actual.dtype.kind == "f":
        # pandas has nullable floats, AnnData has no encoding of them.
        report.same(path, "dtype", str(actual.dtype), str(expected.dtype).lower())
        report.deviate(path, "nan")
        array(report, path, actual.to_numpy(), expected.to_numpy(actual.dtype, na_value=np.nan))
        return
    if isinstance(expected.dtype, pd.CategoricalDtype):
        categorical(report, path, actual, expected)
        return
    if not report.same(path, "dtype", str(actual.dtype), str(expected.dtype)):
        return
    if expected.dtype == object or isinstance(expected.dtype, pd.api.extensions.ExtensionDtype):
        missing = [list(s.isna()) for s in (actual, expected)]
        if report.same(path, "missing", *missing):
            values = [[v for v in s if not is_missing(v)] for s in (actual, expected)]
            report.same(path, "values", *values)
            report.same(path, "types", *[[type(v) for v in vs] for vs in values])
    else:
        array(report, path, actual.to_numpy(), expected.to_numpy())


def is_missing(v):
    return v is None or v is pd.NA or (isinstance(v, float) and math.isnan(v))


def deviation(report, path, actual, expected):
    """Whether `actual` is the storable form of a column of objects that none can store."""
    present = [v for v in expected if not is_missing(v)]
    if len(present) == len(expected):
        return False
    kinds = {type(v) for v in present}
    if kinds <= {bool, np.bool_} and actual.dtype == "boolean":
        form = "nullable-boolean"
    elif kinds <= {str} and isinstance(actual.dtype, pd.CategoricalDtype):
        form = "categorical"
        report.same(path, "ordered", actual.cat.ordered, False)
        report.same(path, "categories", list(actual.cat.categories), natsorted(set(present)))
    else:
        return False
    report.deviate(path, form)
    report.same(path, "missing", list(actual.isna()), list(expected.isna()))
    report.same(path, "values", list(actual[actual.notna()]), present)
    return True


def categorical(report, path, actual, expected):
    if not report.same(path, "dtype", dtype_name(actual.dtype), "category"):
        return
    report.same(path, "ordered", bool(actual.cat.ordered), bool(expected.cat.ordered))
    categories = [s.cat.categories for s in (actual, expected)]
    report.same(path, "dtype of categories", *[str(c.dtype) for c in categories])
    if report.same(path, "categories", *[list(c) for c in categories]):
        array(report, path, *[s.cat.codes.to_numpy() for s in (actual, expected)])


def dtype_name(dtype):
    return "category" if isinstance(dtype, pd.CategoricalDtype) else str(dtype)


def array(report, path, actual, expected):
    report.same(path, "dtype", array_dtype(actual), array_dtype(expected))
    if not report.same(path, "shape", actual.shape, expected.shape):
        return
    if expected.dtype.names is not None:
        for name in set(expected.dtype.names).intersection(actual.dtype.names or ()):
            array(report, f"{path}/{name}", actual[name], expected[name])
        return
    if array_dtype(expected) == "string":
        report.same(path, "values", actual.tolist(), expected.tolist())
        return
    is_equal = actual == expected
    if expected.dtype.kind in "fc":
        is_equal = is_equal | (np.isnan(actual) & np.isnan(expected))
    if not is_equal.all():
        at = tuple(int(i) for i in np.argwhere(~is_equal)[0])
        count = int((~is_equal).sum())
        report.differ(path, f"{count} of {is_equal.size} values, at {at}", actual[at], expected[at])


def array_dtype(values):
    """numpy's dtype, or `string` for all that is stored as a string-array; of records, each field's.

    Text in records has a fixed width in Zarr (`<U24`) and none in HDF5 (`O`), by anndata's writers too.
    """
    if values.dtype.names is not None:
        return [(name, array_dtype(values[name])) for name in values.dtype.names]
    is_text = values.dtype.kind in "UT" or (
        values.dtype == object and all(isinstance(v, str) for v in values.flat)
    )
    return "string" if is_text else values.dtype


def sparse(report, path, actual, expected):
    report.same(path, "dtype", actual.dtype, expected.dtype)
    if not report.same(path, "shape", actual.shape, expected.shape):
        return
    actual, expected = canonical(actual), canonical(expected)
    for part in ("indptr", "indices", "data"):
        parts = [np.asarray(getattr(m, part)) for m in (actual, expected)]
        if part != "data":
            parts = [p.astype(np.int64) for p in parts]
        before = len(report.differences)
        array(report, f"{path}/{part}", *parts)
        if len(report.differences) > before:
            return


def awkward(report, path, actual, expected):
    """Types, values and forms, as anndata writes them: packed, without what no row is in need of."""
    report.same(path, "type", str(actual.type), str(expected.type))
    report.same(path, "values", repr(ak.to_list(actual)), repr(ak.to_list(expected)))
    actual, expected = ak.to_packed(actual), ak.to_packed(expected)
    # awkward takes categories for repeated that are not, if one of them is empty.
    if ak.is_valid(expected):
        report.same(path, "validity", ak.validity_error(actual), "")
    report.same(path, "form", actual.layout.form.to_json(), expected.layout.form.to_json())


def canonical(matrix):
    matrix = matrix.copy()
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix
