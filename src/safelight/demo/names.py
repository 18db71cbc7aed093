"""Invented names for a crowd: common first names, and family names put together."""

from itertools import product
from typing import Final

# fmt: off
FIRST: Final = (
    "Ada", "Alan", "Alma", "Amir", "Ana", "Andre", "Anna", "Arturo", "Ava", "Ben",
    "Bianca", "Carla", "Carlos", "Cora", "Dan", "Dara", "Diego", "Edith",
    "Elena", "Eli", "Emma", "Erik", "Eva", "Farah", "Felix", "Flora", "Frank",
    "Gina", "Grace", "Hana", "Hugo", "Ida", "Ines", "Ivan", "Jada", "James", "Jia",
    "John", "Jorge", "Julia", "Kai", "Karim", "Kate", "Lara", "Leo", "Lily",
    "Lucas", "Luis", "Maya", "Marco", "Maria", "Mark", "Mei", "Mina", "Nadia",
    "Noah", "Nora", "Olga", "Omar", "Oscar", "Paula", "Pedro", "Rana", "Raul",
    "Rita", "Rosa", "Ruth", "Sam", "Sara", "Simon", "Sofia", "Tara", "Theo",
    "Tomas", "Uma", "Vera", "Victor", "Wen", "Yara", "Yusuf", "Zoe",
)
_STARTS: Final = (
    "Al", "Ber", "Cal", "Dor", "El", "Far", "Gar", "Hal", "Is", "Jar", "Kel", "Lor", "Mar",
    "Nor", "Or", "Pel", "Quin", "Ros", "Sel", "Tor", "Ul", "Var", "Wes", "Yor", "Zan",
)
_MIDDLES: Final = (
    "an", "be", "co", "di", "en", "fo", "ga", "hi", "li", "mo", "ri", "ta",
)
_ENDS: Final = (
    "berg", "dale", "field", "gren", "land", "man", "mont", "son", "ton", "well",
)
# fmt: on
LAST: Final = tuple("".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS))
