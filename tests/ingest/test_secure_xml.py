import pytest

from citewell.errors import InputError
from citewell.ingest.secure_xml import parse

LAUGHS = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'
FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LAUGHS, "declares entities"),
        (FILE, "declares entities"),
        (LAUGHS.decode().encode("utf-16"), "declares entities"),
        (b"", "not well-formed"),
        (b"<a><b></a>", "line 1"),
        (b"<a>&eacute;</a>", "'eacute' not defined"),
        (b"<a>" * 400 + b"</a>" * 400, "depth"),
        (b"\xff\xfe\x00", "UTF-16"),
    ],
)
def test_hostile_and_broken_xml_is_refused_in_one_line(data, said):
    with pytest.raises(InputError) as refused:
        parse(data)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_a_document_type_elsewhere_is_not_read_and_no_named_character_is_lost():
    data = (
        b'<!DOCTYPE article PUBLIC "-//X//DTD X//EN" "http://x.invalid/x.dtd">'
        b'<a b="caf&eacute;">c&eacute;d &alpha; &unheard; &amp;<![CDATA[&eacute;]]></a>'
    )
    root = parse(data)
    assert root.get("b") == "café"
    assert root.text == "céd α &unheard; &&eacute;"


def test_utf_16_is_read():
    assert parse('<?xml version="1.0" encoding="utf-16"?><a>≥</a>'.encode("utf-16")).text == "≥"
