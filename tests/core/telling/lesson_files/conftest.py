"""A lesson's file that asks in each way."""

import pytest

from gdviz import i18n

WHOLE = """\
order = 7
numbers = ["0.214 = page1.limit"]

[title]
en = "Steps"
zh = "步子"

[goal]
en = "The limit is {0.214}."
zh = "界限是 {0.214}。"

[settings]
problem = "linear"
learning_rate = 0.1
epochs = 20

[scene.panels]
hidden = ["cost-curve"]

[[steps]]
numbers = ["4.667 = cost[0]", "−9.3 = gradient[0]"]
text = { en = "Look.", zh = "看。" }
[steps.scene]
keep = [{ learning_rate = 0.01 }, { learning_rate = 0.3, epochs = 30 }]
names = ["slow", "fast"]
at = 2
mode = "predict"
lit = ["gradient"]
[steps.scene.loss]
logarithmic = true
[steps.ask]
kind = "number"
answer = "cost[0]"
veil = "cost"
hidden = ["numbers"]
plays = 0
text = { en = "What is the loss?", zh = "损失是多少？" }
[steps.ask.why]
en = "The mean is {4.667}, and the gradient {−9.3}."
zh = "平均是 {4.667}，梯度是 {−9.3}。"
[[steps.ask.wrong]]
value = "cost[0] * 3"
reply = { en = "That is the sum.", zh = "这是和。" }

[[steps]]
text = { en = "Guess.", zh = "猜。" }
[steps.ask]
kind = "choice"
text = { en = "What will it do?", zh = "会怎样？" }
why = { en = "So.", zh = "因为。" }
[[steps.ask.options]]
text = { en = "It converges.", zh = "收敛。" }
when = "converges"
[[steps.ask.options]]
text = { en = "It diverges.", zh = "发散。" }
when = "diverges"
reply = { en = "No.", zh = "不。" }
"""


@pytest.fixture
def written(tmp_path):
    """Write a lesson's file, with one thing in it replaced."""

    def write(good="", bad="", text=WHOLE):
        assert not good or text.count(good) == 1
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(good, bad) if good else text, "utf-8")
        return path

    return write


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setattr(i18n, "_current", i18n._current)
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    i18n.set_language("zh")
