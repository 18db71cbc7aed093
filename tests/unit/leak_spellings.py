"""Ways to write a value, made by code of their own: what the guard is measured with."""

import base64
import html
import random
from collections.abc import Callable, Iterator
from urllib.parse import quote

from safelight.core.leakguard.matcher import Value
from safelight.core.leakguard.values import ValueKind

NAMES = [
    "Elm",
    "Oak",
    "Maple",
    "Cedar",
    "Walnut",
    "Spring",
    "Ridge",
    "Church",
    "Willow",
    "Sunset",
    "Jackson",
    "Cherry",
    "Highland",
    "Dogwood",
    "Magnolia",
    "Chestnut",
]
STREETS = {"Street": ["St", "St.", "STREET", "street"], "Avenue": ["Ave", "Ave.", "av"],
           "Road": ["Rd", "road"], "Drive": ["Dr.", "drive"],
           "Lane": ["Ln", "lane"]}  # fmt: skip
FIRST = [
    "Maria",
    "Lena",
    "Rosa",
    "Nora",
    "Ana",
    "Ines",
    "Petra",
    "Alma",
    "Dolores",
    "Camille",
]
LAST = [
    "Alvarez",
    "Novak",
    "Baker",
    "Turner",
    "Garcia",
    "Silva",
    "Castillo",
    "Okafor",
    "Lindgren",
    "Moreau",
]
DIGITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
]
TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
ALIKE = str.maketrans("aeopcxiAEOPCX", "аеорсхіАЕОРСХ")
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789abcdefghijklmnopqrstuvwxyz"}


def words(number: int) -> str:
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return TEENS[number - 10]
    if number < 100:
        rest = f"-{DIGITS[number % 10]}" if number % 10 else ""
        return TENS[number // 10 - 2] + rest
    if number < 1000:
        rest = f" {words(number % 100)}" if number % 100 else ""
        return f"{DIGITS[number // 100]} hundred{rest}"
    rest = f" {words(number % 1000)}" if number % 1000 else ""
    return f"{words(number // 1000)} thousand{rest}"


def figure_by_figure(text: str, zero: str = "zero") -> str:
    return " ".join((zero, *DIGITS[1:])[int(c)] for c in text if c.isdigit())


def addresses(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    number, name = rng.randint(2, 9899), rng.choice(NAMES)
    street, unit = rng.choice(list(STREETS)), rng.randint(2, 40)
    whole = f"{number} {name} {street} Apt {unit}"
    short = rng.choice(STREETS[street])
    yield (
        Value("a", ValueKind.ADDRESS, f"{whole}, Alder, CT 06001"),
        [
            whole, f"{number} {name} {short} #{unit}", f"{number} {name} {street}",
            f"{number} {name} {short}, Unit {unit}",
            f"{number} {name} {short} apartment {words(unit)}",
            f"{words(number)} {name} {short}",
            f"{figure_by_figure(str(number))} {name} {short}",
            f"{number}\n{name}\n{street}", f"{number} {name[:2]}-\n{name[2:]} {street}",
            f"{number}-{name}-{street}", f"{number}{name}{street}".lower(),
            " ".join(f"{number}{name}{street}"),
        ],
    )  # fmt: skip


def phones(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    area, middle, last = (
        rng.randint(201, 989),
        rng.randint(201, 989),
        rng.randint(0, 9999),
    )
    figures = f"{area}{middle}{last:04}"
    yield (
        Value("p", ValueKind.PHONE, f"({area}) {middle}-{last:04}"),
        [
            figures, f"{area}.{middle}.{last:04}", f"+1 {area} {middle} {last:04}",
            f"1-{area}-{middle}-{last:04}", " ".join(figures), "-".join(figures),
            figure_by_figure(figures), figure_by_figure(figures, "oh"),
            f"{area}\N{EN DASH}{middle}\N{EN DASH}{last:04}", f"{middle}-{last:04}",
            f"({area})\n{middle}-{last:04}", f"tel:{area}{middle}{last:04}",
            figure_by_figure(figures).replace(" ", ", "),
        ],
    )  # fmt: skip


def emails(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    local = f"{rng.choice(FIRST)}.{rng.choice(LAST)}{rng.randint(10, 99)}".lower()
    yield (
        Value("e", ValueKind.EMAIL, f"{local}@mail.example"),
        [
            f"{local}@mail.example", f"{local} @ mail . example",
            f"{local.replace('.', ' dot ')} at mail dot example",
            f"{local} (at) mail (dot) example", f"<{local}@MAIL.example>",
        ],
    )  # fmt: skip


def places(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    name = f"{rng.choice(LAST)} {rng.choice(NAMES)}"
    yield (
        Value("s", ValueKind.PLACE, f"{name} Elementary School"),
        [f"{name} Elementary School", f"{name} elem. school", f"{name} Elementary",
         f"the {name.lower()} elementary\nschool"],
    )  # fmt: skip
    yield (
        Value("w", ValueKind.EMPLOYER, f"{name} Freight LLC"),
        [f"{name} Freight LLC", f"{name} Freight", f"{name}-Freight, L.L.C."],
    )


def dates(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    y, m, d = rng.randint(1950, 2024), rng.randint(1, 12), rng.randint(1, 28)
    yield (
        Value("d", ValueKind.DATE, f"{y}-{m:02}-{d:02}"),
        [f"{y}-{m:02}-{d:02}", f"{m}/{d}/{y}", f"{m:02}/{d:02}/{y % 100:02}",
         f"{y}{m:02}{d:02}", f"{MONTHS[m - 1]} {d}, {y}", f"{m:02}.{d:02}.{y}",
         f"{d} {MONTHS[m - 1][:3]} {y}",
         f"{d} of {MONTHS[m - 1]}, {y}"],
    )  # fmt: skip


def numbers(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    figures = "".join(rng.choice("23456789") for _ in range(9))
    plate = (
        f"{''.join(rng.choice('BCDFGHJK') for _ in range(3))}-{rng.randint(2000, 9999)}"
    )
    yield (
        Value("n", ValueKind.NUMBER, f"{figures[:3]}-{figures[3:5]}-{figures[5:]}"),
        [figures, f"{figures[:3]} {figures[3:5]} {figures[5:]}", " ".join(figures),
         figure_by_figure(figures)],
    )  # fmt: skip
    yield (
        Value("l", ValueKind.NUMBER, plate),
        [plate, plate.replace("-", ""), " ".join(plate)],
    )


def people(rng: random.Random) -> Iterator[tuple[Value, list[str]]]:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    yield (
        Value("m", ValueKind.NAME, f"{first} {last}"),
        [f"{first} {last}", f"{last}, {first}", f"{first} Q. {last}",
         f"{first.upper()}  {last}",
         " ".join(f"{first}{last}")],
    )  # fmt: skip


MAKERS: tuple[Callable[[random.Random], Iterator[tuple[Value, list[str]]]], ...] = (
    addresses, phones, emails, places, dates, numbers, people,
)  # fmt: skip


def disguises(text: str) -> dict[str, str]:
    """The same text for the eye or for a machine."""
    return {
        "as it is": text,
        "in capitals": text.upper(),
        "in small letters": text.lower(),
        "with wide characters": text.lower().translate(WIDE),
        "with look-alikes": text.translate(ALIKE),
        "with characters that nobody sees": "\u200b".join(text),
        "with soft hyphens": "\u00ad".join(text),
        "with hard spaces": text.replace(" ", "\u00a0"),
        "as entities": "".join(f"&#{ord(c)};" for c in text),
        "as hexadecimal entities": "".join(f"&#x{ord(c):x};" for c in text),
        "escaped for HTML": html.escape(text).replace(" ", "&nbsp;"),
        "for a URL": quote(text, safe=""),
        "wholly for a URL": "".join(f"%{b:02X}" for b in text.encode()),
        "for JSON": "".join(f"\\u{ord(c):04x}" for c in text),
        "in base64": base64.b64encode(text.encode()).decode(),
        "in base64 among others": base64.b64encode(
            f"so {text} it is, and more".encode()
        ).decode(),
    }


def corpus(seed: int, rounds: int) -> Iterator[tuple[Value, str, str]]:
    """A value, how it is disguised, and the text."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for make in MAKERS:
            for value, texts in make(rng):
                for text in texts:
                    for how, disguised in disguises(text).items():
                        yield value, how, disguised


def many_values(count: int, seed: int) -> list[Value]:
    """Values of every kind, each with an id of its own."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        made = [value for make in MAKERS for value, _ in make(rng)]
        found += [
            Value(f"v{len(found) + n}", v.kind, v.text) for n, v in enumerate(made)
        ]
    return found[:count]
