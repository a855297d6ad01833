from django.urls import path

from monitoring import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("readyz/node", views.readyz_node, name="readyz-node"),
    path("metrics", views.metrics, name="metrics"),
]
