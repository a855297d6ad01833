"""Every form of the desk, as an administrator is given it, sent by each role: visitors see what they saw before.

What visitors see is asked of the database, with their own rights: all rows and columns that their role may read.
"""

import re

import lxml.html
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from publishing import roles, visitors
from publishing.roles import Visibility
from tests import factories
from tests.hostile import newsroom, routes

pytestmark = pytest.mark.django_db

# Numbers that grow whenever somebody looks, and what is made of the rest.
MECHANICAL = {"publishing_change", "publishing_boundary"}
OF_EVERY_PAGE = re.compile("/language/|/account/|log(in|out)")
LEFT_ALONE = re.compile(r"[\d:./ -]+|[a-z-]+|[A-Z]{2}|.*@.*|\+.*|https?:.*|/.*")


def visible_columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(quote_ident(column_name) ORDER BY column_name)"
            " FROM information_schema.column_privileges"
            " WHERE grantee = %s AND privilege_type = 'SELECT' AND table_schema = 'public' GROUP BY table_name",
            [settings.VISITOR_ROLE],
        )
        found = dict(cursor.fetchall())
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")
        tables = {name for (name,) in cursor.fetchall()}
    return {name: columns for name, columns in found.items() if name in tables - MECHANICAL}


def prepare_to_look(columns):
    """Make the function that tells what visitors see: its query, asked after every form, is planned once."""
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), ''))"
        f" FROM (SELECT {', '.join(names)} FROM {table}) row"
        for table, names in sorted(columns.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION seen_by_visitors() RETURNS TABLE (seen_table text, seen_rows text) LANGUAGE plpgsql AS"
            f" $$ BEGIN RETURN QUERY {' UNION ALL '.join(parts)}; END $$"
        )


def seen_by_visitors():
    """Return {table: a digest of its rows}."""
    with visitors.as_visitor(), connection.cursor() as cursor:
        cursor.execute("SELECT seen_table, seen_rows FROM seen_by_visitors()")
        return dict(cursor.fetchall())


def addresses(values):
    """Yield every address of the desk: of each kind of record for one that visitors see."""
    for name, parameters, route in routes.patterns():
        if not f"/{route}".startswith(settings.DESK_PREFIX) or "account" in route or "logout" in name:
            continue
        model = next(
            (model for model in admin.site._registry if f"/{model._meta.app_label}/{model._meta.model_name}/" in route),
            None,
        )
        for number in [None] if model is None else numbers_of(model):
            given = {
                parameter: values.get((name.partition(":")[2], parameter), values.get(parameter, number))
                for parameter in parameters
            }
            if "object_id" in given:
                given["object_id"] = number
            if None in given.values():
                continue
            try:
                yield reverse(f"admin:{name.partition(':')[2]}" if ":" in name else name, kwargs=given)
            except NoReverseMatch:  # an address that takes another kind of number
                continue


def numbers_of(model):
    """Return the number of a record that visitors see, if there is one."""
    records = model.objects.public() if hasattr(model.objects, "public") else model._base_manager.all()
    return list(records.order_by("pk").values_list("pk", flat=True)[:1])


def forms(page, address):
    """Yield (address, fields, names of files) for each form of a page and each of its buttons, with other words."""
    for form in lxml.html.fromstring(page).forms:
        if form.method != "POST":
            continue
        fields, files = {}, []
        for field in form.inputs:
            kind = field.get("type", field.tag)
            if kind == "file":
                files.append(field.name)
            elif field.name and kind not in ("submit", "button", "image") and field.tag != "button":
                value = field.value
                if field.tag == "select" and field.multiple:
                    value = list(value)
                elif kind in ("checkbox", "radio") and not field.checked:
                    continue
                elif kind in ("text", "textarea") and not (value and LEFT_ALONE.fullmatch(value)):
                    value = reworded(field.name, value or "")
                if value is not None:
                    fields[field.name] = value
        buttons = [
            (button.get("name"), button.get("value", ""))
            for button in form.xpath(".//button | .//input[@type='submit']")
        ]
        for name, value in {button[0]: button for button in [(None, ""), *buttons]}.values():
            yield form.action or address, {**fields, **({name: value} if name else {})}, files


def reworded(name, value):
    if value:
        return f"{value} x"
    return "Reason" if re.search(r"reason|note$|because", name) else ""


def sent(client, address, fields, files):
    uploads = {name: SimpleUploadedFile("NEW.JPG", factories.jpeg(), content_type="image/jpeg") for name in files}
    return client.post(address, {**fields, **uploads})


def signed_in(role):
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    if role:
        client.force_login(factories.user(role, f"walks-{role.lower().replace(' ', '-')}"))
    return client


def test_only_those_who_may_publish_change_what_visitors_see():
    values = newsroom.filled()
    meeting = factories.meeting(public=False)
    factories.photo("UNSEEN.JPG")
    reader = signed_in(roles.ADMINISTRATOR)
    clients = {role: signed_in(role) for role in [roles.WRITER, roles.TRANSLATOR, roles.PRESS_SECRETARY]}
    prepare_to_look(visible_columns())
    before = seen_by_visitors()
    broken, changed, known = [], set(), set()
    for address in dict.fromkeys(addresses({**values, "meeting_id": meeting.pk})):
        page = reader.get(address)
        # A fragment of a page may have nothing to show.
        if page.status_code != 200 or "text/html" not in page.headers["Content-Type"] or not page.content.strip():
            continue
        for action, fields, files in list(forms(page.content, address)):
            form = (action, *sorted(fields.keys() - {"csrfmiddlewaretoken"}))
            if OF_EVERY_PAGE.search(action) or form in known:
                continue
            known.add(form)
            for role, client in clients.items():
                tables = changed_by(client, action, fields, files, before)
                if role == roles.PRESS_SECRETARY:
                    changed |= tables
                elif tables:
                    broken.append((role, action, tables, sorted(fields)[:12]))
    assert not broken, broken
    # The forms were right: the same ones changed what visitors see when somebody sent them who may.
    wanted = {
        label.replace(".", "_") for label, kind in roles.KINDS.items() if kind.visibility == Visibility.WHILE_PUBLIC
    }
    assert wanted - changed == set(), sorted(changed)


def changed_by(client, action, fields, files, before):
    """Return the tables in which visitors see something else after a form was sent; then all is as it was."""
    try:
        with transaction.atomic():
            sent(client, action, fields, files)
            after = seen_by_visitors()
            transaction.set_rollback(True)
    except DatabaseError:  # refused by the database in the end
        return set()
    return {table for table in after if after[table] != before[table]}
