from safelight.core.vocabulary import Category, Partition, Source
from safelight.web.forms import Form, term_field


class WhatForm(Form):
    """What is about to be saved, as far as it is chosen yet."""

    category = term_field("What it is about", Category)
    partition = term_field("Where it goes", Partition)
    source = term_field("How you know", Source)
