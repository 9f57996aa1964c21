"""Rows of a file: what is wrong with one costs no other."""

import io

import pytest

from graphql_api.cli.failures import CommandError
from graphql_api.cli.importing.lines import LONGEST_LINE_BYTES
from graphql_api.cli.importing.rows import BadRow, Row, read_rows


def read(content: str | bytes) -> list[Row | BadRow]:
    return list(read_rows(io.BytesIO(content.encode() if isinstance(content, str) else content)))


def test_reads_csv_with_a_byte_order_mark_and_windows_line_ends() -> None:
    rows = read('\ufeffSession ID,message,page_url\r\ns-1,one,\r\n\r\ns-2,"two,\r\nlines",https://a.example/\r\n')
    assert rows == [
        Row(2, {"sessionid": "s-1", "message": "one"}),
        Row(4, {"sessionid": "s-2", "message": "two,\r\nlines", "pageurl": "https://a.example/"}),
    ]


def test_a_quote_that_does_not_close_costs_one_row() -> None:
    rows = read('text,label\n"never closed,bug\nfine,bug\n"fine, too",bug\nlast,ux\n')
    assert rows[0] == BadRow(2, "BAD_CSV")
    assert [(row.line, row.values["text"]) for row in rows[1:] if isinstance(row, Row)] == [
        (3, "fine"),
        (4, "fine, too"),
        (5, "last"),
    ]
    assert read('text\n"never closed') == [BadRow(2, "BAD_CSV")]


def test_more_cells_than_columns_are_refused_rather_than_cut() -> None:
    assert read("text,label\nI like it, but it is slow,bug\nok\n") == [BadRow(2, "BAD_CSV"), Row(3, {"text": "ok"})]


def test_bytes_that_are_not_utf8_cost_one_row() -> None:
    assert read(b"text\nCaf\xe9\nCaf\xc3\xa9\n") == [BadRow(2, "NOT_UTF8"), Row(3, {"text": "Café"})]
    assert read(b'{"text": "Caf\xe9"}\n{"text": "ok"}') == [BadRow(1, "NOT_UTF8"), Row(2, {"text": "ok"})]


@pytest.mark.parametrize("bad", ["{", "[1]", '"text"', "{" * 100_000, '{"text": NaN}', '{"n": ' + "9" * 5000 + "}"])
def test_lines_that_are_no_json_object_cost_one_row(bad: str) -> None:
    rows = read(f'{{"text": "a"}}\n\n{bad}\n{{"text": "lone \\ud800 half"}}\n')
    assert rows == [Row(1, {"text": "a"}), BadRow(3, "BAD_JSON"), Row(4, {"text": "lone \ud800 half"})]


def test_a_line_without_end_is_never_held_whole() -> None:
    long = "x" * (3 * LONGEST_LINE_BYTES)
    assert read(f"text\n{long}\nnext\n") == [BadRow(2, "BAD_CSV"), Row(3, {"text": "next"})]
    assert read(f'{{"text": "a"}}\n{{"text": "{long}"}}\n{{"text": "b"}}') == [
        Row(1, {"text": "a"}),
        BadRow(2, "BAD_JSON"),
        Row(3, {"text": "b"}),
    ]


def test_an_empty_file_has_no_rows() -> None:
    assert read("") == read("\ufeff\r\n\r\n") == read("text,label\n") == []


@pytest.mark.parametrize("content", ["# Title\n", "[]", "id;message\n1;a\n", "\xff\xfet\x00".encode("latin-1")])
def test_other_files_are_refused_whole(content: str | bytes) -> None:
    with pytest.raises(CommandError, match="line 1 begins neither"):
        read(content)
