"""“Start with an empty site”: asks script/server, which runs this site, to put the demo's database aside."""

import psutil
from django.conf import settings
from django.contrib.auth.models import User

from accounts.models import DemoAccount
from desk.welcome import first_run
from publishing import roles


def is_offered_to(user: User) -> bool:
    """Tell whether `user` may empty the site: an administrator of the demo, where script/server would hear of it."""
    if not (settings.START_EMPTY and is_under_script_server()):
        return False
    return DemoAccount.objects.filter(user=user).exists() and roles.is_administrator(user)


def is_under_script_server() -> bool:
    return any("csto_site.newsroom" in process.cmdline() for process in psutil.Process().parents())


def ask() -> str:
    """Have the site emptied within seconds; return the code that then opens the first run."""
    code = first_run.new_code()
    beginning = settings.START_EMPTY.with_suffix(".new")
    beginning.write_text(first_run.hashed(code))
    beginning.rename(settings.START_EMPTY)
    return code
