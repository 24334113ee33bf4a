"""How close a guess was: a score from 0 to 1, and a sentence for the hall."""

import math

import numpy as np
from msgspec import Struct

from nnviz.arrays import Floats
from nnviz.explain.exercise.marking import marks_of
from nnviz.explain.formulas.numbers import plain
from nnviz.lecture.predict.guess import Drawn, Guess, Line, Picked, Signs, Typed, line_parts
from nnviz.lecture.predict.truths import (
    BoundaryTruth,
    CurveTruth,
    NumberTruth,
    SignsTruth,
    Truth,
    WinnerTruth,
)
from nnviz.numerals import percent

FAR = 0.25
"""Mean distance from a curve or boundary, as a share of the picture, at which the score is 0."""
NEAR = 0.05
"""Up to which a piece of a boundary counts as found."""
POINTS = 400
"""Points that a drawn line is looked at in."""
SIGN_WORDS = {1: "rises", -1: "falls", 0: "stays"}
NOTHING = "Nothing was guessed."


class GuessScore(Struct, frozen=True):
    """From 0 to 1, and in words."""

    share: float
    sentence: str


def score(truth: Truth, guess: Guess) -> GuessScore:
    """Return how close a guess of the right kind was."""
    match truth, guess:
        case CurveTruth(), Drawn():
            return _of_curve(truth, guess)
        case BoundaryTruth(), Drawn():
            return _of_boundary(truth, guess)
        case SignsTruth(), Signs():
            return _of_signs(truth, guess)
        case NumberTruth(), Typed():
            return _of_number(truth, guess)
        case WinnerTruth(), Picked():
            return _of_winner(truth, guess)
    raise TypeError(f"{type(guess).__name__} is no guess at {type(truth).__name__}")


def parts_of(truth: Truth, guess: Guess) -> tuple[tuple[str, str], ...]:
    """Return what was guessed, part by part, for a table."""
    match truth, guess:
        case CurveTruth(), Drawn():
            return tuple(line_parts(guess.lines, truth.x_name, truth.y_name))
        case BoundaryTruth(), Drawn():
            return tuple(line_parts(guess.lines, "x1", "x2"))
        case SignsTruth(), Signs():
            said = ["" if sign is None else SIGN_WORDS[sign] for sign in guess.signs]
            return tuple(zip(truth.names, said, strict=True))
        case NumberTruth(), Typed():
            return ((truth.blank.id, f"{guess.value:.12g}"),)
        case WinnerTruth(), Picked():
            return (("winner", truth.names[guess.run]),)
    return ()


def _of_curve(truth: CurveTruth, guess: Drawn) -> GuessScore:
    drawn = curve_of(guess.lines)
    if drawn is None:
        return GuessScore(0.0, NOTHING)
    xs, ys = drawn
    low, high = truth.y_range
    places = np.linspace(truth.x[0], truth.x[-1], POINTS)
    seen = (places >= xs[0]) & (places <= xs[-1])
    if not seen.any():
        return GuessScore(0.0, "The line lies beside the curve.")
    apart = np.abs(np.interp(places, xs, ys) - np.interp(places, truth.x, truth.y)) / (high - low)
    away = float(np.where(seen, np.minimum(apart, 1.0), FAR).mean())  # what was not drawn is not known
    share = max(0.0, 1.0 - away / FAR)
    whole = "" if seen.mean() > 0.9 else f" It covers {percent(seen.mean(), 0)} of the curve."
    off = percent(float(apart[seen].mean()), 0)
    return GuessScore(share, f"On average {off} of the height away.{whole}{_drop(truth, xs, ys)}")


def _drop(truth: CurveTruth, xs: Floats, ys: Floats) -> str:
    """Return when the loss had fallen half of its way, and when that was expected."""
    if truth.y_name != "loss":
        return ""
    half = (truth.y[0] + truth.y[-1]) / 2
    if truth.y[-1] >= 0.8 * truth.y[0]:
        return ""
    at = float(truth.x[np.argmax(truth.y <= half)])
    below = ys <= half
    expected = f"at {xs[np.argmax(below)]:.3g}" if below.any() else "never"
    return f" Half of the fall was expected {expected}; it came at {truth.x_name} {at:.3g}."


def curve_of(lines: tuple[Line, ...]) -> tuple[Floats, Floats] | None:
    """Return what was drawn as one function of x: where lines overlap, the later one holds."""
    xs: Floats = np.empty(0)
    ys: Floats = np.empty(0)
    for line in lines:
        points = np.array(line, float).reshape(-1, 2)
        points = points[np.argsort(points[:, 0], kind="stable")]
        outside = (xs < points[0, 0]) | (xs > points[-1, 0])
        xs, ys = np.append(xs[outside], points[:, 0]), np.append(ys[outside], points[:, 1])
        order = np.argsort(xs, kind="stable")
        xs, ys = xs[order], ys[order]
    return (xs, ys) if len(xs) else None


def _of_boundary(truth: BoundaryTruth, guess: Drawn) -> GuessScore:
    drawn = [_spread(line) for line in guess.lines if line]
    if not drawn:
        return GuessScore(0.0, NOTHING)
    left, right, bottom, top = truth.extent
    size = np.array([right - left, top - bottom])
    corner = np.array([left, bottom])
    own, real = (np.concatenate(drawn) - corner) / size, (truth.points - corner) / size
    away, missed = _nearest(own, real), _nearest(real, own)
    mean = (float(away.mean()) + float(missed.mean())) / 2
    found = float((missed <= NEAR).mean())
    sentence = (
        f"On average {percent(mean, 0)} of the width away; {percent(found, 0)} of the boundary was found."
    )
    return GuessScore(max(0.0, 1.0 - mean / FAR), sentence)


def _spread(line: Line) -> Floats:
    """Return points at equal distances along a line."""
    points = np.array(line, float).reshape(-1, 2)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if along[-1] == 0.0:
        return points[:1]
    places = np.linspace(0.0, along[-1], POINTS // 2)
    return np.column_stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)])


def _nearest(points: Floats, others: Floats) -> Floats:
    """Return how far each point is from the nearest of others, few hundred of them at a time."""
    found = [
        np.sqrt(((points[at : at + POINTS, None] - others[None]) ** 2).sum(axis=-1).min(axis=1))
        for at in range(0, len(points), POINTS)
    ]
    return np.concatenate(found)


def _of_signs(truth: SignsTruth, guess: Signs) -> GuessScore:
    wrong = [
        f"{name} {SIGN_WORDS[sign]}"
        for name, sign, said in zip(truth.names, truth.signs, guess.signs, strict=True)
        if sign != said
    ]
    right = len(truth.names) - len(wrong)
    told = f" {', '.join(wrong)}." if wrong else ""
    return GuessScore(right / len(truth.names), f"{right} of {len(truth.names)} right.{told}")


def _of_number(truth: NumberTruth, guess: Typed) -> GuessScore:
    if not math.isfinite(guess.value):
        return GuessScore(0.0, f"It is {plain(truth.value)}.")
    (mark,) = marks_of(truth.sheet, {truth.blank.id: guess.value})
    is_right = mark.right or mark.follow_through
    value = plain(truth.value)
    told = f"Right: {value}." if is_right else mark.sentence
    return GuessScore(float(is_right), told if value in told else f"{told} It is {value}.")


def _of_winner(truth: WinnerTruth, guess: Picked) -> GuessScore:
    place = truth.order.index(guess.run)
    best = truth.names[truth.order[0]]
    share = 1.0 - place / max(1, len(truth.order) - 1)
    if place == 0:
        return GuessScore(1.0, f"Right: {best} {truth.by}.")
    return GuessScore(share, f"{truth.names[guess.run]} comes in as number {place + 1}; {best} {truth.by}.")
