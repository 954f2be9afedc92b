"""Short forms of given names, so that "Joseph Biden" is known for Joe Biden."""

from typing import Final

_FORMS: Final = (
    "joe joseph",
    "bill william will willy",
    "mike michael",
    "tim timothy",
    "ted edward theodore eddie ed",
    "bernie bernard",
    "tom thomas tommy",
    "jim james jimmy",
    "bob robert bobby rob",
    "dick richard rick",
    "dan daniel danny",
    "dave david",
    "tony anthony antony",
    "ben benjamin",
    "sam samuel",
    "matt matthew",
    "nick nicholas",
    "steve stephen steven",
    "chris christopher",
    "ken kenneth",
    "greg gregory",
    "ron ronald",
    "don donald",
    "liz elizabeth beth betty",
    "kate katherine catherine kathy",
    "sue susan",
    "pat patrick",
    "andy andrew",
    "charlie charles chuck",
    "larry lawrence",
    "jerry gerald jerome",
    "fred frederick",
    "al albert alan",
    "sergei sergey",
    "alexei alexey",
    "dmitry dmitri",
    "yuri yury",
    "jeff jeffrey",
    "josh joshua",
    "pete peter",
    "phil philip",
    "ray raymond",
    "vince vincent",
    "walt walter",
    "maggie margaret",
    "abe abraham",
)
_GROUP: Final = {name: index for index, forms in enumerate(_FORMS) for name in forms.split()}


def related(first: str, second: str) -> bool:
    """Tell whether two folded given names are forms of one."""
    group = _GROUP.get(first)
    return first == second or (group is not None and group == _GROUP.get(second))
