"""The net, against its formula, its symmetries and PyTorch's autograd."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.formula import numpy_function
from gdviz.core.problems.abilities import HasData, HasUnits
from gdviz.core.problems.variants import vary
from gdviz.core.runs.settings import NAMES, Settings

NET = PROBLEMS["net"]
HIDDEN = (1, 2, 3, 8, 32)


@pytest.fixture(params=HIDDEN)
def net(request):
    return vary(NET, {"hidden": request.param})


def drawn(net, count=5):
    return net.draw(np.random.default_rng(1), count)


def test_it_has_three_weights_a_unit_and_one_more(net):
    assert len(net.weights) == len(net.start) == len(net.domain) == 3 * net.hidden + 1
    assert isinstance(net, HasUnits)
    assert isinstance(net, HasData)
    assert (net.weights[0], net.weights[net.hidden], net.weights[-1]) == ("a₁", "b₁", "d")


def test_its_loss_and_gradient_are_those_of_its_formula(net):
    names = (*net.names, "x", "y")
    plainly = numpy_function([net.loss_formula, *net.slopes], names)
    for rows in (None, np.array([3]), np.array([5, 5, 0, 23, 7])):
        of = slice(None) if rows is None else rows
        for w in drawn(net):
            loss, *slopes = (np.mean(values) for values in plainly(*w, net.x[of], net.y[of]))
            assert net.loss(w, rows) == pytest.approx(loss, rel=1e-12)
            np.testing.assert_allclose(net.gradient(w, rows), slopes, rtol=1e-11, atol=1e-13)


def test_its_gradient_is_autograd_s(net):
    torch = pytest.importorskip("torch")
    x, y = torch.from_numpy(net.x), torch.from_numpy(net.y)
    for w in drawn(net):
        weights = torch.tensor(w, requires_grad=True)
        a, b, c = weights[:-1].reshape(3, net.hidden)
        predicted = (c * torch.tanh(a * x[:, None] + b)).sum(1) + weights[-1]
        ((predicted - y) ** 2).mean().backward()
        np.testing.assert_allclose(net.gradient(w), weights.grad.numpy(), rtol=1e-11, atol=1e-13)


def test_a_lane_is_the_same_to_the_bit_in_any_company(net):
    w, data = np.ascontiguousarray(drawn(net, 40).T), [net.x, net.y]
    together = net.totals(w, data)
    for count in (1, 2, 3, 17):
        assert (net.totals(w[:, :count], data) == together[:, :count]).all()
    own = [np.tile(values, (40, 1)) for values in data]
    assert (net.totals(w, own, net.room(100)) == together).all()
    assert net.measure(w[:, 7].tolist(), data) == (together[:, 7] / 24).tolist()


def test_what_it_draws_is_as_it_says():
    net = vary(NET, {"hidden": 8})
    w = net.draw(np.random.default_rng(0), 20_000)
    assert w[:, :16].std() == pytest.approx(2, rel=0.01)
    assert w[:, 16:24].std() == pytest.approx(8**-0.5, rel=0.01)
    assert not w[:, 24].any()
    assert (net.draw(np.random.default_rng(0), 3) == w[:3]).all()


def test_units_may_change_places_and_signs(net):
    for w in drawn(net):
        a, b, c = w[:-1].reshape(3, net.hidden)
        order = np.random.default_rng(2).permutation(net.hidden)
        signs = np.where(np.arange(net.hidden) % 2, 1.0, -1.0)
        other = np.concatenate([*(signs * np.array([a, b, c])[:, order]), w[-1:]])
        np.testing.assert_allclose(net.predict(other, net.x), net.predict(w, net.x), atol=1e-12)
        assert (net.canonical(other) == net.canonical(w)).all()
        assert net.cost(net.canonical(w)) == pytest.approx(net.cost(w))


def test_a_run_begins_where_so_many_weights_do():
    settings = Settings.of(configure("net"))
    (described,) = [one for one, name in NAMES.items() if name == "net.hidden"]
    wider = settings.with_values({described: 32})
    assert len(wider.start) == 97
    assert wider.config().problem is vary(NET, {"hidden": 32})
    assert Settings.from_dict(wider.to_dict()) == wider
    assert Settings.of(wider.config()) == wider
    assert wider.with_values({described: 3}).start == NET.start
    moved = Settings.of(configure("net", start=(0.5,) * 10))
    assert moved.with_values({described: 3}).start == moved.start
    assert wider.on(PROBLEMS["line"]).config().dim == 2
    assert wider.on(PROBLEMS["line"]).on(NET).config().dim == 97  # what was set waits


@pytest.mark.parametrize("hidden", [3, 32])
def test_it_learns_the_curve(hidden):
    trace = record(configure("net", hidden=hidden, epochs=600))
    assert trace.ending.cost < 0.15 * float(NET.y @ NET.y) / 24
    assert trace.w.shape == (601, 3 * hidden + 1)
