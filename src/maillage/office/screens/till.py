"""The till seen from the office: closings, receipts of a day, the journal as CSV, reversals."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from defusedcsv import csv
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from maillage.core.cents import format_euros, vat_parts
from maillage.core.ids import new_id
from maillage.money import queries
from maillage.money.models import Receipt, Sale, SaleLine, TaxMode
from maillage.money.models.sales import LineKind, Means
from maillage.money.paper_queries import kits_waiting
from maillage.network.access import needs
from maillage.network.doors import door_of_till
from maillage.network.middleware import StaffRequest
from maillage.network.rights import Right
from maillage.office.days import day_of
from maillage.office.forms.money import JournalForm, ReversalForm
from maillage.office.prints.till import labels_of, numbers_of, voids_together
from maillage.office.shell import act, address, page, typed

A_PAGE = 30
MOST_A_DAY = 500
MOST_IN_JOURNAL = 200_000
COLUMNS = (
    gettext_lazy("Numéro"), gettext_lazy("Jour"), gettext_lazy("Heure"), gettext_lazy("Lieu"),
    gettext_lazy("Libellés"), gettext_lazy("Payé par"), gettext_lazy("Moyen"),
    gettext_lazy("Montant"), gettext_lazy("Annule"), gettext_lazy("Motif"),
)  # fmt: skip


@needs(Right.ACCOUNTS)
@require_GET
def till(request: StaffRequest, slug: str) -> HttpResponse:
    """The tills open now and the closings, the latest first."""
    rows = Paginator(queries.closings(), A_PAGE).get_page(request.GET.get("page"))
    heads = queries.heads_of(rows.object_list)
    today = timezone.localdate()
    context = {
        "open": queries.open_tills(),
        "closings": [{"closing": one, "head": heads.get(one.pk)} for one in rows.object_list],
        "rows": rows,
        "kits": kits_waiting()[:A_PAGE],
        "journal": JournalForm(initial={"first": today.replace(day=1), "last": today}),
    }
    return page(request, "office/till.html", context)


@needs(Right.ACCOUNTS)
@require_GET
def till_day(request: StaffRequest, slug: str) -> HttpResponse:
    """The receipts of a day, with the totals by means."""
    today = timezone.localdate()
    day = day_of(request.GET.get("day"), today)
    rows = queries.receipts_between(day, day, MOST_A_DAY)
    totals: dict[str, int] = {}
    for receipt in rows:
        for payment in receipt.payments.all():
            totals[payment.means] = totals.get(payment.means, 0) + payment.amount_cents
    names = dict(Means.choices)
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rows": [group_line(one) for one in voids_together(rows)],
        "totals": [(names[means], cents) for means, cents in sorted(totals.items())],
        "total": sum(totals.values()),
        "more": len(rows) == MOST_A_DAY,
    }
    return page(request, "office/till_day.html", context)


def group_line(group: list[Receipt]) -> dict[str, Any]:
    """A receipt of a list, or the void numbers that follow one another."""
    return {**receipt_line(group[0]), "number": numbers_of(group)}


def receipt_line(receipt: Receipt) -> dict[str, Any]:
    """A receipt of a list."""
    sale = receipt.sale
    return {
        "receipt": receipt,
        "number": numbers_of([receipt]),
        "labels": labels_of(receipt),
        "means": ", ".join(one.get_means_display() for one in receipt.payments.all()),
        "reversed": getattr(sale, "sale", None) is not None,
        "reverses": sale is not None and sale.reverses_id is not None,
        "reason": reason_of(sale),
    }


def reason_of(sale: Sale | None) -> str:
    """Why a sale counters another, when it was said."""
    return sale.get_reversal_reason_display() if sale and sale.reversal_reason else ""


@needs(Right.ACCOUNTS)
@require_GET
def journal_csv(request: StaffRequest, slug: str) -> HttpResponse:
    """The journal of the till between two days, for a spreadsheet: ``;`` and a byte-order mark."""
    form = JournalForm(request.GET)
    if not form.is_valid():
        return asked_again(request, form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for receipt in queries.receipts_between(first, last, MOST_IN_JOURNAL):
        writer.writerows(journal_lines(receipt))
    name = f"caisse-{first}-{last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = "\ufeff" + text.getvalue()
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def asked_again(request: StaffRequest, form: JournalForm) -> HttpResponse:
    """The days of the journal, to be corrected."""
    context = {"form": form, "title": _("Journal de caisse"), "back": address(request, "till")}
    context["lead"] = _("Chaque encaissement entre deux jours, en tableur.")
    return page(request, "office/journal_asked.html", context, status=422)


def journal_lines(receipt: Receipt) -> list[list[str]]:
    """A line a payment; a void number has one too, of 0,00."""
    local = timezone.localtime(receipt.at)
    line = receipt_line(receipt)
    moved = [(one.get_means_display(), one.amount_cents) for one in receipt.payments.all()]
    return [
        [
            line["number"],
            f"{receipt.day:%d/%m/%Y}",
            f"{local:%H:%M}",
            receipt.printed.place_name,
            line["labels"],
            receipt.printed.payer_name,
            means,
            amount(cents),
            _("oui") if line["reverses"] else "",
            line["reason"],
        ]
        for means, cents in moved or [("", 0)]
    ]


def amount(cents: int) -> str:
    """1234 is « 12,34 », as a French spreadsheet reads a number."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}"


# A receipt again


def _receipt(request: StaffRequest, slug: str, receipt: UUID) -> HttpResponse:
    """A receipt as it was printed: the payer, the labels and the carrier of that day."""
    found = queries.receipt_to_print(receipt)
    if found is None:
        raise Http404
    sale = found.sale
    lines = list(sale.lines.all()) if sale else []
    labels = [*found.printed.labels, *[""] * len(lines)]
    paid = sum(one.amount_cents for one in found.payments.all())
    context = {
        "receipt": found,
        "number": numbers_of([found]),
        "printed": found.printed,
        "carrier": found.printed.carrier,
        "lines": list(zip(labels, lines, strict=False)),
        "due_cents": max(sale.amount_cents - paid, 0) if sale else 0,
        "taxes": taxes(lines),
        "reversed": getattr(sale, "sale", None),
        "reason": reason_of(getattr(sale, "sale", sale)),
    }
    return page(request, "office/receipt.html", context)


def taxes(lines: list[SaleLine]) -> list[str]:
    """What the receipt says of the tax, once for each rate; nothing where it is not stated."""
    liable: dict[int, int] = {}
    for line in lines:
        if line.tax_mode == TaxMode.LIABLE:
            liable[line.tax_rate] = liable.get(line.tax_rate, 0) + line.amount_cents
    said = [_taxed(cents, rate) for rate, cents in sorted(liable.items())]
    exempt = any(line.tax_mode == TaxMode.EXEMPT for line in lines)
    return [*said, *([_("TVA non applicable")] if exempt else [])]


def _taxed(cents: int, rate: int) -> str:
    """« 250,00 € TTC = 208,33 € HT + 41,67 € de TVA (20 %) »."""
    net, tax = vat_parts(cents, rate)
    return _("%(gross)s TTC = %(net)s HT + %(tax)s de TVA (%(rate)s %%)") % {
        "gross": format_euros(cents),
        "net": format_euros(net),
        "tax": format_euros(tax),
        "rate": f"{rate / 100:g}".replace(".", ","),
    }


desk_receipt = needs(Right.TILL)(require_GET(_receipt))
"""For who takes money at the desk."""

office_receipt = needs(Right.ACCOUNTS)(require_GET(_receipt))
"""For who looks after the accounts."""


@needs(Right.REVERSE)
@require_http_methods(["GET", "POST"])
def reverse_sale(request: StaffRequest, slug: str, sale: UUID) -> HttpResponse:
    """Counter a sale by a new receipt, today; the first never moves.

    On a desk whose till is open, the receipt is one of that till's: cash may come out of it.
    """
    found = (
        Sale.objects.select_related("person", "sale")
        .prefetch_related("lines__price", "receipts__series")
        .filter(pk=sale)
        .first()
    )
    if found is None:
        raise Http404
    desk = request.device if request.device and queries.till_open_on(request.device.pk) else None
    return act(
        request,
        ReversalForm(typed(request)),
        "money.reverse",
        ids={"sale": sale, "reversal": new_id()},
        to=address(request, "till-day"),
        said=_("La vente est annulée par un nouveau reçu."),
        template="office/reverse.html",
        place=found.place_id,
        door=door_of_till(desk) if desk else None,
        desk=desk,
        sale=found,
        paid_cents=sum(one.total_cents for one in found.receipts.all()),
        deposit=all(one.kind == LineKind.DEPOSIT for one in found.lines.all()),
        again=getattr(found, "sale", None) is not None or found.reverses_id is not None,
    )
