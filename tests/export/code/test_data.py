"""How a program comes by its samples."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure
from gdviz.core.parameters import InputError
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.data import Typed, read_samples
from gdviz.core.problems.own_data import regression
from gdviz.export.code.lines import Role
from gdviz.export.code.styles import STYLES, program
from tests.export.code.programs import assert_computes

MANY = 600


def rows(count=MANY):
    draw = np.random.default_rng(1)
    x = draw.normal(50.0, 9.0, count).round(3)
    return np.stack([np.arange(count), x, (3 * x - 20 + draw.normal(0, 5, count)).round(4)], axis=1)


def config(path, model="affine", *, standardised=True, **columns):
    problem = regression(read_samples(path, **columns), model, standardised)
    return configure(problem, epochs=3, learning_rate=0.1 if standardised else 1e-5)


@pytest.fixture
def table(tmp_path):
    """Write a table of many rows, in the way asked for."""

    def write(name="table.csv", delimiter=",", decimal=".", head="id,area,price", encoding="utf-8"):
        lines = [
            delimiter.join(f"{value:.4f}".replace(".", decimal) for value in row) for row in rows()
        ]
        header = [head.replace(",", delimiter)] if head else []
        path = tmp_path / name
        path.write_text("\n".join([*header, *lines]) + "\n", encoding=encoding)
        return path

    return write


@pytest.mark.parametrize("style", STYLES)
def test_many_samples_are_read_from_the_file_that_they_are_from(table, style):
    path = table()
    made = assert_computes(config(path, x="area", y="price"), style)
    assert f'open("{path}"' in made.text
    assert len(made.text) < 2000


@pytest.mark.parametrize(
    "written",
    [
        {"delimiter": ";", "decimal": ","},
        {"delimiter": "\t"},
        {"head": ""},
        {"encoding": "utf-8-sig"},
        {"encoding": "gb18030", "head": "编号,面积,价格"},
        {"name": 'it\'s a "table"\n of 米.csv'},
    ],
)
def test_however_the_table_is_written(table, written):
    path = table(**written)
    assert_computes(config(path, x=2, y=3), "python")
    assert_computes(config(path, standardised=False, model="linear", x=2, y=3), "numpy")


def test_a_table_that_a_short_program_would_read_otherwise_is_refused(table):
    path = table()
    text = path.read_text()
    path.write_text(text.replace("\n7.0000,", "\n , ,\n7.0000,"))
    with pytest.raises(InputError, match="not written plainly enough"):
        program(config(path, x="area", y="price"), "python")


def test_few_samples_of_a_file_are_written_out(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("x,y\n1,2\n2,4.5\n3,6\n")
    text = program(config(path, standardised=False), "python").text
    assert text.startswith("x_data = [1.0, 2.0, 3.0]\ny_data = [2.0, 4.5, 6.0]\n")


def test_more_samples_than_are_written_out_have_to_be_in_a_file():
    typed = "\n".join(f"{x} {y}" for _number, x, y in rows())
    problem = regression(Typed(typed).read(), "affine")
    with pytest.raises(InputError, match="600 samples would have to read them from a file"):
        program(configure(problem), "python")


@pytest.mark.parametrize("style", STYLES)
def test_changed_samples_are_those_that_are_shown(style):
    problem = with_data(PROBLEMS["line"], np.arange(4.0), np.array([1.0, 2.0, 4.0, 9.0]))
    assert_computes(configure(problem, epochs=3), style)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["sine", "net", "many-samples"])
def test_those_that_gdviz_makes_are_made_as_it_makes_them(name, style):
    if style == "torch":
        pytest.importorskip("torch")
    made, problem = program(configure(name, epochs=1), style), PROBLEMS[name]
    data = {made.lines[number - 1] for number in made.of(Role.DATA)}
    end = max(number for number, line in enumerate(made.lines) if line in data) + 1
    namespace = {}
    exec("\n".join(line.text for line in made.lines[:end]), namespace)
    for column, values in problem.data.items():
        found = namespace[f"{column}_data" if style == "python" else column]
        np.testing.assert_allclose(np.ravel(found), values, rtol=0, atol=1e-14)
    assert len(made.text) < 2000


def test_other_samples_under_the_same_name_are_their_own():
    problem = replace(PROBLEMS["sine"], data={"x": np.array([1.0, 2.0]), "y": np.array([3.0, 4.0])})
    text = program(configure(problem, epochs=1), "python").text
    assert "x_data = [1.0, 2.0]\ny_data = [3.0, 4.0]\n" in text


def test_a_sum_has_the_samples_of_the_mean():
    text = program(configure("sine", reduction="sum"), "numpy").text
    assert "x = np.linspace(-3, 3, 40)\ny = np.sin(3 * x)\n" in text
