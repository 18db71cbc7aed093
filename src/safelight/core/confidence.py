"""What a child tells an advocate, in two parts (CF-31; seed on children's confidences).

A disclosure or threat that can be reported is acted on. Beliefs, feelings and safety
planning are held: with them a child is threatened or turned.
"""

from safelight.core.vocabulary import Term


class Limits(Term):
    """Whether the child knew, before speaking, what cannot be kept."""

    HEARD_FIRST = "HEARD_FIRST", "The child heard first what I cannot keep to myself"
    SPOKE_FIRST = "SPOKE_FIRST", "The child spoke before I could say so"


ACTED_ON = (
    "Somebody hurt the child, touches the child, or leaves the child without what is needed",
    "Somebody threatens to kill or badly hurt the child or another person",
    "The child says they will hurt themselves or somebody else",
)
HELD = (
    "Whom the child loves, fears, misses or is angry with",
    "Where the child wants to live, and with whom",
    "What the child does to keep safe, and where they go",
    "What the child thinks of the violence, and whose fault it is",
)
