"""Who may change what: one table, which the permissions, the forms, the actions and docs/roles.md have in common."""

import datetime
import io
import pathlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection

from photos import library
from photos.models import Album, Photo
from publishing import actions, amendments, clock, roles, timeline
from publishing.models import Amendment
from publishing.roles import KINDS, Fields, Visibility
from tests import factories

DOCUMENT = pathlib.Path(__file__).parents[2] / "docs/roles.md"

# What stands on the desk and is none of the table's: read by everybody, or by those who publish; changed by nobody.
READ_ONLY = {"alerts.event", "mailing.letter"}


def cell(kind, grant):
    """Return what docs/roles.md says of one role and one kind of record."""
    if not grant.verbs:
        return "–"
    verbs = ", ".join(verb for verb in grant.verbs if verb != "view") or "look"
    if grant.public == Fields.MISSING_WORDS:
        return f"{verbs}, fill in missing words"
    if kind.visibility in (Visibility.NEVER, Visibility.ALWAYS) or grant.public >= grant.unseen == Fields.ALL:
        return verbs
    return f"{verbs} while unseen" if "change" in verbs else verbs


def table():
    """Return the lines of the table in docs/roles.md."""
    names = list(roles.RIGHTS)
    lines = [f"| Record | Visitors see it | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for label, kind in KINDS.items():
        lines.append(
            f"| {label} | {kind.visibility.value} | {' | '.join(cell(kind, kind.of(role)) for role in names)} |"
        )
    return lines


def test_the_document_shows_the_table_of_the_code():
    shown = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("|")]
    assert shown == table(), "docs/roles.md has to say:\n" + "\n".join(table())


def test_every_record_of_the_desk_stands_in_the_table():
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered - READ_ONLY - KINDS.keys() == set()


def test_without_the_right_to_publish_nobody_changes_what_visitors_see():
    for label, kind in KINDS.items():
        for role, rights in roles.RIGHTS.items():
            if "publish" in rights:
                continue
            assert kind.visibility == Visibility.NEVER or kind.of(role).public < Fields.ALL, (label, role)
            if kind.visibility == Visibility.ALWAYS:
                assert kind.of(role).unseen <= kind.of(role).public, (label, role)
                assert not {"add", "delete"} & set(kind.of(role).verbs), (label, role)


@pytest.mark.django_db
@pytest.mark.parametrize("label", KINDS)
def test_what_the_table_calls_unseen_visitors_cannot_read(label):
    """The database's role of visitors may read a table, or some columns of it, or nothing at all."""
    table_name = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege('newsroom_visitor', %s, 'SELECT')", [table_name])
        (may_read,) = cursor.fetchone()
    assert may_read == (KINDS[label].visibility != Visibility.NEVER)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_each_role_has_the_permissions_of_the_table_and_no_other(role):
    held = {
        (group.content_type.app_label, group.codename)
        for group in Group.objects.get(name=role).permissions.select_related("content_type")
    }
    wanted = {("publishing", right) for right in roles.RIGHTS[role]}
    for label, kind in KINDS.items():
        application, model = label.split(".")
        wanted |= {(application, f"{verb}_{model}") for verb in kind.of(role).verbs}
    assert held == wanted


# --- What the actions make of it, whatever screen, command or script they are called from ---------------------------


@pytest.fixture
def public_photo(db):
    return factories.publish(factories.photo())


def change_words(photo, by):
    photo.credit = {"en": "Somebody else", "ru": "Кто-то другой"}
    library.words_changed(photo, by=by)


def add_to_album(photo, by):
    album = factories.publish(Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY))
    with amendments.amending(by=by):
        album.photo_uses.create(photo=photo)


CHANGES = [
    change_words,
    add_to_album,
    lambda photo, by: library.set_focal_point(photo, 0.1, 0.1, by=by),
    lambda photo, by: library.confirm(photo, by=by),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", [factories.writer, factories.translator])
def test_a_public_photo_is_changed_only_by_those_who_may_publish(public_photo, who, change):
    before = Photo.objects.values().get()
    with pytest.raises(actions.NotAllowed, match="only those who may publish"):
        change(Photo.objects.get(), who())
    assert Photo.objects.values().get() == before
    assert not Amendment.objects.exists()
    assert not timeline.of(public_photo).filter(actor=who()).exists()
    change(Photo.objects.get(), factories.press_secretary())


def test_a_better_file_under_a_public_photo_needs_the_right_to_publish(public_photo):

    def replace(by):
        library.replace_original(public_photo, io.BytesIO(factories.jpeg()), "B.JPG", by=by, note="Retouched")

    with pytest.raises(actions.NotAllowed):
        replace(factories.writer())
    public_photo.refresh_from_db()
    assert public_photo.file_name == "ZVF_2142.JPG"
    assert not public_photo.earlier_originals.exists()
    replace(factories.press_secretary())
    assert public_photo.file_name == "B.JPG"


def test_a_writer_goes_on_changing_what_nobody_sees(db):
    photo = factories.photo()
    change_words(photo, factories.writer())
    library.set_focal_point(photo, 0.1, 0.1, by=factories.writer())
    library.confirm(photo, by=factories.writer())
    assert roles.may_change(factories.writer(), photo)


def test_what_will_be_public_by_itself_is_settled_already(db):
    shown, album = factories.photo(), Album.objects.create(title={"en": "A day"}, held_on=factories.THE_DAY)
    edition = factories.edition()
    factories.show(shown, edition)
    assert all(roles.may_change(factories.writer(), record) for record in (shown, album))
    tomorrow = clock.now() + datetime.timedelta(days=1)
    factories.publish(edition, at=tomorrow)
    Album.objects.update(live_from=tomorrow)
    assert not any(roles.may_change(factories.writer(), record) for record in (shown, album))
    assert all(roles.may_change(factories.press_secretary(), record) for record in (shown, album))
    assert list(roles.changeable_by(factories.writer(), Album.objects.all())) == []


def test_nobody_of_no_role_and_nobody_who_has_left_changes_anything(db):
    nobody = factories.user(roles.WRITER, "gone")
    photo = factories.photo()
    nobody.is_active = False
    assert not roles.may_change(nobody, photo)
    nobody.is_active = True
    nobody.groups.clear()
    assert not roles.may_change(nobody, photo)
