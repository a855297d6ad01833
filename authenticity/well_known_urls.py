from django.urls import path

from authenticity import well_known

app_name = "seals"
urlpatterns = [
    path(".well-known/seals/keys.json", well_known.public_keys, name="keys"),
    path(".well-known/seals/head.json", well_known.head, name="head"),
    path(".well-known/seals/log-<int:number>.jsonl", well_known.page, name="log"),
    path(".well-known/seals/verifier.py", well_known.program, name="verifier"),
]
