"""The home page, and whether the server is alive."""

from django.http import HttpResponse
from django.shortcuts import render


def home(request):
    return render(request, "home.html", {"nav": ""})


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")
