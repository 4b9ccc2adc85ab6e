"""A graph and its tokenizer, loaded: what turns one text into a vector."""

import numpy as np
import onnxruntime

from citewell.retrieval.encoders.record import TowerRecord
from citewell.retrieval.encoders.wordpiece import WordPieces

_ERRORS_ONLY = 3


class Model:
    """A loaded graph; several threads may run it. Raises what onnxruntime raises for a graph that is none.

    threads: how many work at one text; the vector is the same for any number.
    """

    def __init__(self, graph: bytes, tokenizer: bytes, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = _ERRORS_ONLY
        options.use_deterministic_compute = True
        # A thread that waits by looking again and again uses a whole core until the next question.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        providers = ["CPUExecutionProvider"]
        self._session = onnxruntime.InferenceSession(graph, options, providers=providers)
        self.pieces = WordPieces(tokenizer)

    def vector(self, text: str, tower: TowerRecord) -> bytes:
        """The vector of a text, one signed byte for each dimension, with the prefix and length of a side."""
        whole = tower.prefix + text
        ids = self.pieces.ids(whole.lower() if tower.lower else whole, most=tower.length)
        found = self._session.run(None, {"ids": np.array(ids, np.int64)})
        return bytes(found[0].tobytes())
