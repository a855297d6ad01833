"""The press office at work in the demo newsroom."""

import pytest

from demo import press
from mailing.models import Letter
from press import approved_lines, duty
from press.models import Enquiry, Shift
from publishing import clock
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_demo_shows_a_rota_three_enquiries_and_two_approved_lines_and_writes_to_nobody():
    press.load_contacts()
    report = factories.published(language="ru")
    press.load({"secretary": factories.press_secretary(), "writer": factories.writer()})
    assert sorted(Enquiry.objects.values_list("state", flat=True)) == ["answered", "received", "working"]
    assert Enquiry.objects.get(state="working").article_id == report.article_id
    assert not Enquiry.objects.overdue().exists()
    assert len(approved_lines.approved("ru")) == len(approved_lines.approved("en")) == 2
    assert sum(line.times for line in approved_lines.approved("en")) == 1
    assert not Letter.objects.filter(state=Letter.State.WAITING).exists()
    monday = duty.monday_of(clock.today())
    assert len(duty.beginning_in(monday)) == 14
    first, last = Shift.objects.first().starts, duty.span(monday + 2 * duty.ONE_WEEK)[1]
    assert len(duty.gaps(first, last)) == 1, "the last Sunday is open"
