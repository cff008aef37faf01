"""Taking a seat: by script in one call, by form in two steps, so that a lost answer never costs the seat."""

from typing import Literal

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dialogues.admission import codes
from dialogues.admission.access import NotSeated, from_our_origin
from dialogues.admission.codes import CodeUnreadable, unb64u
from dialogues.admission.cookies import with_cookie
from dialogues.admission.limits import REDEEMS_A_MINUTE, SlowDown, count_try
from dialogues.admission.operations import entering
from dialogues.admission.operations.seating import AlreadySpent, NoSeat, WindowClosed, redeem
from dialogues.admission.signing import BadSignature
from dialogues.admission.wire import error, json_door

REFUSALS = (BadSignature, AlreadySpent, NoSeat, WindowClosed, SlowDown, NotSeated)


class RedeemRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A signed pass, and the hash by which the seat will be known again."""

    v: Literal[1]
    msg: str
    sig: str
    seat_auth: str


@json_door(RedeemRequest)
def take(request: HttpRequest, message: RedeemRequest) -> HttpResponse:
    """Spend a pass for a seat. Reads no cookie and sets none."""
    count_try("redeem", REDEEMS_A_MINUTE, request=request)
    auth = unb64u(message.seat_auth)
    if len(auth) != 32:
        return error("malformed", 400)
    taken = redeem(msg=unb64u(message.msg), sig=unb64u(message.sig), seat_auth=auth)
    return JsonResponse({"side": str(taken.side), "mask": taken.mask})


@csrf_exempt
@require_POST
def keep_code(request: HttpRequest) -> HttpResponse:
    """Without scripts, first step: show a seat code to write down. Nothing is taken yet."""
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    return _code_page(request, codes.new_code())


@csrf_exempt
@require_POST
def take_by_form(request: HttpRequest) -> HttpResponse:
    """Without scripts, second step: take the seat with the code that was written down, and go in.

    Sending it twice gives the same seat.
    """
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    try:
        count_try("redeem", REDEEMS_A_MINUTE, request=request)
        secret = codes.seat_secret(codes.read_code(request.POST.get("code", "")))
        pass_msg, pass_sig = unb64u(request.POST.get("msg", "")), unb64u(request.POST.get("sig", ""))
        redeem(msg=pass_msg, sig=pass_sig, seat_auth=codes.seat_auth(secret))
        return with_cookie(redirect("admission:welcome"), entering.enter(seat_secret=secret))
    except CodeUnreadable:
        return _code_page(request, codes.new_code())
    except ValueError:
        refusal = str(BadSignature())
    except REFUSALS as refused:
        refusal = str(refused)
    return render(request, "join/code.html", {"typed": "", "refusal": refusal}, status=422)


def _code_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code, with the pass in hidden fields."""
    fields = {"msg": request.POST.get("msg", ""), "sig": request.POST.get("sig", "")}
    return render(request, "join/keep.html", {"code": codes.grouped(code), **fields})
