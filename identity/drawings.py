"""An organization's mark as SVG: only shapes are let in, and whatever could run or load something is refused."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

MAX_BYTES = 60_000
MAX_ELEMENTS = 2_000
SVG = "http://www.w3.org/2000/svg"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
ELEMENTS = {"svg", "g", "title", *SHAPES}
# What drawing programs write beside the shapes; nothing is lost to the eye without it.
LEFT_OUT = {"metadata", "desc", "namedview"}
GEOMETRY = {
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points",
    "transform", "preserveAspectRatio", "pathLength",
}  # fmt: skip
PAINT = {
    "color", "fill", "fill-opacity", "fill-rule", "clip-rule", "opacity", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
}  # fmt: skip
IGNORED = {"id", "class", "version", "baseProfile", "role", "enable-background", "overflow", "display", "visibility"}
# Numbers, letters of paths and names of colours: nothing with an address or a function but these.
VALUE = re.compile(r"(?:[#\w\s.,+-]|%|(?:rgb|matrix|translate|scale|rotate|skewX|skewY)\([\d\s.,%+-]*\))*")


def cleaned(text: str) -> str:
    """Return the drawing in `text` with its shapes alone.

    Raise ValidationError, with a sentence, for what is no drawing, is too large, or could run or load something.
    """
    if len(text.encode()) > MAX_BYTES:
        raise ValidationError(
            _("The drawing is larger than %(number)s KB. Simplify it in the drawing program and save it again.")
            % {"number": MAX_BYTES // 1000}
        )
    drawing = _parsed(text)
    if sum(1 for _element in drawing.iter()) > MAX_ELEMENTS:
        raise ValidationError(_("The drawing has more than %(number)s parts. Join them and save it again.")
                              % {"number": MAX_ELEMENTS})  # fmt: skip
    made = _copied(drawing)
    if not made.get("viewBox"):
        made.set("viewBox", _box(drawing))
    for name in ("width", "height", "x", "y"):
        made.attrib.pop(name, None)
    if not any(etree.QName(element).localname in SHAPES for element in made.iter()):
        raise ValidationError(_("There is no shape in the drawing. Letters have to be turned into outlines."))
    return etree.tostring(made, encoding="unicode")


def _parsed(text):
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE) and re.search("<!ENTITY", text, re.IGNORECASE):
        raise ValidationError(_("The drawing defines entities of its own. Save it as plain SVG."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        drawing = etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError as fault:
        raise ValidationError(
            _("This is no SVG: it cannot be read at line %(line)s.") % {"line": fault.lineno}
        ) from None
    if drawing.tag != f"{{{SVG}}}svg":
        raise ValidationError(
            _('This is no SVG. Its first element has to be <svg xmlns="http://www.w3.org/2000/svg">.')
        )
    return drawing


def _copied(element):
    made = etree.Element(etree.QName(SVG, etree.QName(element).localname), nsmap={None: SVG})
    for name, value in element.attrib.items():
        if kept := _checked_attribute(etree.QName(name), value):
            made.set(*kept)
    if etree.QName(element).localname == "title":
        made.text = element.text
    for child in element:
        if not isinstance(child.tag, str):
            raise ValidationError(_("The drawing defines entities of its own. Save it as plain SVG."))
        name = etree.QName(child)
        if name.namespace != SVG or name.localname in LEFT_OUT or (name.localname == "defs" and not len(child)):
            continue
        if name.localname not in ELEMENTS:
            raise ValidationError(
                _("<%(element)s> is not taken in a mark: only shapes are. Turn it into outlines and save plain SVG.")
                % {"element": name.localname}
            )
        made.append(_copied(child))
    return made


def _checked_attribute(name, value):
    """Return (name, value) of an attribute that stays, None for one that is left out; raise ValidationError."""
    if name.localname.lower().startswith("on") or name.localname == "href":
        raise ValidationError(
            _("The drawing has “%(attribute)s”, by which it could run or load something. Save it as plain SVG.")
            % {"attribute": name.localname}
        )
    if name.namespace or name.localname in IGNORED or name.localname.startswith(("data-", "aria-")):
        return None
    if name.localname == "style":
        raise ValidationError(
            _("The drawing has styles. Save it with “presentation attributes” instead: plain or optimized SVG.")
        )
    if name.localname not in GEOMETRY | PAINT:
        return None
    if not VALUE.fullmatch(value):
        raise ValidationError(
            _("“%(attribute)s” refers to something else: %(value)s. A mark has plain colours and numbers alone.")
            % {"attribute": name.localname, "value": value[:60]}
        )
    return name.localname, value


def _box(drawing):
    sizes = [re.fullmatch(r"\s*(\d+(?:\.\d+)?)(?:px|pt|mm)?\s*", drawing.get(side, "")) for side in ("width", "height")]
    if None in sizes:
        raise ValidationError(_("The drawing does not say how large it is: <svg> needs a viewBox."))
    return f"0 0 {sizes[0][1]} {sizes[1][1]}"
