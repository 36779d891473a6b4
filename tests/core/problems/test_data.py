"""Reading the user's own data: every way a table is written, and every way it is wrong."""

import os
import random
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import InputError
from gdviz.core.problems.data import DataError, preview, read_samples, reading, rows
from gdviz.core.problems.data.plain import parse_plain

X = [1.0, 2.5, -3.0, 4e2]
Y = [2.0, 5.25, -6.5, 0.125]


def table(delimiter, decimal=".", header=("height", "weight"), end="\n"):
    rows = [
        delimiter.join(repr(value).replace(".", decimal) for value in pair)
        for pair in zip(X, Y, strict=True)
    ]
    return end.join([delimiter.join(header), *rows] if header else rows) + end


def assert_samples(samples, x=X, y=Y):
    assert samples.x.dtype == samples.y.dtype == np.float64
    assert samples.x.tolist() == x
    assert samples.y.tolist() == y


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("header", [("height", "weight"), ("身高", "体重"), None])
@pytest.mark.parametrize(
    ("delimiter", "decimal"), [(",", "."), (";", "."), (";", ","), ("\t", ".")]
)
def test_reads_every_dialect(write, encoding, header, delimiter, decimal):
    samples = read_samples(write(table(delimiter, decimal, header).encode(encoding)))
    assert_samples(samples)
    assert (samples.x_name, samples.y_name) == (header or ("x", "y"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_every_line_ending(write, end):
    text = table(",", end=end)
    assert_samples(read_samples(write(text)))
    assert_samples(read_samples(write(text.removesuffix(end))))
    with pytest.raises(DataError) as caught:
        read_samples(write(text + end + "oops,1" + end))
    assert caught.value.line == 1 + len(X) + 2


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n\n1,2\n\n3,4\n\n\n",
        "\n\nx,y\n1,2\n   \n3,4",
        "x,y\n1,2\n,\n3,4\n,\n,\n",
        '"x","y"\n"1","2"\n"3","4"\n',
        " x , y \n 1 ,  2\n3\t, 4 \n",
        ' "x" , "y"\n "1" , "2"\n "3","4"\n',
        "x,y,\n1,2,\n3,4,\n",
        "x,y\n1,2,\n3,4\n",
        "+1.,2e0\n3,.4E+1\n",
        'x,y,note\n1,2,"a, b"\n3,4,"say ""hi"""\n',
        "name,x,y\nBob,1,2\nAnn,3,4\n",
        ",x,y\na,1,2\nb,3,4\n",
        "Bob,1,2\nAnn,3,4\n",
        "y;tags,x,y\na;b,1,2\na;b,3,4\n",
    ],
)
def test_reads_what_people_write(write, text):
    assert_samples(read_samples(write(text)), [1, 3], [2, 4])


def test_a_single_row_is_data(write):
    assert_samples(read_samples(write("1;2")), [1], [2])


def test_columns_are_chosen_by_name_or_number(write):
    path = write("name,a,b,2\nBob,1,2,3\nAnn,4,5,6\n")
    for x, y, expected in [
        (None, None, ([1, 4], [2, 5])),
        ("b", None, ([2, 5], [1, 4])),
        (None, "b", ([1, 4], [2, 5])),
        ("b", "a", ([2, 5], [1, 4])),
        (2, "4", ([1, 4], [3, 6])),
        ("3", 4, ([2, 5], [3, 6])),
        ("2", "a", ([3, 6], [1, 4])),  # a column's name goes before a number
    ]:
        assert_samples(read_samples(path, x, y, header=True), *expected)


def test_a_header_that_could_be_data_is_asked_for(write):
    path = write("town,2019,2020\nBath,1,2\nYork,3,4\n")
    assert preview(path).header is False
    samples = read_samples(path, "2019", "2020", header=True)
    assert_samples(samples, [1, 3], [2, 4])
    assert (samples.x_name, samples.y_name) == ("2019", "2020")
    with pytest.raises(DataError, match="no rows of numbers"):
        preview(write("1,2\n"), header=True)
    with pytest.raises(DataError, match="line 1: 'x' in column '1'"):
        read_samples(write("x,y\n1,2\n"), header=False)


@pytest.mark.parametrize("column", ["c", "0", "4", "-1", "1.0", "", 0, 4])
def test_an_unknown_column_lists_the_known(write, column):
    with pytest.raises(DataError, match=r"no column.*x, y, z") as caught:
        read_samples(write("x,y,z\n1,2,3\n"), column)
    assert caught.value.line is None


@pytest.mark.parametrize(
    ("text", "columns", "header", "source"),
    [
        ("a,b\n1,2\n", (None, None), None, ("a", "b", True)),
        ("a,b,c\n1,2,3\n", (3, "1"), None, ("c", "a", True)),
        ("1,2\n3,4\n", (None, None), None, ("1", "2", False)),
        ("1,2\n3,4\n", ("2", "1"), True, ("2", "1", True)),
        ("a,b,b\n1,2,3\n", ("a", 3), None, ("a", 3, True)),
    ],
)
def test_the_samples_say_how_to_read_them_again(write, text, columns, header, source):
    path = write(text)
    samples = read_samples(path, *columns, header=header)
    found = samples.source
    assert (found.path, found.x, found.y, found.header) == (path, *source)
    again = read_samples(found.path, found.x, found.y, header=found.header)
    assert_samples(again, samples.x.tolist(), samples.y.tolist())
    assert again.source == found


def test_x_and_y_are_two_columns(write):
    with pytest.raises(DataError, match="different"):
        read_samples(write("x,y\n1,2\n"), "x", 1)


def test_preview_says_how_the_file_is_written(write):
    path = write("\n编号;身高;体重\na;1,5;2\nb;3,5;4\n".encode("gbk"))
    seen = preview(str(path))
    assert (seen.path, seen.delimiter, seen.decimal, seen.header) == (path, ";", ",", True)
    assert seen.names == ("编号", "身高", "体重")
    assert seen.numeric == (1, 2)
    assert seen.rows == (("a", "1,5", "2"), ("b", "3,5", "4"))
    assert seen.choose() == (1, 2)
    bare = preview(write("1,2\n3,4\n"))
    assert (bare.header, bare.names, bare.rows) == (False, ("1", "2"), (("1", "2"), ("3", "4")))


BAD_ROWS = [
    ("x,y\n1,2\n\n3,abc\n", 4, "'abc' in column 'y' is not a number"),
    ("x,y\n\r\n\r\n1,2\r\n3,abc\r\n", 5, "'abc' in column 'y'"),
    ("\n\nx,y\n1,2\n3\n", 5, "1 column(s) instead of 2"),
    ("x,y\n1,5,2\n1,2\n3,4\n", 2, "3 column(s) instead of 2"),
    ("x,y\n1,2\n3,\n", 3, "column 'y' is empty"),
    ("1,2\nabc,4\n", 2, "'abc' in column '1' is not a number"),
    ("1,abc\n2,3\n", 1, "'abc' in column '2' is not a number"),
    ("bob,,\ncarol,1,2\n", 1, "column '2' is empty"),
    ("nan,NA\n1,2\n", 1, "'nan' in column '1' is not a number"),
    ("x,y\nabc,1\n", 2, "'abc' in column 'x'"),
    ("x,y\n1,2\n3,nan\n", 3, "'nan' in column 'y' is not a number"),
    ("x,y\n1,2\n-inf,4\n", 3, "'-inf' in column 'x' is not a number"),
    ("x,y\n1,2\n1e999,4\n", 3, "'1e999' in column 'x' is larger than 1e+100"),
    ("x,y\n1,2\n3,-1e101\n", 3, "'-1e101' in column 'y' is larger than 1e+100"),
    ("x,y\n1_000,2\n", 2, "'1_000'"),
    ("x,y\n0x10,2\n", 2, "'0x10'"),
    ("x,y\n１,2\n", 2, "'１'"),
    ("x,y\n1 000,2\n", 2, "'1 000'"),
    ('x,y\n"1,000",2\n', 2, "'1,000'"),
    ("x\ty\n1,5\t2\n", 2, "'1,5'"),
    ("x;y\n1,5;2,5\n1.500;2\n", 3, "'1.500'"),
    ("x;y\n1.5;2.5\n1,5;2\n", 3, "'1,5'"),
    ('x,y\n1,2\n"3,4\n5,6\n7,8\n', 3, "a quotation mark is not closed"),
    ('x,y\n1,2\n"3\n4",5\n', 3, "a quotation mark is not closed"),
    ("name,score\nBob,7\nAnn,8\n", 2, "'Bob' in column 'name' is not a number"),
    ("My results\nx,y\n1,2\n3,4\n", 2, "'x' in column 'My results'"),
    ("x,y\n1,2\n3," + "z" * 1000, 3, "z…'"),
    ("x,y\n1,2\n3," + "z" * 200_000, 3, "too long"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD_ROWS)
def test_a_bad_row_is_named_by_its_line_and_reason(write, text, line, reason):
    with pytest.raises(DataError) as caught:
        read_samples(write(text))
    assert caught.value.line == line
    assert reason in caught.value.reason
    assert str(caught.value) == f"line {line}: {caught.value.reason}"
    assert len(str(caught.value)) < 120


BAD_FILES = [
    (b"", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"\n \n\r\n", "empty"),
    (b"x,y\n", "no rows of numbers"),
    (b"x\n1\n2\n", "two columns are needed"),
    (b"1\n2\n", "two columns are needed"),
    (b"1 2\n3 4\n", "two columns are needed"),
    (b"name,town,age\nBob,Bath,7\nAnn,York,8\n", "columns of numbers: age"),
    (b"name,town,street\nBob,Bath,a\n", "columns of numbers: —"),
    (b"x,y\n1,\xff\xff\n", "neither UTF-8 nor GBK"),
    (b"x,y\n\x00\x01,2\n", "not a text file"),
    (b"1,2," + b"3" * 200_000, "characters long"),
]


@pytest.mark.parametrize(("content", "reason"), BAD_FILES)
def test_a_file_without_data_says_why(write, content, reason):
    with pytest.raises(InputError, match=reason):
        read_samples(write(content))


def test_a_file_that_is_no_table_says_so(tmp_path):
    with pytest.raises(DataError, match=r"there is no file '.*missing\.csv'"):
        preview(tmp_path / "missing.csv")
    with pytest.raises(DataError, match="there is no file"):
        preview(tmp_path)
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("sheet1.xml", "<row>1</row>")
    with pytest.raises(DataError, match="save the table as CSV"):
        preview(tmp_path / "book.xlsx")


def test_what_the_system_refuses_is_said(write, monkeypatch):
    path = write("1,2\n")

    def refuse(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DataError, match="cannot be read: Permission denied"):
        preview(path)


@pytest.mark.parametrize("offset", range(4))
def test_the_head_may_end_within_a_character(write, offset):
    rows = "1,2,一二三四五\n" * 20_000
    for encoding in ("utf-8", "gbk"):
        path = write(("#" * offset + "x,y,note\n" + rows).encode(encoding))
        assert preview(path).names[0] == "#" * offset + "x"
        assert len(read_samples(path).x) == 20_000


def test_text_that_is_not_used_may_be_in_any_encoding(write):
    plain = b"1,2,note\n" * 20_000
    samples = read_samples(write(plain + "1,2,备注\n".encode("gbk") * 100))
    assert len(samples.x) == 20_100


def test_too_many_rows_are_refused(write, monkeypatch):
    monkeypatch.setattr(reading, "MAXIMUM_ROWS", 3)
    assert len(read_samples(write("1,2\n" * 3)).x) == 3
    with pytest.raises(DataError, match="more than 3 rows"):
        read_samples(write("1,2\n" * 4))


@pytest.mark.parametrize("width", [4_000, 10_000])
def test_a_table_may_be_wide(write, width):
    names = [f"column {number}" for number in range(width)]
    values = [round(1 + 0.001 * number, 3) for number in range(width)]
    rows = [",".join(map(str, row)) for row in (names, values, values)]
    path = write("\n".join(rows))
    assert path.stat().st_size > 80_000
    assert preview(path).names == tuple(names)
    samples = read_samples(path, names[7], width)
    assert_samples(samples, values[7:8] * 2, values[-1:] * 2)


def test_too_many_columns_are_refused(write):
    with pytest.raises(DataError, match="more than 10,000 columns"):
        preview(write("1," * 10_000 + "1\n" + "1," * 10_000 + "1\n"))


def test_what_is_long_is_cut_short_in_an_error(write):
    names = ["n" * 1000, *(f"c{number}" for number in range(999))]
    path = write(",".join(names) + "\n" + "1," * 999 + "oops\n")
    for column in ("z" * 5000, "9" * 5000):
        with pytest.raises(DataError, match="there is no column") as caught:
            read_samples(path, column)
        assert len(str(caught.value)) < 300
    with pytest.raises(DataError, match="line 2: 'oops' in column 'c998'"):
        read_samples(path, y="c998")


CELLS = {
    True: [
        "1",
        "-2.5",
        "+.5",
        "3.",
        " 4e-3 ",
        '"6"',
        "0",
        "1e100",
        "12345678901234567890",
    ],
    False: [
        "abc",
        "",
        "nan",
        "inf",
        "1e101",
        "1 2",
        "1_0",
        "0x1",
        '"',
        "1,2",
        "--1",
        "1e",
    ],
}


def test_the_fast_way_takes_only_what_the_slow_way_takes(write):
    layout = preview(write("1;2\n3;4\n"))
    for good, cells in CELLS.items():
        for cell in cells:
            line = f"{cell};2"
            quoted = rows._parse_quoted([line], layout, (0, 1))
            plain = parse_plain(line.encode(), layout, (0, 1))
            if good:
                slow = rows._parse_slowly([line], 1, layout, (0, 1))
                assert quoted is not None
                assert quoted[0] == slow[0] == [float(cell.strip(' "'))]
                assert plain is None or plain[0] == slow[0]
            else:
                with pytest.raises(DataError):
                    rows._parse_slowly([line], 1, layout, (0, 1))
                assert quoted is None
                assert plain is None


TABLES = {
    "1,2\n3,4": (",", ".", 2, True),
    "1;2\n3;4": (";", ".", 2, True),
    "1\t-2e5\n0.5\t4": ("\t", ".", 2, True),
    "1,5;2,5\n3;4": (";", ",", 2, True),
    "1,5;2.5\n3;4": (";", ",", 2, False),
    "1,5;2,5\n3;4 ": (";", ".", 2, False),
    "1,2,3\n4,5,6": (",", ".", 3, True),
    "1,2,3\n4,5": (",", ".", 3, False),
    "1,2,3,4\n5,6": (",", ".", 3, False),
    "1,2\n\n3,4": (",", ".", 2, False),
    "1,2\n3,4\n": (",", ".", 2, True),
    "1,-0\n-0,4": (",", ".", 2, True),
    "1,-0.0\n-0.5,4": (",", ".", 2, True),
    "true,2\n3,null": (",", ".", 2, False),
    "1,[2]\n3,{}": (",", ".", 2, False),
    "": (",", ".", 2, False),
}
"""The delimiter, the decimal sign, the columns, and whether it is plain."""


@pytest.mark.parametrize(("text", "written"), TABLES.items())
def test_plain_rows_are_told_from_others(write, text, written):
    delimiter, decimal, width, plain = written
    layout = replace(
        preview(write("1;2\n3;4\n")),
        delimiter=delimiter,
        decimal=decimal,
        names=tuple("abc"[:width]),
    )
    columns = parse_plain(text.encode(), layout, (0, width - 1))
    assert (columns is not None) is plain
    if columns is not None:
        slow = rows._parse_slowly(text.split("\n"), 1, layout, (0, width - 1))
        assert np.array_equal(columns, slow)


def test_rows_written_in_any_way_are_read_alike(write):
    draw = random.Random(0)
    values = [(draw.uniform(-9, 9), draw.uniform(-9, 9)) for _ in range(500)]
    styles = [repr, "{:.17e}".format, lambda v: f'"{v!r}"', lambda v: f"  {v!r} "]
    rows = [",".join(draw.choice(styles)(v) for v in pair) for pair in values]
    mixed = [line for row in rows for line in (*draw.choice([[], [""], [" ,"]]), row)]
    for lines in (rows, mixed):
        samples = read_samples(write("\n".join(lines)))
        assert list(zip(samples.x.tolist(), samples.y.tolist(), strict=True)) == values
