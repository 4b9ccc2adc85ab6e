import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.retrieval.encoded import Encoded
from fake_encoders import WordsEncoder

TEXTS = [f"text number {n}" for n in range(500)]


def taken(folder, texts, encoder=None):
    encoder = encoder or WordsEncoder()
    with Encoded(folder, encoder) as encoded:
        return list(encoded.take(texts)), encoder.encoded


def file_of(folder) -> Path:
    return next(folder.glob("*.vectors"))


def test_a_text_is_encoded_once(tmp_path):
    told, encoded = taken(tmp_path, ["a", "b", "a"])
    assert (told[-1], encoded) == (2, ["a", "b"])
    told, encoded = taken(tmp_path, ["b", "c", "a"])
    assert (told[-1], encoded) == (1, ["c"])
    assert taken(tmp_path, ["c", "a"]) == ([], [])


def test_what_was_kept_is_what_was_encoded(tmp_path):
    taken(tmp_path, TEXTS)
    encoder = WordsEncoder()
    with Encoded(tmp_path, encoder) as encoded:
        assert len(encoded) == len(TEXTS)
        numbers = encoded.numbers(TEXTS[::-7])
        assert [encoded.vector(n) for n in numbers] == [encoder.question(text) for text in TEXTS[::-7]]
        assert not encoder.encoded


def test_each_encoder_has_vectors_of_its_own(tmp_path):
    taken(tmp_path, TEXTS)
    _, encoded = taken(tmp_path, TEXTS, WordsEncoder(dimensions=32))
    assert encoded == TEXTS


def test_what_is_not_known_is_told_by_its_key(tmp_path):
    taken(tmp_path, ["a"])
    with Encoded(tmp_path, WordsEncoder()) as encoded:
        assert len(encoded.unknown(["a", "b", "b", "c"])) == 2


@given(lost=st.integers(1, 300))
def test_a_torn_end_counts_as_not_there(tmp_path_factory, lost):
    folder = tmp_path_factory.mktemp("torn")
    taken(folder, TEXTS[:5])
    whole = file_of(folder).read_bytes()
    file_of(folder).write_bytes(whole[:-lost])
    records = (len(whole) - lost) // (len(whole) // 5)
    assert taken(folder, TEXTS[:5])[1] == TEXTS[records:5]
    assert file_of(folder).read_bytes() == whole


@pytest.mark.parametrize("at", [0, 16, 20, 50])
def test_a_damaged_record_counts_as_not_there(tmp_path, at):
    taken(tmp_path, TEXTS[:5])
    data = bytearray(file_of(tmp_path).read_bytes())
    data[2 * len(data) // 5 + at] ^= 1
    file_of(tmp_path).write_bytes(data)
    assert taken(tmp_path, TEXTS[:5])[1] == [TEXTS[2]]
    assert taken(tmp_path, TEXTS[:5])[1] == []


def test_what_was_encoded_before_ctrl_c_is_kept(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        taken(tmp_path, TEXTS, WordsEncoder(stops_after=333))
    assert taken(tmp_path, TEXTS)[1] == TEXTS[333:]


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_who_is_killed_while_encoding_goes_on_from_there(tmp_path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom fake_encoders import WordsEncoder\n"
        "from citewell.retrieval.encoded import Encoded\n"
        "texts = [f'text number {n}' for n in range(500)]\n"
        "list(Encoded(Path(sys.argv[1]), WordsEncoder(dies_after=300)).take(texts))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    _, encoded = taken(tmp_path, TEXTS)
    assert len(encoded) < 300
    assert encoded == TEXTS[-len(encoded) :]


def test_an_encoder_that_gives_too_short_a_vector_is_refused(tmp_path):
    class Short(WordsEncoder):
        def passages(self, texts):
            return (vector[:-1] for vector in super().passages(texts))

    with pytest.raises(ValueError, match="63 bytes"):
        taken(tmp_path, ["a"], Short())


def test_what_nobody_asks_for_any_more_is_dropped_where_it_is_most(tmp_path):
    many = [f"text {n}" for n in range(2100)]
    taken(tmp_path, many)
    encoder = WordsEncoder()
    with Encoded(tmp_path, encoder) as encoded:
        encoded.numbers(many[::3])
        encoded.prune()
        assert len(encoded) == len(many[::3])
        assert [encoded.vector(n) for n in encoded.numbers(many[:7:3])] == [
            encoder.question(text) for text in many[:7:3]
        ]
        assert encoded.numbers(["one more"]) == [len(many[::3])]
    assert len(taken(tmp_path, many)[1]) == 1400


def test_little_is_not_dropped(tmp_path):
    taken(tmp_path, TEXTS)
    with Encoded(tmp_path, WordsEncoder()) as encoded:
        encoded.numbers(TEXTS[:3])
        encoded.prune()
        assert len(encoded) == 500
