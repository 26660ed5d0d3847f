"""Makes stores for the tests: python make_stores.py KIND FOLDER"""

import json
import sys
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd

# Calls what the tests wait for; `pictured` has it, too.
HOSTILE = '<img src=x onerror="ran(1)">'
# What no key may have is in values: a slash.
SCRIPT = "</script><script>ran(2)</script>"
LINK = "[x](command:workbench.action.closeAllEditors) $(trash) **b**"
ACTING = "\x1b[31mred\u202eabc\nline"
HOSTILE_FILE = "<img src=x onerror=ran(3)> [x](command:workbench.action.closeAllEditors)"


def hostile(folder: Path) -> None:
    """A store and a recipe whose names are markup wherever there can be names."""
    store = ad.read_h5ad(folder / "pbmc_part1.h5ad")
    names = [HOSTILE, SCRIPT, LINK, ACTING]
    codes = np.arange(store.n_obs) % len(names)
    store.obs = store.obs.assign(**{HOSTILE: pd.Categorical.from_codes(codes, names)})
    for name in (HOSTILE, LINK, ACTING):
        store.uns[name] = SCRIPT
    store.var_names = [*names, *store.var_names[len(names) :]]
    file = f"{HOSTILE_FILE}.h5ad"
    store.write_h5ad(folder / file)
    gone = f"{SCRIPT.replace('/', '')} {LINK}.h5ad"
    recipe = {
        "version": 1,
        "inputs": [{"path": file, "key": HOSTILE}, {"path": gone, "key": SCRIPT}],
        "output": f"{HOSTILE_FILE}.zarr",
        "options": {"label": LINK, "indexUnique": SCRIPT},
    }
    (folder / f"{HOSTILE_FILE}.concat.json").write_text(json.dumps(recipe))


def large(folder: Path) -> None:
    """Two stores that take a few seconds to concatenate: values that do not compress."""
    rng = np.random.default_rng(0)
    for name in ("large_1", "large_2"):
        X = rng.standard_normal((8000, 3000), dtype=np.float32)
        ad.AnnData(X).write_h5ad(folder / f"{name}.h5ad", compression="gzip")


def pictured(folder: Path) -> None:
    """A store with as many points as are drawn and more, by clusters; names are hostile."""
    rng = np.random.default_rng(0)
    n = 120_000
    code = rng.choice(24, n, p=np.linspace(2, 0.2, 24) / np.linspace(2, 0.2, 24).sum())
    angle = code * 2.399
    centre = np.stack([np.cos(angle), np.sin(angle)], axis=1) * (2 + code[:, None] * 0.55)
    spread = rng.standard_normal((n, 2)) * (0.45 + 0.04 * code[:, None])
    names = [f"cluster {i}" for i in range(24)]
    names[0] = HOSTILE
    names[1] = "{b|bold} [x](command:y) \u202eabc"
    obs = pd.DataFrame(
        {
            "leiden": pd.Categorical.from_codes(code, names),
            "pseudotime": np.hypot(*centre.T).astype(np.float32) + rng.random(n, dtype=np.float32),
            "n_genes": rng.negative_binomial(12, 0.01, n),
        },
        index=np.arange(n).astype(str),
    )
    umap = (centre + spread).astype(np.float32)
    ad.AnnData(obs=obs, obsm={"X_umap": umap}).write_h5ad(folder / "atlas.h5ad")


def damaged(folder: Path) -> None:
    """The second sample store gets a chunk that cannot be inflated, of values that no plan reads."""
    path = folder / "pbmc_part2.h5ad"
    with h5py.File(path) as store:
        chunk = store["obsm/X_umap"].id.get_chunk_info(0)
    with path.open("r+b") as file:
        file.seek(chunk.byte_offset)
        file.write(b"\xff" * chunk.size)


{"hostile": hostile, "damaged": damaged, "large": large, "pictured": pictured}[sys.argv[1]](Path(sys.argv[2]))
