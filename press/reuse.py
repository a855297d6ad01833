"""An answer that is used again: its words without those that name who asked."""

import re

MIN_LETTERS = 3  # of a word of a name, to be told from any other word
# Up to a space before a capital letter; a full stop within an address or after “Tel.” ends nothing.
SENTENCE = re.compile(r"\n|[^\n]+?(?:(?<=[.!?…])[ \t]+(?=[^\W\d_a-zа-яё]|[«“(])|(?=\n)|$)")


def without_asker(text, enquiry):
    """Return (`text` without the sentences that name the journalist or the outlet, whether any was left out).

    A name counts in whatever case it stands: its last letter may differ, and up to three may follow. Addresses and
    telephone numbers count as they are written in the enquiry.
    """
    naming = _naming(enquiry)
    if naming is None:
        return text, False
    sentences = SENTENCE.findall(text)
    kept = [sentence for sentence in sentences if not naming.search(sentence)]
    tidy = re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()
    return tidy, len(kept) < len(sentences)


def _naming(enquiry):
    words = re.findall(r"[^\W\d_]+", enquiry.name)
    parts = [rf"\b{re.escape(_stem(word))}\w{{0,3}}\b" for word in words if len(word) >= MIN_LETTERS]
    parts += [re.escape(known) for known in (enquiry.outlet, enquiry.email, enquiry.phone) if known]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _stem(word):
    return word[:-1] if len(word) > MIN_LETTERS else word
