"""Compares what a plan promises with what is on disk, without anndata."""

import awkward as ak
import h5py
import zarr

CONTAINERS = {"anndata", "raw", "dict", "dataframe"}
# Where the values of an encoding are, if not in the node itself.
VALUES = {
    "csr_matrix": "data",
    "csc_matrix": "data",
    "categorical": "categories",
    "nullable-integer": "values",
    "nullable-boolean": "values",
    "nullable-string-array": "values",
}


def layout(path, elems):
    """Differences between the planned elems and those of the store."""
    root = h5py.File(path) if path.suffix == ".h5ad" else zarr.open_group(path, mode="r")
    planned = {e["path"]: describe_planned(e) for e in elems if e["action"] != "drop"}
    found = dict(walk(root, ""))
    problems = [f"planned {p}, not on disk" for p in sorted(planned.keys() - found.keys())]
    problems += [f"on disk {p}, not planned" for p in sorted(found.keys() - planned.keys())]
    problems += [
        f"{p} is {found[p]}, planned {planned[p]}"
        for p in sorted(planned.keys() & found.keys())
        if planned[p] != found[p]
    ]
    if isinstance(root, h5py.File):
        root.close()
    return problems


def describe_planned(elem):
    shape = elem["shape"]
    own = (elem["encoding"], elem["dtype"], None if shape is None else tuple(shape))
    return (*own, elem["categories"], elem["ordered"])


def walk(node, path):
    encoding = node.attrs.get("encoding-type", "without encoding-type")
    if encoding in CONTAINERS:
        yield path, (encoding, None, None, None, None)
        for name in node:
            yield from walk(node[name], f"{path}/{name}" if path else name)
    else:
        own = (encoding, dtype_of(node, encoding), shape_of(node, encoding))
        yield path, (*own, *categories_of(node, encoding))


def dtype_of(node, encoding):
    if encoding == "awkward-array":
        form = ak.forms.from_json(node.attrs["form"])
        return str(form.type)
    values = node[VALUES[encoding]] if encoding in VALUES else node
    if encoding == "null" or not hasattr(values, "dtype"):
        return None
    is_text = values.attrs.get("encoding-type") in ("string-array", "string") or encoding == "string"
    if encoding == "rec-array":
        return fields_of(values.dtype)
    return "string" if is_text else values.dtype.newbyteorder("=").name


def fields_of(dtype):
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return f"{fields_of(base)}[{', '.join(map(str, shape))}]"
    if dtype.names is not None:
        return "{" + ", ".join(f"{name}: {fields_of(dtype[name])}" for name in dtype.names) + "}"
    return "string" if dtype.kind in "OSU" else dtype.newbyteorder("=").name


def categories_of(node, encoding):
    """How many there are, and whether they are ordered."""
    if encoding != "categorical":
        return None, None
    return node["categories"].shape[0], bool(node.attrs["ordered"])


def shape_of(node, encoding):
    if encoding == "null":
        return None
    if encoding in ("csr_matrix", "csc_matrix"):
        return tuple(int(n) for n in node.attrs["shape"])
    if encoding == "awkward-array":
        return (int(node.attrs["length"]),)
    if encoding == "categorical":
        return tuple(node["codes"].shape)
    if encoding.startswith("nullable"):
        return tuple(node["values"].shape)
    return tuple(node.shape) if hasattr(node, "shape") and node.shape is not None else None
