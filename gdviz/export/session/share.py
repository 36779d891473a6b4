"""A share code: a state without data, as a short text to be sent, written on a board, pasted.

It is `gdviz:`, the version of the format, a dot, and the state's JSON, compressed beside what most
states have in common, in letters that no mail changes.
"""

import binascii
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from gdviz.export.session.data import Data, changed, name_of, on_data
from gdviz.export.session.document import SessionError, State, as_json, parse
from gdviz.i18n import N_, _

LONGEST = 4000
"""Letters of a code that is still to be passed on by hand."""

_MARK, _VERSION = "gdviz:", 1
_MOST = 1_000_000
"""Bytes that a code may stand for: what it was made of has some thousand at most."""

_IN_COMMON = (
    b'"net.hidden":"wells.wells":"regression.reduction":"sum","asgd.lambd":"asgd.alpha":"asgd.t0":'
    b'"adagrad.eps":"rmsprop.alpha":"rmsprop.momentum":"rmsprop.eps":"adadelta.rho":"adadelta.eps":'
    b'"rprop.eta_minus":"rprop.eta_plus":"rprop.step_min":"rprop.step_max":"adam.beta1":"adam.beta2":'
    b'"adam.eps":"adamw.weight_decay":"nadam.momentum_decay":"adamax.beta2":"exhaustive.points":'
    b'"divide-and-conquer.points":"divide-and-conquer.levels":"sgd.order":"sgd.steps_per_epoch":'
    b'"quadratic-fit""sine""two-layer""finite-sum""net""parabola""plateau""wavy""bowl""saddle"'
    b'"stretched-bowl""two-basins""rosenbrock""beale""booth""matyas""flower""six-hump-camel""wells"'
    b'"exhaustive""divide-and-conquer""asgd""adagrad""rmsprop""adadelta""rprop""adamw""nadam""adamax"'
    b'"seldom":{"per_cent":[null,null,null]},"escape":{"spread":0.001},"graph":{"moments":0},"sample":'
    b'{"sample":1},"derivation":{"axis":0,"lines":1,"numbers":true},"code":{"style":"numpy"},"probes":{'
    b'"weights":[],"revealed":true},"guesses":{"guesses":[{"w":[0.0],"truth":[0.0],"distance":0.0}],'
    b'"seen":1},"mode":{"mode":"predict"},"try":{"experiment":"","changed":[]},"sweep":{"open":true,'
    b'"kind":"curve"},"many":{"members":200,"starts":"uniform","spread":0.5,"seeds":true,"study":'
    b'"basins"},{"data":"data.csv","x":"x","y":"y","header":true,"model":"affine","standardise":false,'
    b'"sha256":"","names":["x","y"]},{"of":"line","x":[1.0,2.0,3.0],"y":[2.0,4.0,6.0]},{"samples":'
    b'"1 2; 2 4; 3 6","function":"w^4 - 3w^2 + w","domain":[-2.0,2.0]},"kept":{"runs":[{"run":{'
    b'"slot":0,"name":"","visible":true}],"unit":"epochs"},"drawn":{"solid":true},"loss":{"across":'
    b'"evaluations","logarithmic":true,"smooth":"ema","smoothing":0.6},"lesson":{"lesson":"listing-1",'
    b'"page":1},"speed":{"tick":20},"panels":{"hidden":["controls"],"more":true,"workspace":"compare",'
    b'"beside":""},"place":{"position":0},"changes":[{"step":10,"problem":"double-well","run.seed":1,'
    b'"mini-batch.batch_size":4,"plain.nesterov":true,"gradient-descent.schedule":"cosine","algorithm":'
    b'"mini-batch","rule":"adam","start":[0.0,0.0],"values":{"problem":"himmelblau","algorithm":"sgd",'
    b'"plain.momentum":0.9,"run.epochs":100}}]{"run":{"problem":"linear","algorithm":"gradient-descent"'
    b',"rule":"plain","start":[1.0],"values":{"gradient-descent.learning_rate":0.01'
)
"""What most states have some of: with another, a code of this version could not be read."""

_DAMAGED = N_("the code is damaged: copy all of it, from “gdviz:” to its last letter")


def is_code(text: str) -> bool:
    """Tell whether a text is meant to be a share code."""
    return _bare(text).startswith(_MARK)


def _bare(text: str) -> str:
    """Return a text without what a mail, a chat or a shell puts around it or breaks it by."""
    return re.sub(r"\s", "", text).strip("'\"`<>")


def write_code(state: Mapping[str, Any]) -> str:
    """Return the code of a state; of data in files it says their names and their hashes.

    Raises:
        SessionError: it would be too long to be passed on by hand.
    """

    def without_columns(one: Data) -> Data:
        kept = {key: part for key, part in one.items() if key != "columns"}
        return {**kept, "data": name_of(one["data"])}

    plain = as_json(changed(state, without_columns), (",", ":"))
    squeezer = zlib.compressobj(9, zdict=_IN_COMMON)
    packed = squeezer.compress(plain.encode()) + squeezer.flush()
    code = f"{_MARK}{_VERSION}.{urlsafe_b64encode(packed).decode().rstrip('=')}"
    if len(code) > LONGEST:
        text = _("This is too much for a code, which would have {count} letters. Save a session.")
        raise SessionError(text.format(count=f"{len(code):,}"))
    return code


def read_code(text: str, at_hand: Mapping[str, Any]) -> State:
    """Return the state that a code stands for.

    Args:
        text: the code.
        at_hand: a state whose data may be those that the code means.

    Raises:
        SessionError: it is none, is damaged, of a later version, or means data that are not there.
    """
    found = re.fullmatch(rf"{_MARK}(\d{{1,9}})\.([\w-]*)", _bare(text), re.ASCII)
    if found is None:
        raise SessionError(_(_DAMAGED))
    version, letters = found.groups()
    if int(version) != _VERSION:
        raise SessionError(_("the code is of a later gdviz; get that one to open it"))
    known = {one["sha256"]: one for one in on_data(at_hand) if "sha256" in one}

    def put_together(one: Data) -> Data:
        there = known.get(str(one.get("sha256")))
        if there is None:
            text = _(
                "it is about the data in {name}, which a code does not carry; open that file first"
            )
            raise SessionError(text.format(name=name_of(one["data"])[:80]))
        return {**one, "data": there["data"], **_columns(there)}

    state: State = changed(parse(_unpacked(letters)), put_together)
    return state


def _columns(there: Data) -> Data:
    return {"columns": there["columns"]} if "columns" in there else {}


def _unpacked(letters: str) -> str:
    """Return the JSON that a code's letters stand for.

    Raises:
        SessionError: none.
    """
    try:
        packed = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        unpacker = zlib.decompressobj(zdict=_IN_COMMON)
        plain = unpacker.decompress(packed, _MOST)
        if unpacker.eof and not unpacker.unused_data:
            return plain.decode()
    except (binascii.Error, zlib.error, ValueError):
        pass
    raise SessionError(_(_DAMAGED))
