"""Every address that the code knows, taken from the resolver itself, so that a new one cannot be forgotten."""

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import override

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def patterns(resolver=None, spaces=(), before=""):
    """Yield (name of the view with its namespaces, names of the parameters, the whole route) of every named route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, route)
        elif pattern.name:
            yield ":".join([*spaces, pattern.name]), tuple(pattern.pattern.regex.groupindex), route


def addresses(values, language="en"):
    """Return {address: name} of every route outside the desk; `values` has the parameters by (view, name) or by name.

    What stands under (view, "query") is put behind the address.
    """
    found = {}
    with override(language):
        for name, parameters, route in patterns():
            if f"/{route}".startswith(settings.DESK_PREFIX):
                continue
            given = {parameter: values.get((name, parameter), values.get(parameter)) for parameter in parameters}
            missing = [name for name, value in given.items() if value is None]
            assert not missing, f"tests/hostile/newsroom.py says no {missing} for {name}"
            found[reverse(name, kwargs=given) + values.get((name, "query"), "")] = name
    return found


def of_the_desk():
    """Return {address: name} of the desk's routes that need no parameter."""
    return {
        reverse(name): name
        for name, parameters, route in patterns()
        if f"/{route}".startswith(settings.DESK_PREFIX) and not parameters
    }
