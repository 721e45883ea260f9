"""What a clause does, as patterns over its letters, in order: the first that fits decides. Gaps are bounded."""

import re
from dataclasses import dataclass

from firsthand.domain.promises.values import CUSTOMER, PERSON, SELF, UNKNOWN, Act


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern and what it says. `needs` is nothing, `time` (a time ahead of us) or `amount`. A holder that is
    empty is whoever the first group names. Without one of the `keys` it cannot fit. `hedge`: it softens by itself."""

    name: str
    keys: frozenset[str]
    letters: re.Pattern[str]
    act: Act
    holder: str = ""
    needs: str = ""
    hedge: bool = False


def _row(name: str, keys: str, letters: str, *what: Act | str, hedge: bool = False) -> Pattern:
    act, holder, needs = (*what, "", "")[:3]
    return Pattern(name, frozenset(keys), re.compile(letters), Act(act), str(holder), str(needs), hedge)


_P, _N, _O, _Q, _R = Act.PROMISE, Act.NORM, Act.OFFER, Act.REQUEST, Act.REPORT

ENGLISH = (
    _row("away", "j", r"^[^D]*j", _R, UNKNOWN),
    _row("they guarantee", "TPHS", r"([TPHS]).{0,2}G", _N, "", "amount"),
    _row("will not", "g", r"[ITPHSNDQYx][a0b]{0,2}[wcsWb]?[a0]?g|^g", _R, UNKNOWN),
    _row("give me", "B", r"B.{0,3}[03]", _P, SELF),
    _row("they need", "3", r"([TPHS])[^p,]{1,4}3", _P),
    _row("that long", "3", r"Iw?.?L.?3|w.?[Lv]M3", _P, SELF),
    _row("we planned it", "Id", r"[pe].{0,6}d|I.{0,2}d", _P, UNKNOWN, "time"),
    _row("you will be told", "Y", r"Y[a]?[wsc]a?b.{0,2}[fp]", _P, UNKNOWN),
    _row("offered", "IO", r"^[^I]{0,3}O|O$|I[ab]?O|I.{0,2}[cW]", _O, SELF, "time"),
    _row("service level", "l", r"l", _N, SELF, "amount"),
    _row("asked", "Iz", r"^[^IR]{0,4}z(?!.{0,3}[eE])|I.{0,2}Y?.?z", _Q, CUSTOMER),
    _row("expect it", "0E", r"^[^IYp]{0,4}z?[^IYp]{0,2}E.{0,6}[0D]|I.{0,2}E.{0,8}0", _P, UNKNOWN, "time"),
    _row("we usually", "In", r"I.{0,2}n.{0,3}[vrf]|I.?r|n.{0,5}[rf]", _N, SELF, "amount"),
    _row("they usually", "nr", r"([TPHS]).{0,2}n.{0,3}[vrf]|([TPHS]).?r", _N, "", "amount"),
    _row("let me", "R", r"R", _P, SELF),
    _row(
        "you will have",
        "Y",
        r"Y[ac]?(?:w|s|c).{0,2}[eE].{0,6}[04DM]|4.{0,2}Y[a]?w[^z]*e|Y[ac]?(?:w|s).{0,2}h|Y[ac]?[eE](?!0).{0,5}[0DM]|Y[a]?w[ae]{0,2}.{0,6}[DM]",
        _P,
        UNKNOWN,
    ),
    _row("you will be able to", "Y", r"Y[a]?w[a]?c", _P, UNKNOWN, "time"),
    _row("you will then", "0", r"Y[a]?w[^z]*0|0[^z]*Y[a]?w", _P, UNKNOWN, "time"),
    _row("you", "Y", r"^[^ITPHSNDQR]{0,4}Y[a0]?[wcsWbpevhg]", _R, CUSTOMER),
    _row("we did", "fp", r"^[^w]{0,12}[ITPHSNDQ][a0]?p(?!.{0,8}[wi])|^p|^[^wbseEh]{0,6}[ITPHSNDQ]f", _R, UNKNOWN),
    _row("I will be there", "b", r"[ITPHS][^,pgw]{0,3}w[a0]?b[a0-9]{0,2}(?:[xj,]|$)", _R, UNKNOWN),
    _row("I will", "I", r"I[^,pgw]{0,3}w(?![ab0]{0,2}[kj])", _P, SELF),
    _row("we guarantee", "G", r"I.{0,2}G|^.?G", _P, SELF),
    _row("I hope to", "Ih", r"I.{0,3}h|^[a0-9x]{0,2}h", _P, SELF, hedge=True),
    _row("I should", "Is", r"(?:I.{0,2}|^[a0-9]{0,2})s.{0,3}[vei]|I.{0,2}s.{0,3}f", _P, SELF, hedge=True),
    _row("we are on it", "Ii", r"I[a0]?b.{0,3}i|^[a0]{0,2}i", _P, SELF),
    _row("we are doing it", "Im", r"I[a0]?b.{0,2}m|^[a0]?m", _P, SELF, "time"),
    _row("they will", "w", r"([TPHS])[^,pgw]{0,4}w", _P),
    _row("they are on it", "b", r"([TPHS]).{0,2}b.{0,3}i", _P),
    _row("they should", "hs", r"([TPHS]).{0,3}[sh]", _P, "", "time", hedge=True),
    _row("it will be fixed", "f", r"[NDQx0].{0,4}w.{0,4}f|w.{0,2}f", _P, UNKNOWN),
    _row("it should be fixed", "f", r"[NDQx0].{0,4}s.{0,4}f", _P, UNKNOWN, hedge=True),
    _row("it will be done", "b", r"w[a]?b[ax]?p", _P, UNKNOWN, "time"),
    _row("will do", "w", r"^[a0-9]{0,2}w(?![IYTPHSNQ])", _P, SELF),
    _row("somebody by name will", "v", r"^[a0-9]{0,1}x{1,2}w[a0]?v(?:.{0,2}Y|.?[04])", _P, PERSON),
    _row("it arrives", "D", r"^[^pI]{0,4}D.{0,3}V", _P, UNKNOWN, "time"),
    _row("the product", "Q", r"Q[^fID]{0,4}[wvbcs]", _R, UNKNOWN),
    _row("it is being done", "Z", r"Z", _P, UNKNOWN),
    _row("the fix will", "D", r"D[^,]{0,4}w", _P, UNKNOWN),
    _row("do it", "vx", r"^[a0-9]?(?:v|xN)", _Q, CUSTOMER),
    _row("it goes live", "V", r"^[^pI]{0,8}[DNxQ].{0,3}V|^V", _P, UNKNOWN, "time"),
    _row("the fix ships", "Db", r"D[^,Yb]{0,4}[vdis]|[DN0].{0,4}b.{0,6}[fdi]", _P, UNKNOWN, "time"),
    _row("I send", "I", r"I[a0]?[vr]", _P, SELF, "time"),
    _row("team sends", "v", r"([TPHS])[a0]?v", _P, "", "time"),
    _row("it is due", "d", r"d", _P, UNKNOWN, "time"),
    _row("it will", "w", r"[NDx][^,Y]{0,3}w", _P, UNKNOWN, "time"),
    _row("it should", "s", r"[NDx]s|^[a0-9]{0,2}s", _P, UNKNOWN, "time", hedge=True),
)

GERMAN = (
    _row("away", "j", r"j", _R, UNKNOWN),
    _row("they guarantee", "TPHS", r"([TPHS]).{0,2}G", _N, "", "amount"),
    _row("will not", "g", r"[wcsvWebOV].{0,8}g|g.{0,6}[wcs]", _R, UNKNOWN),
    _row("give me", "B", r"B.{0,3}[03]", _P, SELF),
    _row("they need", "3", r"([TPHS])[^p,]{1,4}3", _P),
    _row("that long", "3", r"I.?L.{0,3}3|L.?I.{0,3}3", _P, SELF),
    _row("you will be told", "Y", r"wY.{0,6}[fF]|Y.{0,2}w.{0,6}[fF]|Y.{0,6}[fF]w", _P, UNKNOWN),
    _row("we planned it", "d", r"[pI].{0,12}d", _P, UNKNOWN, "time"),
    _row("offered", "IO", r"O|[cW].{0,2}I|I.{0,2}[cW]", _O, SELF, "time"),
    _row("service level", "l", r"l", _N, SELF, "amount"),
    _row("you can expect it", "e", r"z.{0,8}e", _P, UNKNOWN, "time"),
    _row("you can then", "0", r"0.{0,2}cY", _P, UNKNOWN, "time"),
    _row("asked", "z", r"z", _Q, CUSTOMER),
    _row(
        "we usually",
        "In",
        r"(?:I.{0,3}[rv]|[rv].{0,2}I).{0,4}n|n.{0,6}[rvIf]|I.{0,2}r|r.{0,2}I|I.{0,2}v.{0,4}n",
        _N,
        SELF,
        "amount",
    ),
    _row("they usually", "r", r"([TPHS]).{0,2}r", _N, "", "amount"),
    _row("let me", "R", r"R", _P, SELF),
    _row("you will have", "Ye", r"Y.{0,2}e|e.{0,2}Y|[wp]Y.{0,6}e|Y.{0,5}ew|y.{0,2}e", _P, UNKNOWN),
    _row("you have it then", "p", r"(?:Yp|pY).{0,2}[ND].{0,3}0[^fF]*$|4pY[^fF]*$", _P, UNKNOWN, "time"),
    _row("we did", "p", r"^[^wh]{0,20}p(?!.{0,8}w)", _R, UNKNOWN),
    _row("it is being done", "Z", r"Z", _P, UNKNOWN),
    _row("it will be fixed", "f", r"^[^ITPHS]{0,12}w[^YITPHS]{0,8}f|f.{0,3}w", _P, UNKNOWN),
    _row("it should be fixed", "f", r"^[^ITPHS]{0,8}s[^ITPHS]{0,8}f|f.{0,2}s", _P, UNKNOWN, hedge=True),
    _row("they are there", "TPHS", r"([TPHS])b[^gj]*(?:0[^gj]*y|y[^gj]*0)", _P),
    _row("it lasts", "3", r"w.{0,3}3.?o", _P, UNKNOWN),
    _row("they will", "w", r"([TPHS])[^,I]{0,6}w|w[^,I]{0,4}([TPHS])", _P),
    _row("I will", "I", r"I.{0,4}w|w.{0,2}I", _P, SELF),
    _row("we guarantee", "G", r"I.{0,2}G|G.{0,1}I|^.?G", _P, SELF),
    _row("I hope to", "I", r"I.{0,3}h|h.{0,2}I", _P, SELF, hedge=True),
    _row("I should", "I", r"I.{0,2}s.{0,8}[vefi]|s.?I.{0,8}[vefi]", _P, SELF, hedge=True),
    _row("we are on it", "Ii", r"I.{0,4}[bv]?.{0,3}i|b.{0,2}I.{0,4}i|^.{0,2}i", _P, SELF),
    _row("dass wir", "I", r"I.{0,10}v,*$", _P, SELF),
    _row("then we", "A", r"A[vx]I", _P, SELF),
    _row("habit", "2", r"^[^yMYw0]*2[^yMYw0]*$", _R, UNKNOWN),
    _row("I send", "I", r"I.{0,2}v|v.{0,2}I", _P, SELF),
    _row("they send", "biv", r"([TPHS]).{0,3}[vi]|[vi].{0,3}([TPHS])|([TP])x[Yy]|([TPHS]).{0,3}b.{0,3}i", _P),
    _row("they should", "hs", r"([TPHS]).{0,3}[sh]|[sh].{0,2}([TPHS])", _P, "", "time", hedge=True),
    _row("it will be done", "F", r"w[^YITPHS]{0,9}F|F.?w", _P, UNKNOWN, "time"),
    _row("rechne mit", "h", r"^[a0-9x]{0,2}h", _P, SELF, "time", hedge=True),
    _row("you are then", "Y", r"(?:bY|Yb)[^gj]*0", _P, UNKNOWN, "time"),
    _row("it gets it then", "D", r"e[^g]*(?:0[^g]*D|D[^g]*0)", _P, UNKNOWN, "time"),
    _row("you", "Y", r"Y.{0,2}[wcsWbpvh]|[wcsWbpvh]Y", _R, CUSTOMER),
    _row("the product", "Q", r"Q[^fID]{0,4}[wvbcs]|[wvbcs].?Q", _R, UNKNOWN),
    _row(
        "the fix comes",
        "D",
        r"D[^b]{0,5}[wvdVs]|[wvdVs][^b]{0,5}D|D.{0,3}b.{0,6}[fd]|b.{0,3}D.{0,4}[fd]",
        _P,
        UNKNOWN,
        "time",
    ),
    _row("it goes out", "V", r"V", _P, UNKNOWN, "time"),
    _row("send it", "0v", r"^[a0-9]{0,2}v[^Y]{0,4}[M0y]|^v.{0,2}[Yy].{0,6}0|^a?v", _P, SELF),
    _row("sich melden wird", "v", r"v.?w,*$", _P, UNKNOWN),
    _row("is due", "d", r"d", _P, UNKNOWN, "time"),
    _row("it will", "DNb", r"[ND].{0,3}[wv]|[wv].{0,3}N|[ND].{0,2}b.{0,4}[fd]", _P, UNKNOWN, "time"),
    _row("it should", "s", r"s.{0,3}N|N.{0,2}s|^[^YI]{0,8}s", _P, UNKNOWN, "time", hedge=True),
)

PATTERNS = {"en": ENGLISH, "de": GERMAN}
HEDGES = re.compile(r"[ahsW]")
DEFAULT = re.compile(r".")
"""Our own statement: there somebody of ours, something that we do, or too few words to say otherwise."""
NOT_DEFAULT = re.compile(
    r"[zpjCgQqo2]|^b(?![^,]{0,4}[fidm])|^a?L|[xND]f|^[^IDNTPHS]{0,2}Y|[INxDTPHSmi0-9]b(?![^,]{0,4}[fidm])|b[IN]"
)
