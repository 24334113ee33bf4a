"""What the graph window shows of a text: by which node the derivative is, whatever becomes of its name."""

from nnviz.ui.graph.model import GraphModel

TEXT = "a = 2\nb = 3\nc = a * b\nd = c + b"


def test_where_the_node_is_gone_the_first_input_that_matters_is_meant():
    model = GraphModel(TEXT, "b")
    model.to_end()
    assert model.step().title == GraphModel(TEXT, "b").walk.step(len(model.walk) - 1).title
    of_a = GraphModel(TEXT, "a")
    of_a.to_end()
    model.set_text(TEXT.replace("b", "e"))
    model.to_end()
    assert model.step().title == of_a.step().title
    assert model.step().title != GraphModel(TEXT, "c").walk.step(len(model.walk) - 1).title
