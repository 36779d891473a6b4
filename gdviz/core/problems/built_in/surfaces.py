"""Analytic functions of one and two weights, with their known critical points."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gdviz.core.problems.analytic import Analytic
from gdviz.i18n import N_


@dataclass(frozen=True, eq=False)
class Surface(Analytic):
    """An analytic function of the weights w, or w1 and w2.

    Attributes:
        text: the function as one would type it.
        minima: the minima of the domain, best first.
        saddles: the saddle points of the domain, flat inflections included.
        defaults: the hyper-parameters of a run, by name, where the general ones do not make
            its point.
    """

    id: str
    title: str
    text: str
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    saddles: tuple[tuple[float, ...], ...] = ()
    defaults: Mapping[str, float] = field(default_factory=dict)


PROBLEMS = (
    Surface(
        id="parabola",
        title=N_("Parabola"),
        text="w^2",
        domain=((-3.0, 3.0),),
        start=(-2.5,),
        minima=((0.0,),),
    ),
    Surface(
        id="double-well",
        title=N_("Tilted double well"),
        text="w^4 - 3*w^2 + w",
        domain=((-2.2, 2.2),),
        start=(2.0,),
        minima=((-1.3008395659415772,), (1.1309011226299859,)),
    ),
    Surface(
        id="plateau",
        title=N_("Plateau"),
        text="3*w^4 - 4*w^3",
        domain=((-0.7, 1.5),),
        start=(-0.5,),
        minima=((1.0,),),
        saddles=((0.0,),),
    ),
    Surface(
        id="wavy",
        title=N_("Wavy valley"),
        text="ln(1 + abs(w)^(2 + sin(w)))",
        domain=((-4.9, 6.0),),
        start=(5.5,),
        minima=((0.0,), (4.566119481243434,)),
        defaults={"learning_rate": 0.1},
    ),
    Surface(
        id="bowl",
        title=N_("Bowl"),
        text="w1^2 + w2^2",
        domain=((-3.0, 3.0), (-3.0, 3.0)),
        start=(-2.5, 1.5),
        minima=((0.0, 0.0),),
    ),
    Surface(
        id="stretched-bowl",
        title=N_("Stretched bowl"),
        text="0.1*w1^2 + 2*w2^2",
        domain=((-6.0, 6.0), (-3.0, 3.0)),
        start=(-5.0, -2.0),
        minima=((0.0, 0.0),),
        defaults={"learning_rate": 0.1},
    ),
    Surface(
        id="saddle",
        title=N_("Saddle"),
        text="w1^2 - w2^2 + w2^4/2",
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        start=(1.5, 0.0),
        minima=((0.0, 1.0), (0.0, -1.0)),
        saddles=((0.0, 0.0),),
        defaults={"learning_rate": 0.1},
    ),
    Surface(
        id="two-basins",
        title=N_("Two basins"),
        text="(w2 - w1)^4 + 8*w1*w2 - w1 + w2 + 3",
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        start=(-1.5, -0.5),
        minima=(
            (0.5535799358443838, -0.5535799358443838),
            (-0.41878271764166153, 0.41878271764166153),
        ),
        saddles=((-0.13479721820272228, 0.13479721820272228),),
    ),
    Surface(
        id="rosenbrock",
        title=N_("Rosenbrock's valley"),
        text="100*(w2 - w1^2)^2 + (1 - w1)^2",
        domain=((-2.0, 2.0), (-1.0, 3.0)),
        start=(-1.2, 1.0),
        minima=((1.0, 1.0),),
        defaults={"learning_rate": 0.002, "epochs": 2000},
    ),
    Surface(
        id="himmelblau",
        title=N_("Himmelblau's function"),
        text="(w1^2 + w2 - 11)^2 + (w1 + w2^2 - 7)^2",
        domain=((-6.0, 6.0), (-6.0, 6.0)),
        start=(0.0, 0.0),
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        ),
        saddles=(
            (3.385154183607021, 0.07385187983774928),
            (0.08667750455539636, 2.884254701174776),
            (-3.0730257507643897, -0.08135304428796751),
            (-0.12796134673068008, -1.9537149802445763),
        ),
    ),
    Surface(
        id="beale",
        title=N_("Beale's function"),
        text="(1.5 - w1 + w1*w2)^2 + (2.25 - w1 + w1*w2^2)^2 + (2.625 - w1 + w1*w2^3)^2",
        domain=((-4.5, 4.5), (-4.5, 4.5)),
        start=(1.0, 1.0),
        minima=((3.0, 0.5),),
        saddles=((0.0, 1.0), (0.10053793732415836, -2.644513585023125)),
    ),
    Surface(
        id="booth",
        title=N_("Booth's function"),
        text="(w1 + 2*w2 - 7)^2 + (2*w1 + w2 - 5)^2",
        domain=((-10.0, 10.0), (-10.0, 10.0)),
        start=(-8.0, -6.0),
        minima=((1.0, 3.0),),
    ),
    Surface(
        id="matyas",
        title=N_("Matyas' function"),
        text="0.26*(w1^2 + w2^2) - 0.48*w1*w2",
        domain=((-10.0, 10.0), (-10.0, 10.0)),
        start=(-8.0, 4.0),
        minima=((0.0, 0.0),),
        defaults={"learning_rate": 0.5},
    ),
    Surface(
        id="flower",
        title=N_("Flower"),
        text="w1*sin(w2) + w2*sin(w1) + w1^2 + w2^2",
        domain=((-5.0, 5.0), (-5.0, 5.0)),
        start=(4.0, 3.5),
        minima=((0.0, 0.0),),
    ),
    Surface(
        id="six-hump-camel",
        title=N_("Six-hump camel"),
        text="4*w1^2 - 2.1*w1^4 + w1^6/3 + w1*w2 - 4*w2^2 + 4*w2^4",
        domain=((-2.0, 2.0), (-1.1, 1.1)),
        start=(-1.9, -0.9),
        minima=(
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
            (1.703606714969981, -0.7960835686726251),
            (-1.703606714969981, 0.7960835686726251),
            (1.6071047529201972, 0.5686514548841314),
            (-1.6071047529201972, -0.5686514548841314),
        ),
        saddles=(
            (0.0, 0.0),
            (1.1092053368047865, -0.7682680925095399),
            (-1.1092053368047865, 0.7682680925095399),
            (1.6380679841897785, 0.22867406904439408),
            (-1.6380679841897785, -0.22867406904439408),
            (1.2960702671671092, 0.6050843880386585),
            (-1.2960702671671092, -0.6050843880386585),
        ),
    ),
)
