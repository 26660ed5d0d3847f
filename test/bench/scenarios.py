"""What is measured, and the stores that it takes."""

from dataclasses import dataclass, replace

from stores import Shape


@dataclass(frozen=True)
class Scenario:
    title: str
    shape: Shape
    join: str = "inner"
    axis: str = "obs"
    compression: str = "none"
    """Of the result."""

    def larger(self, factor):
        """The same with more cells, or more files of the same size where there are many."""
        if self.shape.files > 10:
            return replace(self, shape=replace(self.shape, files=self.shape.files * factor))
        return replace(self, shape=replace(self.shape, cells=self.shape.cells * factor))


CSR = Shape(files=4, cells=12_500, genes=20_000)
DENSE = replace(CSR, cells=12_500, genes=5_000, layout="dense")
SHUFFLED = dict(shared=0.9, shuffled=True)

SCENARIOS = {
    "a": Scenario("csr, the same var", CSR),
    "b": Scenario("csr, gzip inputs", replace(CSR, compression="gzip")),
    "b2": Scenario("csr, gzip to gzip", replace(CSR, compression="gzip"), compression="gzip"),
    "c": Scenario("csr, var shuffled, 90 % shared, inner", replace(CSR, **SHUFFLED)),
    "d": Scenario("csr, var shuffled, 90 % shared, outer", replace(CSR, **SHUFFLED), join="outer"),
    "e": Scenario("dense float32, the same var", DENSE),
    "f": Scenario("dense, var shuffled, inner", replace(DENSE, **SHUFFLED)),
    "f2": Scenario(
        "dense, gzip inputs, var shuffled, inner",
        replace(DENSE, cells=6_250, compression="gzip", **SHUFFLED),
    ),
    "g": Scenario("1 million cells of obs, 50 genes", Shape(files=4, cells=250_000, genes=50)),
    "h": Scenario("200 small files with a layer", Shape(files=200, cells=250, genes=2_000, layers=True)),
    "i": Scenario("Zarr v3 to Zarr v3, csr", replace(CSR, format="zarr")),
    "j": Scenario("csc, axis obs", replace(CSR, layout="csc")),
    "k": Scenario("csr, axis var", replace(CSR, axis="var"), axis="var"),
}
